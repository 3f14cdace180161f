from django.urls import path

from seoulsolution.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("site-map/", views.site_map, name="site_map"),
    path("open-data/", views.open_data, name="open_data"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("<slug:key>/", views.PageDetail.as_view(), name="page"),
]
