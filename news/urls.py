from django.urls import path

from news import feeds, views
from seoulsolution.content.converters import record_path
from seoulsolution.content.feeds import feed_path

app_name = "news"
urlpatterns = [
    path("news/", views.PostList.as_view(), name="post_list"),
    feed_path("news/", feeds.PostFeed),
    record_path("news/", views.PostDetail.as_view(), name="post"),
    path("archive/", views.DocumentList.as_view(), name="document_list"),
    feed_path("archive/", feeds.DocumentFeed),
    record_path("archive/", views.DocumentDetail.as_view(), name="document"),
    path("newsletter/", views.IssueList.as_view(), name="issue_list"),
    feed_path("newsletter/", feeds.IssueFeed),
    path("newsletter/<int:number>/", views.IssueDetail.as_view(), name="issue"),
]
