from django.urls import path, register_converter

from news import views
from news.models import IssueKeyConverter
from seoulsolution.content.lists.archives import period_paths
from seoulsolution.content.syndication.feeds import feed_path
from seoulsolution.content.urls import record_path

register_converter(IssueKeyConverter, "issue")

app_name = "news"
urlpatterns = [
    *period_paths("news/", views.PostList.as_view(), name="post_list"),
    feed_path("news/", "news", name="post_feed"),
    record_path("news/", views.PostDetail.as_view(), name="post"),
    *period_paths("archive/", views.DocumentList.as_view(), name="document_list"),
    feed_path("archive/", "archive", name="document_feed"),
    record_path("archive/", views.DocumentDetail.as_view(), name="document"),
    path("newsletter/", views.IssueList.as_view(), name="issue_list"),
    feed_path("newsletter/", "newsletter", name="issue_feed"),
    path("newsletter/<issue:key>/", views.IssueDetail.as_view(), name="issue"),
    path("topics/", views.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", views.TopicDetail.as_view(), name="topic"),
]
