from django.urls import path

from notices import views
from seoulsolution.content.converters import record_path

app_name = "notices"
urlpatterns = [
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    record_path("notices/", views.NoticeDetail.as_view(), name="notice"),
]
