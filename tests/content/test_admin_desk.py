"""The admin as a whole: its first page, its policy, its language, its list of reviews."""

import datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.utils import timezone

from seoulsolution.content.models import Content, Sourced
from seoulsolution.reviews.models import Review
from tests.factories import make_document, make_issue, make_notice, make_partner, make_post

pytestmark = pytest.mark.django_db


def directives(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";") if part.strip())
    return {name: values for name, *values in parts}


def test_every_kind_can_be_edited():
    kinds = [model for model in apps.get_models() if issubclass(model, Sourced)]
    assert kinds
    assert not [model for model in kinds if not admin.site.is_registered(model)]


@pytest.mark.parametrize("kind", [m._meta.label for m in apps.get_models() if issubclass(m, Content)])
def test_a_language_is_complete_with_what_the_form_needs(kind):
    """The marks on the tabs follow the same rule as the database."""
    model_admin = admin.site.get_model_admin(apps.get_model(kind))
    condition = str(model_admin.opts.get_field("available_ko").expression)
    needed = {name for name in model_admin.language_fields if f"'{name}_ko__" in condition}
    assert needed == set(model_admin.needed)


# The Content-Security-Policy ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/login/", "/admin/news/post/", "/admin/news/post/add/", "/admin/auth/user/add/"],
)
def test_scripts_come_from_our_own_files_only(client, staff_client, path):
    policy = directives(staff_client.get(path))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"][0] == "'self'"
    assert all(source.startswith("'nonce-") for source in policy["script-src"][1:])
    assert policy["style-src"] == ["'self'"]


def test_the_import_map_carries_the_nonce_of_the_page(staff_client):
    response = staff_client.get("/admin/news/post/add/")
    nonce = directives(response)["script-src"][1].removeprefix("'nonce-").removesuffix("'")
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()


def test_public_pages_allow_no_script_in_the_page_itself(client):
    response = client.get("/en/")
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"


# The interface's language ---------------------------------------------------------------------------


def test_the_language_switch_keeps_the_page(staff_client):
    path = "/admin/news/post/?state__exact=draft"
    page = staff_client.get(path).content.decode()
    assert 'name="language" value="ko" lang="ko">한국어</button>' in " ".join(page.split())
    response = staff_client.post("/i18n/setlang/", {"language": "ko", "next": path})
    assert response.url == path
    page = staff_client.get(path)
    assert page["Content-Language"] == "ko"
    assert "서울정책아카이브" in page.content.decode()


def test_login_offers_the_other_language(client):
    assert ">한국어</button>" in client.get("/admin/login/").content.decode()


# The desk -----------------------------------------------------------------------------------------


def test_the_desk_shows_drafts_reviews_and_what_goes_live(staff_client):
    draft = make_post(title_en="Waiting", state="draft")
    Review.objects.create(record=draft, reason="no_date")
    Review.objects.create(record=make_partner(), reason="no_date")
    Review.objects.create(record=draft, reason="cut_title", resolved_at=timezone.now())
    make_post(title_en="Soon", go_live_at=timezone.now() + datetime.timedelta(days=1))
    context = staff_client.get("/admin/").context
    assert [row["title"] for row in context["drafts"]] == ["Waiting"]
    assert [(row["reason"], row["number"]) for row in context["reviews"]] == [("no date in the source", 2)]
    assert [(row["title"], row["what"]) for row in context["upcoming"]] == [("Soon", "goes live")]
    assert context["recent"][0]["title"] == "Soon"


def test_the_desk_links_to_lists_that_hold_what_it_counts(staff_client):
    make_post(state="draft")
    make_post(title_ko="제목", body_ko="<p>본문</p>")
    Review.objects.create(record=make_post(), reason="no_date")
    context = staff_client.get("/admin/").context
    posts = next(kind for kind in context["kinds"] if kind["url"] == "/admin/news/post/")
    links = [*posts["states"], *posts["missing"]]
    links += [(row["number"], row["url"]) for row in context["reviews"]]
    for number, url in links:
        assert staff_client.get(url).context["cl"].result_count == number
    assert [number for number, _url in posts["states"]] == [1, 2, 0]
    assert [number for number, _url in posts["missing"]] == [0, 2]


def test_the_desk_costs_the_same_queries_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    def fill(number):
        Review.objects.create(record=make_post(state="draft"), reason="no_date")
        make_document()
        make_partner()
        make_issue(number=number)
        make_notice()

    def count():
        with django_assert_max_num_queries(60) as captured:
            staff_client.get("/admin/")
        return len(captured)

    fill(1)
    count()
    one = count()
    for number in range(2, 6):
        fill(number)
    assert count() == one


def test_the_desk_shows_only_what_the_user_may_see(client, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_partner"))
    client.force_login(clerk)
    Review.objects.create(record=make_post(state="draft", title_en="Secret"), reason="no_date")
    response = client.get("/admin/")
    assert [kind["url"] for kind in response.context["kinds"]] == ["/admin/partners/partner/"]
    assert "Secret" not in response.content.decode()
    assert response.context["reviews"] == []


# The list of reviews ----------------------------------------------------------------------------------


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
