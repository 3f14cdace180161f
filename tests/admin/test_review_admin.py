"""The list of reviews of all kinds."""

import pytest
from django.utils import timezone

from seoulsolution.reviews.models import Review
from tests.factories import make_partner, make_post

pytestmark = pytest.mark.django_db


def test_reviews_of_all_kinds_are_listed_and_ticked_off(staff_client, staff):
    post, partner = make_post(), make_partner()
    review = Review.objects.create(record=post, reason="no_date")
    Review.objects.create(record=partner, reason="unconfirmed_name")
    page = staff_client.get("/admin/reviews/review/").content.decode()
    assert f"/admin/news/post/{post.pk}/change/" in page
    assert f"/admin/partners/partner/{partner.pk}/change/" in page
    data = {"action": "resolve", "_selected_action": [review.pk]}
    response = staff_client.post("/admin/reviews/review/", data, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["1 review marked as done."]
    review.refresh_from_db()
    assert review.resolved_by == staff
    assert staff_client.get("/admin/reviews/review/?done=no").context["cl"].result_count == 1
    assert staff_client.get(f"/admin/reviews/review/{review.pk}/change/").status_code == 200


def test_open_reviews_come_first(staff_client):
    post = make_post()
    Review.objects.create(record=post, reason="cut_title", resolved_at=timezone.now())
    Review.objects.create(record=post, reason="no_date")
    listed = staff_client.get("/admin/reviews/review/").context["cl"].result_list
    assert [review.reason for review in listed] == ["no_date", "cut_title"]


def test_the_list_of_reviews_costs_the_same_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(40) as captured:
            staff_client.get("/admin/reviews/review/")
        return len(captured)

    Review.objects.create(record=make_post(), reason="no_date")
    count()
    one = count()
    for _ in range(5):
        Review.objects.create(record=make_post(), reason="no_date")
    assert count() == one
