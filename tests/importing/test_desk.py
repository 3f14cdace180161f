"""The review desk: what it lists, what one page does, who may, and how many queries it takes."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from reversion.models import Version

from news.models import Post, Topic
from partners.models import Partner
from seoulsolution.content.models import Provenance, Review
from seoulsolution.importing.models import SourceFile, UnplacedLine
from tests.factories import make_notice, make_partner, make_post
from tests.importing.helpers import run_import

pytestmark = pytest.mark.django_db
DESK = "/admin/importing/review/"


def review(record, reason="no_date", detail=""):
    return Review.objects.create(record=record, reason=reason, detail=detail)


def page_of(record, query=""):
    return f"{DESK}{record._meta.label_lower}/{record.pk}/{query}"


def place(record, path, first=1, last=1):
    texts = {"sha256": "0" * 64, "encoding": "utf-8", "raw_text": "text"}
    lines = {"first_line": first, "last_line": last, "run": "00000000-0000-0000-0000-000000000000"}
    return Provenance.objects.create(record=record, path=path, **texts, **lines)


def sent(response, **changes):
    """The data that the page's form would send, with changes (None: leave out)."""
    work = response.context["work"]
    data = {"done": [box.pk for box, ticked in work.boxes if ticked], "_save": ""}
    for bound in work.form:
        value = bound.value()
        if isinstance(value, bool):
            data |= {bound.html_name: "on"} if value else {}
        elif isinstance(value, (list, tuple)):
            data[bound.html_name] = [getattr(item, "pk", item) for item in value]
        else:
            data[bound.html_name] = "" if value is None else str(value)
    return {name: value for name, value in (data | changes).items() if value is not None}


def press(client, path, **changes):
    return client.post(path, sent(client.get(path), **changes))


def titles(response):
    return [row["title"] for row in response.context["rows"]]


