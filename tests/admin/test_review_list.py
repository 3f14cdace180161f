"""The work list of reviews: what waits, filters, pages, all of one reason at once, who may, queries."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission

from news.models import Post
from seoulsolution.importing.models import SourceFile, UnplacedLine
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import history
from tests.admin.reviewing import LIST, page_of, place, review, titles
from tests.factories import make_issue, make_notice, make_partner, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, django_user_model):
    """A function that signs in somebody with these permissions."""

    def sign_in(*codenames):
        user = django_user_model.objects.create_user("clerk", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return sign_in


def test_the_list_shows_each_record_once_with_its_reasons(staff_client):
    post = make_post()
    review(post)
    review(post, "cut_title")
    review(make_partner(), "unconfirmed_name")
    response = staff_client.get(LIST)
    assert sorted(titles(response)) == ["CityNet", "Up to 1 GW of geothermal energy"]
    rows = {row["title"]: row for row in response.context["rows"]}
    reasons = [each.reason for each in rows["Up to 1 GW of geothermal energy"]["reviews"]]
    assert reasons == ["no_date", "cut_title"]


def test_the_list_is_filtered_by_reason_kind_and_file_and_counts(staff_client):
    first, second, partner = make_post(title_en="First"), make_post(title_en="Second"), make_partner()
    review(first)
    review(second, "cut_title")
    review(partner, "unconfirmed_name")
    place(first, "pages/Ä_1.txt")
    place(partner, "pages/2.txt")
    assert titles(staff_client.get(f"{LIST}?reason=cut_title")) == ["Second"]
    assert titles(staff_client.get(f"{LIST}?kind=partners.partner")) == ["CityNet"]
    assert titles(staff_client.get(f"{LIST}?file=Ä_1")) == ["First"]
    assert titles(staff_client.get(f"{LIST}?file=pages&kind=news.post")) == ["First"]
    response = staff_client.get(f"{LIST}?kind=news.post")
    assert [(reason, number) for _n, number, _q, reason in response.context["reasons"]] == [
        ("cut_title", 1),
        ("no_date", 1),
    ]
    assert sorted((kind, number) for _n, number, _q, kind in response.context["kinds"]) == [
        ("news.post", 2),
        ("partners.partner", 1),
    ]


@pytest.mark.parametrize("query", ["?reason=nonsense", "?kind=x.y", "?file=%00", "?page=x", "?page=99"])
def test_what_is_not_understood_filters_nothing(staff_client, query):
    review(make_post())
    assert len(titles(staff_client.get(LIST + query))) == 1


def test_done_reviews_do_not_wait(staff_client, staff):
    review(make_post()).resolve(staff)
    response = staff_client.get(LIST)
    assert titles(response) == []
    assert "Nothing waits for a look." in response.content.decode()


def test_long_lists_have_pages(staff_client):
    for number in range(51):
        review(make_post(title_en=f"Post {number}"))
    assert len(titles(staff_client.get(LIST))) == 50
    assert titles(staff_client.get(f"{LIST}?page=2")) == ["Post 50"]


def test_unplaced_lines_are_on_the_list(staff_client):
    source = SourceFile.objects.create(
        sha256="1" * 64,
        encoding="utf-8",
        layout="x",
        text="What?",
        **dict.fromkeys(
            ("lines_total", "lines_nonblank", "lines_record", "lines_boilerplate", "lines_unplaced"), 1
        ),
        parser_version=1,
    )
    UnplacedLine.objects.create(source=source, number=1, text="What?")
    assert "1 line of a file has no place yet" in " ".join(staff_client.get(LIST).content.decode().split())


def test_the_dashboard_leads_to_the_list(staff_client):
    assert f'href="{LIST}"' in staff_client.get("/admin/").content.decode()


# What is done -----------------------------------------------------------------------------------------


def test_done_reviews_are_listed_newest_first_with_who_and_when(staff_client, staff):
    post, partner = make_post(), make_partner()
    for record, reason, day in (
        (post, "cut_title", 1),
        (partner, "unconfirmed_name", 3),
        (post, "no_date", 2),
    ):
        time = datetime.datetime(2024, 3, day, 3, tzinfo=datetime.UTC)
        review(record, reason, f"Detail {day}", resolved_at=time, resolved_by=staff)
    review(post, "title_only")
    response = staff_client.get(f"{LIST}?done=yes")
    reasons = [row["reviews"][0].reason for row in response.context["rows"]]
    assert reasons == ["unconfirmed_name", "no_date", "cut_title"]
    content = " ".join(response.content.decode().split())
    assert content.index("done on 3 Mar 2024 by staff") < content.index("done on 1 Mar 2024 by staff")
    assert f"/admin/news/post/{post.pk}/change/" in content
    assert f"/admin/partners/partner/{partner.pk}/change/" in content
    assert "Detail 2" in content
    assert "Accept all" not in content


def test_done_reviews_are_filtered_and_counted(staff_client, staff):
    first, second = make_post(title_en="First"), make_post(title_en="Second")
    for record in (first, second):
        review(record).resolve(staff)
        review(record, "cut_title").resolve(staff)
    review(second, "title_only")
    place(first, "pages/1.txt")
    response = staff_client.get(f"{LIST}?done=yes")
    assert [(reason, number) for _n, number, _q, reason in response.context["reasons"]] == [
        ("cut_title", 2),
        ("no_date", 2),
    ]
    assert [(kind, number) for _n, number, _q, kind in response.context["kinds"]] == [("news.post", 4)]
    assert titles(staff_client.get(f"{LIST}?done=yes&reason=no_date")) == ["Second", "First"]
    assert titles(staff_client.get(f"{LIST}?done=yes&file=pages&reason=no_date")) == ["First"]


def test_done_reviews_have_pages(staff_client, staff):
    for number in range(51):
        review(make_post(title_en=f"Post {number}")).resolve(staff)
    assert len(titles(staff_client.get(f"{LIST}?done=yes"))) == 50
    assert len(titles(staff_client.get(f"{LIST}?done=yes&page=2"))) == 1


def test_who_may_not_see_a_kind_does_not_see_its_done_reviews(clerk, staff):
    post, partner = make_post(), make_partner()
    review(post).resolve(staff)
    review(partner, "unconfirmed_name").resolve(staff)
    assert titles(clerk("view_partner").get(f"{LIST}?done=yes")) == ["CityNet"]


# Many at once -------------------------------------------------------------------------------------------


def test_all_of_one_reason_are_accepted_after_a_question(staff_client, staff):
    posts = [make_post(title_en=f"Post {number}") for number in range(3)]
    for post in posts:
        review(post, "unconfirmed_topic", "transport")
    other = review(posts[0])
    path = f"{LIST}accept/?reason=unconfirmed_topic"
    response = staff_client.get(path)
    assert (response.context["number"], len(titles(response))) == (3, 3)
    late = review(make_post(), "unconfirmed_topic")
    response = staff_client.post(path, {"newest": response.context["newest"]}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["3 reviews accepted."]
    assert set(Review.objects.filter(resolved_at=None)) == {other, late}
    assert Review.objects.filter(resolved_by=staff).count() == 3


def test_accepting_keeps_to_the_filters(staff_client):
    post, notice = make_post(), make_notice()
    review(post)
    open_one = review(notice)
    path = f"{LIST}accept/?reason=no_date&kind=news.post"
    staff_client.post(path, {"newest": open_one.pk})
    assert list(Review.objects.filter(resolved_at=None)) == [open_one]


@pytest.mark.parametrize("query", ["", "?kind=news.post", "?reason=second_text"])
def test_only_one_reason_is_accepted_at_once_and_no_second_text(staff_client, query):
    record = make_post()
    review(record)
    review(record, "second_text")
    assert staff_client.post(f"{LIST}accept/{query}", {"newest": 99_999_999}).url == LIST
    assert Review.objects.filter(resolved_at=None).count() == 2


def choices(response):
    return [row.get("choice") for row in response.context["rows"]]


def test_chosen_reviews_are_ticked_off(staff_client, staff):
    posts = [make_post(title_en=f"Post {number}") for number in range(3)]
    first, second, third = (review(post, "unconfirmed_topic") for post in posts)
    other = review(posts[0])
    path = f"{LIST}?reason=unconfirmed_topic"
    assert choices(staff_client.get(path)) == [first.pk, second.pk, third.pk]
    data = {"_chosen": "", "review": [first.pk, third.pk, other.pk, "x", "9" * 30]}
    response = staff_client.post(f"{LIST}accept/?reason=unconfirmed_topic", data, follow=True)
    assert response.redirect_chain == [(path, 302)]
    assert [str(message) for message in response.context["messages"]] == ["2 reviews marked as done."]
    assert set(Review.objects.filter(resolved_at=None)) == {second, other}
    assert Review.objects.filter(resolved_by=staff).count() == 2


def test_nothing_chosen_ticks_nothing_off(staff_client):
    review(make_post())
    response = staff_client.post(f"{LIST}accept/?reason=no_date", {"_chosen": ""}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["0 reviews marked as done."]
    assert Review.objects.get().resolved_at is None


@pytest.mark.parametrize("query", ["", "?kind=news.post", "?reason=second_text", "?reason=no_date&done=yes"])
def test_reviews_are_chosen_only_of_one_reason_that_is_open_and_no_second_text(staff_client, query):
    record = make_post()
    ids = [review(record).pk, review(record, "second_text").pk]
    review(record, "cut_title").resolve(None)
    response = staff_client.get(f"{LIST}{query}")
    assert not any(choices(response))
    assert 'name="_chosen"' not in response.content.decode()
    assert staff_client.post(f"{LIST}accept/{query}", {"_chosen": "", "review": ids}).url == LIST
    assert Review.objects.filter(resolved_at=None).count() == 2


# Many at once, on a page that stayed open -----------------------------------------------------------


def said(response):
    return [str(message) for message in response.context["messages"]]


def edit(record):
    with history.change([record]) as [locked]:
        locked.title_en = "By another"
        locked.save()


def sent(page, **data):
    names = ("newest", "number", "newest_revision")
    values = {name: page.context.get(name) for name in names}
    values["asked"] = values.pop("number")
    return {name: value for name, value in (values | data).items() if value is not None}


@pytest.mark.parametrize("chosen", [False, True], ids=["all", "chosen"])
@pytest.mark.parametrize("kind", ["post", "story"])
def test_a_record_that_changed_since_stays_open_and_is_named(staff_client, kind, chosen):
    if kind == "post":
        records = [make_post(title_en=f"Post {number}") for number in range(2)]
    else:
        records = [make_issue(stories=1, number=number).stories.get() for number in (201, 202)]
    reviews = [review(record) for record in records]
    edit(history.owner(records[1]))
    page = staff_client.get(f"{LIST}?reason=no_date" if chosen else f"{LIST}accept/?reason=no_date")
    edit(history.owner(records[0]))
    data = {"_chosen": "", "review": [each.pk for each in reviews]} if chosen else {}
    response = staff_client.post(f"{LIST}accept/?reason=no_date", sent(page, **data), follow=True)
    title = "By another" if kind == "post" else "Story 1"
    assert said(response)[0] == f"Changed since this page was shown, and still open: {title}"
    assert len(said(response)) == 2
    assert list(Review.objects.filter(resolved_at=None)) == [reviews[0]]


@pytest.mark.parametrize("chosen", [False, True], ids=["all", "chosen"])
def test_what_others_have_done_since_is_said_and_stays_theirs(staff_client, django_user_model, chosen):
    colleague = django_user_model.objects.create_user("colleague")
    reviews = [review(make_post(title_en=f"Post {number}")) for number in range(3)]
    page = staff_client.get(f"{LIST}?reason=no_date" if chosen else f"{LIST}accept/?reason=no_date")
    reviews[0].resolve(colleague)
    data = {"_chosen": "", "review": [each.pk for each in reviews]} if chosen else {}
    response = staff_client.post(f"{LIST}accept/?reason=no_date", sent(page, **data), follow=True)
    done = "2 reviews marked as done." if chosen else "2 reviews accepted."
    assert said(response) == [done, "1 had been marked as done by somebody else already."]
    assert Review.objects.filter(resolved_by=colleague).count() == 1


def test_many_records_that_changed_are_not_all_named(staff_client):
    posts = [make_post(title_en=f"Post {number}") for number in range(12)]
    for post in posts:
        review(post)
    page = staff_client.get(f"{LIST}accept/?reason=no_date")
    for post in posts:
        edit(post)
    response = staff_client.post(f"{LIST}accept/?reason=no_date", sent(page), follow=True)
    assert said(response)[0].endswith("By another, …")
    assert said(response)[0].count("By another") == 10


# Who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "accept/?reason=no_date", "news.post/1/"])
def test_strangers_are_asked_to_sign_in(client, path):
    assert re.match(r"/admin/login/\?next=", client.get(LIST + path).url)


def test_staff_without_any_kind_are_refused(clerk):
    post = make_post()
    client = clerk("view_review")
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(post)).status_code == 403
    assert client.get(f"{LIST}accept/?reason=no_date").status_code == 403


def test_who_may_look_sees_and_cannot_act(clerk):
    post, partner = make_post(), make_partner()
    review(post)
    review(partner, "unconfirmed_name")
    client = clerk("view_post")
    assert titles(client.get(LIST)) == [post.title_en]
    response = client.get(page_of(post))
    assert "You may read this record and not change it." in response.content.decode()
    assert 'name="_save"' not in response.content.decode()
    assert client.post(page_of(post), {"_dismiss": ""}).status_code == 403
    assert client.post(f"{LIST}accept/?reason=no_date", {"newest": 9}).status_code == 403
    assert client.get(page_of(partner)).status_code == 403
    assert Review.objects.filter(resolved_at=None).count() == 2


def test_who_may_change_one_kind_accepts_only_that_kind(clerk):
    post, partner = make_post(), make_partner()
    review(post)
    left = review(partner)
    client = clerk("change_post", "view_partner")
    assert len(titles(client.get(LIST))) == 2
    client.post(f"{LIST}accept/?reason=no_date", {"newest": left.pk})
    assert list(Review.objects.filter(resolved_at=None)) == [left]


def test_who_may_change_one_kind_chooses_only_of_that_kind(clerk):
    ours, left = review(make_post()), review(make_partner())
    client = clerk("change_post", "view_partner")
    assert sorted(choices(client.get(f"{LIST}?reason=no_date")), key=str) == [ours.pk, None]
    client.post(f"{LIST}accept/?reason=no_date", {"_chosen": "", "review": [ours.pk, left.pk]})
    assert list(Review.objects.filter(resolved_at=None)) == [left]


# Queries ------------------------------------------------------------------------------------------------


def counted(client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(45) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?reason=no_date", "?done=yes"])
def test_the_list_costs_the_same_for_one_and_for_many(
    staff_client, staff, query, django_assert_max_num_queries
):
    def fill():
        for record in (make_post(), make_partner(), make_notice()):
            review(record)
            review(record, "cut_title").resolve(staff)
            place(record, "a.txt")

    fill()
    counted(staff_client, LIST + query, django_assert_max_num_queries)
    one = counted(staff_client, LIST + query, django_assert_max_num_queries)
    for _ in range(5):
        fill()
    assert counted(staff_client, LIST + query, django_assert_max_num_queries) == one


def test_a_page_costs_the_same_however_much_waits(staff_client, django_assert_max_num_queries):
    post = make_post()
    review(post)
    review(make_post())
    place(post, "a.txt")
    counted(staff_client, page_of(post), django_assert_max_num_queries)
    one = counted(staff_client, page_of(post), django_assert_max_num_queries)
    for number in range(5):
        review(make_post(), "cut_title")
        place(post, f"{number}.txt")
    assert counted(staff_client, page_of(post), django_assert_max_num_queries) == one
    assert Post.objects.count() == 7
