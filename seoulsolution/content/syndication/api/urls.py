from django.urls import path, re_path

from seoulsolution.content.syndication.api import views

app_name = "api"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("<slug:name>.csv", views.CsvView.as_view(), name="csv"),
    path("<slug:name>/", views.RecordListView.as_view(), name="list"),
    path("<slug:name>/<slug:key>/", views.RecordDetailView.as_view(), name="detail"),
    # Whatever ends in a slash; an address without one is redirected to the one with it.
    re_path(r"^(?P<rest>.+/)$", views.NotFoundView.as_view()),
]
