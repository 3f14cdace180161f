from django.urls import path

from seoulsolution.search.page import feeds, views

app_name = "search"

urlpatterns = [
    path("", views.search, name="search"),
    path("suggestions", views.suggest, name="suggestions"),
    path("opensearch.xml", views.describe, name="opensearch"),
    path("feed.<slug:format>", feeds.feed, name="feed"),
]
