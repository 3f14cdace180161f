from django.contrib import admin
from django.urls import path

from seoulsolution.admin.reviews import undo_view, views

app_name = "admin_reviews"
urlpatterns = [
    path("", admin.site.admin_view(views.ReviewListView.as_view()), name="list"),
    path("accept/", admin.site.admin_view(views.AcceptReviewsView.as_view()), name="accept"),
    path("<str:kind>/<int:pk>/", admin.site.admin_view(views.RecordReviewView.as_view()), name="record"),
    path("<str:kind>/<int:pk>/undo/", admin.site.admin_view(undo_view.UndoReviewView.as_view()), name="undo"),
]
