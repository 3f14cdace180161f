from django.urls import path

from seoulsolution.admin.previews import links

app_name = "preview"
urlpatterns = [
    path("<str:token>/", links.start, name="start"),
    path("<str:token>/<str:code>/", links.page, name="page"),
    path(
        "<str:token>/media/<uuid:key>/<slug:shape>-<int:width>.<slug:format>", links.picture, name="picture"
    ),
]
