from django.urls import path, re_path

from seoulsolution.content.syndication.api import views

app_name = "opendata"
urlpatterns = [
    path("", views.Index.as_view(), name="index"),
    path("<slug:name>.csv", views.Spreadsheet.as_view(), name="spreadsheet"),
    path("<slug:name>/", views.Records.as_view(), name="records"),
    path("<slug:name>/<slug:key>/", views.Record.as_view(), name="record"),
    # Whatever ends in a slash; an address without one is redirected to the one with it.
    re_path(r"^(?P<rest>.+/)$", views.Nothing.as_view()),
]
