"""The addresses of reviews in a plain ModelAdmin lead to the work list."""

import pytest

from seoulsolution.admin.urls import form_url
from seoulsolution.reviews.models import Review
from tests.admin.reviewing import LIST, page_of, review
from tests.factories import allow, make_post
from tests.forms import open_form

pytestmark = pytest.mark.django_db
REVIEWS = "/admin/reviews/review/"


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("", ""),
        ("?done=no", ""),
        ("?done=no&reason__exact=no_date", "?reason=no_date"),
        ("?done=yes", "?done=yes"),
        ("?reason__exact=cut_title&done=yes", "?reason=cut_title&done=yes"),
    ],
)
def test_the_list_leads_to_the_work_list(staff_client, query, there):
    response = staff_client.get(REVIEWS + query)
    assert response.url == LIST + there
    assert staff_client.get(response.url).status_code == 200


def test_a_review_leads_to_its_record(staff_client):
    post = make_post()
    pk = review(post).pk
    assert staff_client.get(f"{REVIEWS}{pk}/change/").url == page_of(post)
    assert staff_client.get(f"{REVIEWS}99999/change/").url == LIST


def test_nothing_is_added_or_deleted(staff_client):
    pk = review(make_post()).pk
    assert staff_client.get(f"{REVIEWS}add/").status_code == 403
    assert staff_client.post(f"{REVIEWS}{pk}/delete/", {"post": "yes"}).status_code == 403
    assert Review.objects.count() == 1


def test_who_may_not_see_reviews_is_refused(client, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk)
    pk = review(make_post()).pk
    assert client.get(REVIEWS).status_code == 403
    assert client.get(f"{REVIEWS}{pk}/change/").status_code == 403
    allow(clerk, "view_review")
    assert client.get(REVIEWS).url == LIST


BOX = "reviews-review-content_type-object_id-0-resolved"


def test_a_form_that_stayed_open_does_not_open_a_review_again_that_another_has_closed(staff_client):
    post = make_post()
    one = review(post)
    opened = open_form(staff_client, form_url(post))
    one.resolve(None)
    staff_client.post(form_url(post), opened | {"title_en": "Ferries"})
    one.refresh_from_db()
    assert one.resolved_at is not None


def test_who_ticks_off_second_does_not_become_who_did_it(staff_client, django_user_model):
    post, colleague = make_post(), django_user_model.objects.create_user("colleague")
    one = review(post)
    opened = open_form(staff_client, form_url(post))
    one.resolve(colleague)
    staff_client.post(form_url(post), opened | {BOX: "on"})
    one.refresh_from_db()
    assert one.resolved_by == colleague


def test_a_review_is_opened_again_in_the_records_form(staff_client, staff):
    post = make_post()
    one = review(post)
    one.resolve(staff)
    opened = open_form(staff_client, form_url(post))
    del opened[BOX]
    staff_client.post(form_url(post), opened)
    one.refresh_from_db()
    assert (one.resolved_at, one.resolved_by) == (None, None)
