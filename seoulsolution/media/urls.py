from django.urls import path

from seoulsolution.media import views

app_name = "media"
urlpatterns = [
    path("images/<uuid:key>/<int:version>/<slug:shape>-<int:width>.<slug:format>", views.image, name="image")
]
