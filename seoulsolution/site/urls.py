from django.urls import path

from seoulsolution.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:key>/", views.PageDetail.as_view(), name="page"),
]
