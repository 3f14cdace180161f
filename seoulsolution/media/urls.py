from django.urls import path

from seoulsolution.content.syndication.http import same_in_every_language
from seoulsolution.media import downloads, views

app_name = "media"
urlpatterns = [
    path(
        "images/<uuid:key>/<int:version>/<slug:shape>-<int:width>.<slug:format>",
        same_in_every_language(views.image),
        name="image",
    ),
    path("files/<uuid:key>/<str:name>", same_in_every_language(downloads.file), name="file"),
    path("files/<uuid:key>/revisions/<int:number>/", downloads.former_file, name="former_file"),
]
