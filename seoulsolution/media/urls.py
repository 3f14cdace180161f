from django.urls import path

from seoulsolution.content.syndication.http import same_in_every_language
from seoulsolution.media import views

app_name = "media"
urlpatterns = [path("images/<uuid:key>/<int:width>.webp", same_in_every_language(views.image), name="image")]
