from django.urls import path

from news import views
from seoulsolution.content.converters import record_path

app_name = "news"
urlpatterns = [
    path("news/", views.PostList.as_view(), name="post_list"),
    record_path("news/", views.PostDetail.as_view(), name="post"),
    path("archive/", views.DocumentList.as_view(), name="document_list"),
    record_path("archive/", views.DocumentDetail.as_view(), name="document"),
    path("newsletter/", views.IssueList.as_view(), name="issue_list"),
    path("newsletter/<int:number>/", views.IssueDetail.as_view(), name="issue"),
]
