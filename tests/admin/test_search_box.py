"""One box finds every record that its user may see: by words, by a number, by an address it has or had."""

import datetime

import pytest
from django.utils import timezone

from seoulsolution.revisions import drafts, history
from tests.factories import make_issue, make_notice, make_partner, make_post, make_user

pytestmark = pytest.mark.django_db


def found(client, query):
    kinds = client.get("/admin/search/", {"q": query}).context["found"]
    return {kind.model_admin.opts.model_name: list(map(str, kind.records)) for kind in kinds}


def test_drafts_and_withdrawn_records_of_all_kinds_are_found(staff_client):
    make_post(title_en="Trams", title_ko="노면전차", state="draft")
    make_partner(name_en="Tram Works", state="withdrawn")
    make_notice(title_en="Ferries")
    assert found(staff_client, "tram") == {"post": ["Trams"], "partner": ["Tram Works"]}
    assert found(staff_client, "전차") == {"post": ["Trams"]}


def test_a_record_is_found_by_its_number_and_its_addresses(staff_client, imported_post):
    issue, post = make_issue(number=207), imported_post
    post.old_addresses = "/archives/1234"
    post.save()
    assert found(staff_client, "No. 207")["issue"] == [str(issue)]
    assert str(post) in found(staff_client, f"#{post.pk}")["post"]
    assert found(staff_client, issue.get_absolute_url("en")) == {"issue": [str(issue)]}
    for address in (
        f"https://seoul.example{post.get_absolute_url('ko')}",
        f"/admin/news/post/{post.pk}/change/",
        "https://old.example/archives/1234?utm_source=x",
    ):
        assert found(staff_client, address) == {"post": [str(post)]}


def test_nothing_of_another_section_is_found(client):
    post = make_post(title_en="Trams", state="draft", old_addresses="/archives/1234")
    client.force_login(make_user("park", Publisher="partners"))
    for query in (
        "tram",
        str(post.pk),
        f"/admin/news/post/{post.pk}/change/",
        "/archives/1234",
        "trqm",
        "trasm",
    ):
        assert found(client, query) == {}


def test_a_title_that_only_a_draft_has_is_found(staff_client, staff):
    post = make_post(title_en="Trams")
    with history.change([post], user=staff) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"fields": data["fields"] | {"title_ko": "노면전차"}}, user=staff)
    assert found(staff_client, "노면") == {"post": ["Trams"]}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shauswjsck", "노면전차"),
        ("ｓｈａｕｓｗｊｓｃｋ", "노면전차"),
        ("rPghlr", "계획"),
        ("RPghlr", "계획"),
        ("TJDNF rPghlr", "서울 계획"),
        ("bicylce", "bicycle"),
        ("bicylce´s", "bicycle s"),
    ],
)
def test_what_is_misspelt_is_found_as_it_was_meant(staff_client, typed, meant):
    make_post(title_en="Bicycle lanes", title_ko="서울 노면전차 계획", body_ko="<p>글</p>")
    assert found(staff_client, typed)["post"] == ["Bicycle lanes"]
    assert staff_client.get("/admin/search/", {"q": typed}).context["instead"] == meant


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.parametrize("typed", ["nigth ferries", "한걍버스를", "한강버쓰"])
def test_misspelt_words_that_no_public_text_has_are_found(staff_client, typed, state):
    make_notice(title_en="Night ferries", title_ko="한강버스 운항", state=state)
    make_post(title_en="Light", title_ko="한강")
    assert found(staff_client, typed) == {"notice": ["Night ferries"]}


def test_misspelt_words_of_imported_records_and_of_drafts_over_public_texts_are_found(
    staff_client, imported_post
):
    imported_post.state = "withdrawn"
    imported_post.save()
    word = max(imported_post.title_en.split(), key=len)
    assert str(imported_post) in found(staff_client, f"{word[:-2]}{word[-1]}{word[-2]}")["post"]
    with history.change([make_post(title_en="Trams")]) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"fields": data["fields"] | {"title_ko": "노면전차"}}, user=None)
    assert found(staff_client, "노면젼차") == {"post": ["Trams"]}


def test_what_is_spelt_right_is_left_as_it_is(staff_client):
    make_post(title_en="Bicycles rusting", state="draft")
    make_post(title_en="Bicycle tunnel", state="draft")
    assert found(staff_client, "bicycle tunnle") == {"post": ["Bicycle tunnel"]}


@pytest.mark.parametrize("query", ["", "  ", "http://[", "/" * 400, "\x00", '"', "999999999"])
def test_odd_queries_are_answered(staff_client, query):
    assert staff_client.get("/admin/search/", {"q": query}).status_code == 200


def test_many_records_cost_as_few_queries_as_one(staff_client, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(70) as captured:
            assert found(staff_client, "tram")
            assert found(staff_client, "trmas")
        return len(captured)

    make_post(title_en="Trams", date=timezone.localdate() - datetime.timedelta(days=1))
    count()
    one = count()
    for number in range(12):
        make_post(title_en=f"Trams {number}")
    assert count() == one
    assert staff_client.get("/admin/search/", {"q": "tram"}).context["found"][0].has_more
