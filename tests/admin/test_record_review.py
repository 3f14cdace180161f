"""The page of one record in the work list: the source beside the fields, and what its buttons do."""

import datetime

import pytest

from news.models import Post, Topic
from partners.models import Partner
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import diff, history
from seoulsolution.revisions.models import Revision
from tests.admin.reviewing import LIST, page_of, place, press, review, sent
from tests.factories import make_partner, make_post
from tests.importing.helpers import run_import

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_very_lines_beside_the_fields(staff_client, tmp_path):
    run_import(tmp_path)
    partner = Partner.objects.get(name_en="CITYNET")
    response = staff_client.get(page_of(partner))
    content = " ".join(response.content.decode().split())
    number = '<span class="source-line-number">27</span>'
    assert f'{number}<span class="source-line-text"> • CITYNET 로고이미지</span>' in content
    fields = ["name_en", "name_ko", "official_name_en", "official_name_ko", "url", "kind"]
    assert list(response.context["record_review"].form.fields) == fields


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


def test_a_change_has_its_history_and_the_text_before(staff_client, staff):
    post = make_post(date=None)
    review(post)
    press(staff_client, page_of(post), date="2020-06-11")
    edited, found = Revision.objects.of(post)
    assert [each.data["fields"]["date"] for each in (edited, found)] == ["2020-06-11", None]
    assert (edited.event, edited.created_by) == ("edited", staff)
    assert (found.event, found.created_by) == ("found", None)
    assert diff.labels(Post, found.data, edited.data) == ["Date"]


def test_accepting_as_it_is_writes_no_history(staff_client):
    post = make_post()
    review(post, "unconfirmed_topic")
    press(staff_client, page_of(post))
    assert Revision.objects.of(post).get().event == "found"
    assert not Review.objects.filter(resolved_at=None).exists()


def test_a_wrong_value_is_said_at_its_field_and_nothing_is_ticked_off(staff_client):
    post = make_post(date=None)
    review(post)
    response = press(staff_client, page_of(post), date="2020-02-31")
    assert response.context["record_review"].form.errors["date"]
    assert Review.objects.get().resolved_at is None


def test_what_is_not_ticked_stays_open(staff_client):
    post = make_post(date=None)
    dated, cut = review(post), review(post, "cut_title")
    response = press(staff_client, page_of(post), done=[dated.pk], date="2020-06-11")
    assert response.url == LIST
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
    assert list(response.context["record_review"].form.fields) == ["date"]
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
    assert staff_client.get(LIST + path).status_code == 404


def test_text_of_the_source_is_text(staff_client):
    post = make_post(title_en="<b>Bold</b>")
    review(post, "source_tag", "<script>alert(1)</script>")
    place(post, "<i>.txt")
    for path in (LIST, page_of(post), f"{LIST}accept/?reason=source_tag"):
        content = staff_client.get(path).content.decode()
        assert "<script>alert" not in content
        assert "<b>Bold" not in content
        assert "<i>.txt" not in content


def test_every_open_review_of_the_seeds_has_a_page(staff_client, tmp_path):
    """One page a record; pressing the first button on each leaves nothing open."""
    run_import(tmp_path)
    path = staff_client.get(LIST).context["rows"][0]["url"]
    for _ in range(Review.objects.count()):
        path = press(staff_client, path).url
        if path == LIST:
            break
    assert not Review.objects.filter(resolved_at=None).exists()


def test_nobody_undoes_on_this_page_what_another_has_saved(staff_client):
    post = make_post(title_en="As it was", date=None)
    review(post, "cut_title")
    review(post, "no_date")
    opened = sent(staff_client.get(page_of(post)), date="2020-01-01")
    with history.change([post]) as [locked]:
        locked.title_en = "By another"
        locked.save()
    refused = staff_client.post(page_of(post), opened)
    assert refused.status_code == 200
    assert "Somebody has saved this since you opened it." in refused.content.decode()
    assert (Post.objects.get().title_en, Post.objects.get().date) == ("By another", None)
    assert post.reviews.filter(resolved_at=None).count() == 2
    staff_client.post(page_of(post), sent(refused))
    saved = Post.objects.get()
    assert (saved.title_en, str(saved.date)) == ("By another", "2020-01-01")
