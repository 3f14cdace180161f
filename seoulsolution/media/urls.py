from django.urls import path

from seoulsolution.media import downloads, views

app_name = "media"
urlpatterns = [
    path("images/<uuid:key>/<int:version>/<slug:shape>-<int:width>.<slug:format>", views.image, name="image"),
    path("files/<uuid:key>/<str:name>", downloads.file, name="file"),
    path("files/<uuid:key>/revisions/<int:number>/", downloads.former_file, name="former_file"),
]
