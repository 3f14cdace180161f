from django.urls import path

from seoulsolution.content.syndication.feeds import feed_path
from seoulsolution.content.urls import record_path
from seoulsolution.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("site-map/", views.site_map, name="site_map"),
    path("open-data/", views.open_data, name="open_data"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("alerts/", views.AlertList.as_view(), name="alert_list"),
    feed_path("alerts/", "alerts", name="alert_feed"),
    record_path("alerts/", views.AlertDetail.as_view(), name="alert"),
    path("contact/", views.contact_page, name="contact"),
    path("<slug:key>/<day:date>/", views.earlier_page, name="earlier_page"),
    path("<slug:key>/", views.PageDetail.as_view(), name="page"),
]
