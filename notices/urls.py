from django.urls import path

from notices import calendar, views
from seoulsolution.content.syndication.feeds import feed_path
from seoulsolution.content.urls import record_path

app_name = "notices"
urlpatterns = [
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    feed_path("notices/", "notices", name="notice_feed"),
    path("notices/calendar.ics", calendar.notices_calendar, name="calendar"),
    path(
        "notices/<id_and_slug:id_and_slug>/calendar.ics",
        calendar.notice_calendar,
        name="notice_calendar",
    ),
    record_path("notices/", views.NoticeDetail.as_view(), name="notice"),
]