@pytest.fixture
def clerk(client, django_user_model):
    """A function that signs in somebody with these permissions."""

    def sign_in(*codenames):
        user = django_user_model.objects.create_user("clerk", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return sign_in


# The list -----------------------------------------------------------------------------------------------


def test_the_list_shows_each_record_once_with_its_reasons(staff_client):
    post = make_post()
    review(post)
    review(post, "cut_title")
    review(make_partner(), "unconfirmed_name")
    response = staff_client.get(DESK)
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
    assert titles(staff_client.get(f"{DESK}?reason=cut_title")) == ["Second"]
    assert titles(staff_client.get(f"{DESK}?kind=partners.partner")) == ["CityNet"]
    assert titles(staff_client.get(f"{DESK}?file=Ä_1")) == ["First"]
    assert titles(staff_client.get(f"{DESK}?file=pages&kind=news.post")) == ["First"]
    response = staff_client.get(f"{DESK}?kind=news.post")
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
    assert len(titles(staff_client.get(DESK + query))) == 1


def test_done_reviews_do_not_wait(staff_client, staff):
    review(make_post()).resolve(staff)
    response = staff_client.get(DESK)
    assert titles(response) == []
    assert "Nothing waits for a look." in response.content.decode()


def test_long_lists_have_pages(staff_client):
    for number in range(51):
        review(make_post(title_en=f"Post {number}"))
    assert len(titles(staff_client.get(DESK))) == 50
    assert titles(staff_client.get(f"{DESK}?page=2")) == ["Post 50"]


def test_unplaced_lines_are_on_the_list(staff_client):
    source = SourceFile.objects.create(
        sha256="1" * 64,
        encoding="utf-8",
        frame="x",
        text="What?",
        **dict.fromkeys(
            ("lines_total", "lines_nonblank", "lines_record", "lines_furniture", "lines_unplaced"), 1
        ),
        parser_version=1,
    )
    UnplacedLine.objects.create(source=source, number=1, text="What?")
    assert "1 line of a file has no place yet" in " ".join(staff_client.get(DESK).content.decode().split())


def test_the_first_page_of_the_admin_leads_to_the_desk(staff_client):
    assert f'href="{DESK}"' in staff_client.get("/admin/").content.decode()


# One record ---------------------------------------------------------------------------------------------


def test_the_page_shows_the_very_lines_beside_the_fields(staff_client, tmp_path):
    run_import(tmp_path)
    partner = Partner.objects.get(name_en="CITYNET")
    response = staff_client.get(page_of(partner))
    content = " ".join(response.content.decode().split())
    number = '<span class="desk-line-number">27</span>'
    assert f'{number}<span class="desk-line-text"> • CITYNET 로고이미지</span>' in content
    fields = ["name_en", "name_ko", "official_name_en", "official_name_ko", "url", "kind"]
    assert list(response.context["work"].form.fields) == fields


def test_saving_fixes_ticks_off_and_goes_on(staff_client, staff):
    post, other = make_post(date=None), make_post(title_en="Other")
    first = review(post)
    review(other)
    response = press(staff_client, page_of(post), date="2020-06-11")
    assert response.url == page_of(other)
    post.refresh_from_db()
    first.refresh_from_db()
    assert post.date == datetime.date(2020, 6, 11)
    assert first.resolved_by == staff
    assert first.resolved_at is not None


def test_a_change_has_its_history_and_the_text_before(staff_client):
    post = make_post(date=None)
    review(post)
    press(staff_client, page_of(post), date="2020-06-11")
    versions = Version.objects.get_for_object(post)
    assert [version.field_dict["date"] for version in versions] == [datetime.date(2020, 6, 11), None]
    assert versions[0].revision.user.username == "staff"
    assert "Date" in versions[0].revision.comment


def test_accepting_as_it_is_writes_no_history(staff_client):
    post = make_post()
    review(post, "unconfirmed_topic")
    press(staff_client, page_of(post))
    assert Version.objects.get_for_object(post).count() == 1
    assert not Review.objects.filter(resolved_at=None).exists()


def test_a_wrong_value_is_said_at_its_field_and_nothing_is_ticked_off(staff_client):
    post = make_post(date=None)
    review(post)
    response = press(staff_client, page_of(post), date="2020-02-31")
    assert response.context["work"].form.errors["date"]
    assert Review.objects.get().resolved_at is None


def test_what_is_not_ticked_stays_open(staff_client):
    post = make_post(date=None)
    dated, cut = review(post), review(post, "cut_title")
    response = press(staff_client, page_of(post), done=[dated.pk], date="2020-06-11")
    assert response.url == DESK
    assert list(Review.objects.filter(resolved_at=None)) == [cut]


def test_dismissing_ticks_off_and_changes_nothing(staff_client, staff):
    post = make_post(date=None)
    review(post)
    press(staff_client, page_of(post), date="2020-06-11", _dismiss="")
    post.refresh_from_db()
    assert post.date is None
    assert Review.objects.get().resolved_by == staff


def test_an_offered_title_is_taken_with_one_button(staff_client):
    post = make_post(title_en="World's safest city revealed by Econom", title_cut=True)
    review(post, "cut_title", "World's safest city revealed by Economist")
    response = staff_client.get(page_of(post))
    assert "<strong>World&#x27;s safest city revealed by Economist</strong>" in response.content.decode()
    press(staff_client, page_of(post), _save=None, _complete="")
    post.refresh_from_db()
    assert (post.title_en, post.title_cut) == ("World's safest city revealed by Economist", False)
    assert Review.objects.get().resolved_at is not None


def test_topics_are_boxes(staff_client):
    transport, safety = Topic.objects.get(slug="transport"), Topic.objects.get(slug="safety")
    post = make_post([transport])
    review(post, "unconfirmed_topic", "transport")
    press(staff_client, page_of(post), topics=[transport.pk, safety.pk])
    assert set(post.topics.all()) == {transport, safety}


def test_a_reason_chosen_shows_its_own_fields_and_stays_chosen(staff_client):
    post, other = make_post(date=None), make_post(title_en="Other", date=None)
    review(post)
    topic = review(post, "unconfirmed_topic")
    review(make_partner(), "unconfirmed_name")
    review(other)
    query = "?reason=no_date"
    response = staff_client.get(page_of(post, query))
    assert list(response.context["work"].form.fields) == ["date"]
    assert "Also open here:" in response.content.decode()
    response = press(staff_client, page_of(post, query))
    assert response.url == page_of(other, query)
    assert Review.objects.get(resolved_at=None, reason="unconfirmed_topic") == topic
    response = staff_client.post(
        page_of(other, query), sent(staff_client.get(page_of(other, query))), follow=True
    )
    assert [str(message) for message in response.context["messages"]][-1] == "That was the last one here."


@pytest.mark.parametrize(
    "path", ["news.post/99/", "news.nothing/1/", "nonsense/1/", "auth.user/1/", "news.topic/1/"]
)
def test_no_such_record(staff_client, path):
    assert staff_client.get(DESK + path).status_code == 404


def test_text_of_the_source_is_text(staff_client):
    post = make_post(title_en="<b>Bold</b>")
    review(post, "source_tag", "<script>alert(1)</script>")
    place(post, "<i>.txt")
    for path in (DESK, page_of(post), f"{DESK}accept/?reason=source_tag"):
        content = staff_client.get(path).content.decode()
        assert "<script>alert" not in content
        assert "<b>Bold" not in content
        assert "<i>.txt" not in content


def test_every_open_review_of_the_seeds_has_a_page(staff_client, tmp_path):
    """One page a record; pressing the first button on each leaves nothing open."""
    run_import(tmp_path)
    path = staff_client.get(DESK).context["rows"][0]["url"]
    for _ in range(Review.objects.count()):
        path = press(staff_client, path).url
        if path == DESK:
            break
    assert not Review.objects.filter(resolved_at=None).exists()


# Many at once -------------------------------------------------------------------------------------------


def test_all_of_one_reason_are_accepted_after_a_question(staff_client, staff):
    posts = [make_post(title_en=f"Post {number}") for number in range(3)]
    for post in posts:
        review(post, "unconfirmed_topic", "transport")
    other = review(posts[0])
    path = f"{DESK}accept/?reason=unconfirmed_topic"
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
    path = f"{DESK}accept/?reason=no_date&kind=news.post"
    staff_client.post(path, {"newest": open_one.pk})
    assert list(Review.objects.filter(resolved_at=None)) == [open_one]


@pytest.mark.parametrize("query", ["", "?kind=news.post", "?reason=second_text"])
def test_only_one_reason_is_accepted_at_once_and_no_second_text(staff_client, query):
    record = make_post()
    review(record)
    review(record, "second_text")
    assert staff_client.post(f"{DESK}accept/{query}", {"newest": 99_999_999}).url == DESK
    assert Review.objects.filter(resolved_at=None).count() == 2


# Who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "accept/?reason=no_date", "news.post/1/"])
def test_strangers_are_asked_to_sign_in(client, path):
    assert re.match(r"/admin/login/\?next=", client.get(DESK + path).url)


def test_staff_without_any_kind_are_refused(clerk):
    post = make_post()
    client = clerk("view_review")
    assert client.get(DESK).status_code == 403
    assert client.get(page_of(post)).status_code == 403
    assert client.get(f"{DESK}accept/?reason=no_date").status_code == 403


def test_who_may_look_sees_and_cannot_act(clerk):
    post, partner = make_post(), make_partner()
    review(post)
    review(partner, "unconfirmed_name")
    client = clerk("view_post")
    assert titles(client.get(DESK)) == [post.title_en]
    response = client.get(page_of(post))
    assert "You may read this record and not change it." in response.content.decode()
    assert 'name="_save"' not in response.content.decode()
    assert client.post(page_of(post), {"_dismiss": ""}).status_code == 403
    assert client.post(f"{DESK}accept/?reason=no_date", {"newest": 9}).status_code == 403
    assert client.get(page_of(partner)).status_code == 403
    assert Review.objects.filter(resolved_at=None).count() == 2


def test_who_may_change_one_kind_accepts_only_that_kind(clerk):
    post, partner = make_post(), make_partner()
    review(post)
    left = review(partner)
    client = clerk("change_post", "view_partner")
    assert len(titles(client.get(DESK))) == 2
    client.post(f"{DESK}accept/?reason=no_date", {"newest": left.pk})
    assert list(Review.objects.filter(resolved_at=None)) == [left]


# Queries ------------------------------------------------------------------------------------------------


def counted(client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(45) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    def fill():
        for record in (make_post(), make_partner(), make_notice()):
            review(record)
            place(record, "a.txt")

    fill()
    counted(staff_client, DESK, django_assert_max_num_queries)
    one = counted(staff_client, DESK, django_assert_max_num_queries)
    for _ in range(5):
        fill()
    assert counted(staff_client, DESK, django_assert_max_num_queries) == one


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
