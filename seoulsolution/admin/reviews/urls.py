from django.contrib import admin
from django.urls import path

from seoulsolution.admin.reviews.list_views import AcceptReviewsView, ReviewListView
from seoulsolution.admin.reviews.record_views import RecordReviewView, UndoReviewView

app_name = "admin_reviews"
staff = admin.site.admin_view
urlpatterns = [
    path("", staff(ReviewListView.as_view()), name="list"),
    path("accept/", staff(AcceptReviewsView.as_view()), name="accept"),
    path("<str:kind>/<int:pk>/", staff(RecordReviewView.as_view()), name="record"),
    path("<str:kind>/<int:pk>/undo/", staff(UndoReviewView.as_view()), name="undo"),
]
