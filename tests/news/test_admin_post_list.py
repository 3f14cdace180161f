"""The list of posts in the admin: finding, acting on many, and who may."""

import datetime

import pytest
from django.urls import reverse

from news.models import Post
from seoulsolution.reviews.models import Review
from seoulsolution.revisions.models import Revision
from tests.factories import allow, make_post, make_topic
from tests.forms import confirm, list_data_of, submit, withdraw

ADD = "/admin/news/post/add/"
LIST = "/admin/news/post/"
pytestmark = pytest.mark.django_db


def change_of(post):
    return f"/admin/news/post/{post.pk}/change/"


def titles(response):
    return [str(post) for post in response.context["cl"].result_list]


def test_a_title_in_another_language_says_so(staff_client):
    make_post(title_en="", body_en="", title_ko="제목", body_ko="<p>본문</p>")
    page = staff_client.get(LIST).content.decode()
    assert '<span lang="ko">제목</span>' in page


def test_a_record_in_a_language_of_neither_column_is_listed_and_saved(staff_client):
    post = make_post(
        title_en="", body_en="", foreign_title="5e Festival", foreign_language="fr", state="draft"
    )
    assert '<span lang="fr">5e Festival</span>' in staff_client.get(LIST).content.decode()
    assert submit(staff_client, change_of(post), author="Culture Division").status_code == 302


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state__exact=draft", ["Draft"]),
        ("language=en", ["Draft", "Both"]),
        ("language=en-missing", ["한국어"]),
        ("language=ko", ["한국어", "Both"]),
        ("language=ko-missing", ["Draft"]),
        ("review=any", ["Both"]),
        ("review=none", ["한국어", "Draft"]),
        ("review=no_date", ["Both"]),
        ("review=cut_title", []),
        ("year=2020", ["Both"]),
        ("year=undated", ["한국어", "Draft"]),
        ("year=none", ["한국어", "Draft"]),
        ("year=99999", ["한국어", "Draft", "Both"]),
        ("q=둘", ["Both"]),
        ("q=raf", ["Draft"]),
        ("date__year=2020", ["Both"]),
    ],
)
def test_filters_and_search(staff_client, query, expected):
    texts = {"title_en": "Both", "body_en": "<p>Unlikely</p>", "title_ko": "둘", "body_ko": "<p>본문</p>"}
    both = make_post(**texts, date=datetime.date(2020, 5, 1))
    make_post(title_en="Draft", state="draft", date=None)
    make_post(title_en="", body_en="", title_ko="한국어", body_ko="<p>본문</p>", date=None)
    Review.objects.create(record=both, reason="no_date")
    Review.objects.create(record=both, reason="cut_title", resolved_at=datetime.datetime.now(datetime.UTC))
    assert sorted(titles(staff_client.get(f"{LIST}?{query}"))) == sorted(expected)


def test_posts_are_found_by_topic(staff_client):
    topic = make_topic()
    make_post(topics=[topic], title_en="With")
    make_post(title_en="Without")
    assert titles(staff_client.get(f"{LIST}?topic={topic.pk}")) == ["With"]


def test_a_list_costs_the_same_queries_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    topic = make_topic()

    def count():
        with django_assert_max_num_queries(50) as captured:
            staff_client.get(LIST)
        return len(captured)

    Review.objects.create(record=make_post(topics=[topic]), reason="no_date")
    count()  # content types and permissions are looked up once
    one = count()
    for _ in range(6):
        Review.objects.create(record=make_post(topics=[topic]), reason="cut_title")
    assert count() == one


def test_publish_says_what_it_did_and_what_not(staff_client):
    posts = [
        make_post(state="draft"),
        make_post(state="withdrawn"),
        make_post(),
        make_post(state="draft", body_en=""),
    ]
    data = {"action": "publish", "_selected_action": [post.pk for post in posts]}
    shown = list_data_of(staff_client.get(LIST))
    page = staff_client.post(LIST, shown | data)
    assert {what for _title, _url, what, _findings in page.context["left"]} == {
        "It is published already. A draft over it stays a draft.",
        "It is not complete in any language.",
    }
    assert not Post.objects.filter(state="draft").exclude(pk__in=[posts[0].pk, posts[3].pk]).exists()
    response = confirm(staff_client, LIST, shown | data)
    assert [str(message) for message in response.context["messages"]] == ["2 published."]
    assert Post.objects.visible().count() == 3
    assert [revision.event for revision in Revision.objects.of(posts[0])] == ["published", "found"]
    assert not Revision.objects.of(posts[2]).exists()


def test_withdraw_takes_posts_off_the_site(staff_client):
    posts = [make_post(), make_post()]
    response = withdraw(staff_client, LIST, [post.pk for post in posts])
    assert [str(message) for message in response.context["messages"]] == ["2 withdrawn."]
    assert not Post.objects.visible().exists()
    assert Post.objects.filter(state="withdrawn", body_en="<p>The city announced a plan.</p>").count() == 2


def test_reviews_of_chosen_posts_are_marked_as_done(staff_client, staff):
    post, other = make_post(), make_post()
    Review.objects.create(record=post, reason="no_date")
    Review.objects.create(record=other, reason="no_date")
    shown = list_data_of(staff_client.get(LIST))
    staff_client.post(LIST, shown | {"action": "resolve_reviews", "_selected_action": [post.pk]})
    assert post.reviews.get().resolved_by == staff
    assert other.reviews.get().resolved_at is None


# Who may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [LIST, ADD, "/admin/", "/admin/news/post/1/change/"])
def test_anonymous_visitors_are_sent_to_log_in(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("path", [LIST, ADD, "/admin/reviews/review/"])
def test_staff_without_permission_are_refused(client, django_user_model, path):
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.get(path).status_code == 403


def test_who_may_only_view_cannot_publish(client, django_user_model):

    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    allow(clerk, "view_post")
    client.force_login(clerk)
    post = make_post(state="draft")
    assert client.get(LIST).context["action_form"] is None
    client.post(LIST, {"action": "publish", "_selected_action": [post.pk], "records": f"{post.pk}:0"})
    post.refresh_from_db()
    assert post.state == "draft"
    assert client.get(change_of(post)).status_code == 200
