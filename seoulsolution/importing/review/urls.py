from django.contrib import admin
from django.urls import path

from seoulsolution.importing.review import views

app_name = "review_desk"
urlpatterns = [
    path("", admin.site.admin_view(views.waiting), name="list"),
    path("accept/", admin.site.admin_view(views.accept), name="accept"),
    path("<str:kind>/<int:pk>/", admin.site.admin_view(views.record), name="record"),
]
