from django.urls import path

from seoulsolution.media import views

app_name = "media"
urlpatterns = [path("images/<uuid:key>/<int:width>.webp", views.image, name="image")]
