from django.urls import path

from seoulsolution.site import machines, views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("site-map/", views.site_map, name="site_map"),
    path("open-data/", machines.open_data, name="open_data"),
    path("<slug:key>/", views.PageDetail.as_view(), name="page"),
]
