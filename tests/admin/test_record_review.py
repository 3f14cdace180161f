"""The page of one record in the work list: the source beside the fields, and what its buttons do."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import translation

from news.models import Post, Story, Topic
from partners.models import Partner
from seoulsolution.content.richtext import to_text
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import diff, history
from seoulsolution.revisions.models import Revision
from tests.admin.reviewing import LIST, page_of, place, press, review, sent
from tests.factories import make_document, make_notice, make_partner, make_post, make_topic
from tests.importing.helpers import import_all_seeds

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_very_lines_beside_the_fields(staff_client):
    import_all_seeds()
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
    topic = review(post, "unconfirmed_topic")
    press(staff_client, page_of(post), done=[topic.pk])
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
    response = press(staff_client, page_of(post, query), date="2020-06-11")
    assert response.url == page_of(other, query)
    assert Review.objects.get(resolved_at=None, reason="unconfirmed_topic") == topic
    data = sent(staff_client.get(page_of(other, query)), _dismiss="")
    response = staff_client.post(page_of(other, query), data, follow=True)
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


def test_every_open_review_of_the_seeds_has_a_page(staff_client):
    """One page per record; ticking all reasons on each leaves nothing open."""
    import_all_seeds()
    path = staff_client.get(LIST).context["rows"][0]["url"]
    for _ in range(Review.objects.count()):
        page = staff_client.get(path)
        ticks = [box.pk for box, _ticked in page.context["record_review"].boxes]
        path = staff_client.post(path, sent(page, done=ticks)).url
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


# Nothing is closed unread ---------------------------------------------------------------------------


def said(response):
    """Return the messages, without the button that takes back what they tell."""
    return [str(message).partition(" <form")[0] for message in response.context["messages"]]


def undo(client, response):
    """Press the button in the message on the page that ``response`` leads to."""
    page = client.get(response.url).content.decode()
    form = page[page.index('class="admin-undo"') :]
    fields = dict(re.findall(r'name="(reviews|before|after)" value="([^"]*)"', form))
    path = re.search(r'action="([^"]*undo/)"', page)[1]
    return client.post(path, fields, follow=True)


@pytest.mark.parametrize("edited_before", [False, True])
def test_what_was_done_is_taken_back_from_its_message(staff_client, edited_before):
    post = make_post(date=None)
    if edited_before:
        history.write([post])
    review(post)
    response = press(staff_client, page_of(post), date="2020-06-11", title_en="Changed")
    assert open_reasons(post) == []
    assert said(undo(staff_client, response)) == [f"Taken back: {post.title_en}"]
    post.refresh_from_db()
    assert (post.date, open_reasons(post)) == (None, ["no_date"])
    assert Revision.objects.of(post).first().event == "restored"


def test_what_another_has_saved_since_is_not_taken_back(staff_client):
    post = make_post(date=None)
    review(post)
    response = press(staff_client, page_of(post), date="2020-06-11")
    with history.change([post]) as [locked]:
        locked.author = "Kim"
        locked.save()
    undo(staff_client, response)
    post.refresh_from_db()
    assert (post.author, open_reasons(post)) == ("Kim", [])


def test_what_is_left_as_it_is_opens_again(staff_client):
    post = make_post()
    review(post, "lost_picture")
    undo(staff_client, press(staff_client, page_of(post), _save=None, _dismiss=""))
    assert open_reasons(post) == ["lost_picture"]
    assert Revision.objects.of(post).count() < 2


def open_reasons(record):
    return sorted(record.reviews.filter(resolved_at=None).values_list("reason", flat=True))


@pytest.mark.parametrize(
    "reason", ["no_date", "unconfirmed_topic", "lost_picture", "cut_title", "incomplete"]
)
def test_pressing_enter_closes_nothing_and_says_so(staff_client, reason):
    post = make_post(topics=[make_topic()], date=None)
    review(post, reason)
    data = sent(staff_client.get(page_of(post)))
    for _ in range(10):
        response = staff_client.post(page_of(post), data, follow=True)
    assert said(response)[0] == "Nothing changed, still open: Up to 1 GW of geothermal energy"
    assert open_reasons(post) == [reason]


def test_enter_closes_nothing_of_the_seeds(staff_client):
    import_all_seeds()
    before = Review.objects.filter(resolved_at=None).count()
    for entry in staff_client.get(LIST).context["rows"]:
        press(staff_client, entry["url"])
    assert before > 50
    assert Review.objects.filter(resolved_at=None).count() == before


def test_a_field_filled_in_closes_its_reason_and_no_other(staff_client):
    post = make_post(topics=[make_topic()], date=None)
    for reason in ("no_date", "unconfirmed_topic", "title_only"):
        review(post, reason)
    response = press(staff_client, page_of(post), date="2020-06-11", title_en="Another")
    assert open_reasons(post) == ["title_only", "unconfirmed_topic"]
    assert "Saved, and still open: Another" in said(staff_client.get(response.url))


def test_a_state_or_a_year_that_was_there_answers_no_question(staff_client):
    document = make_document(date=None, year=2019)
    review(document, "impossible_date")
    press(staff_client, page_of(document), state="draft")
    assert open_reasons(document) == ["impossible_date"]
    press(staff_client, page_of(document), state="draft", date="2019-02-28")
    assert open_reasons(document) == []


def test_a_reason_is_closed_by_hand_although_the_field_is_empty(staff_client):
    post = make_post(date=None)
    dated = review(post)
    response = press(staff_client, page_of(post), done=[dated.pk])
    assert open_reasons(post) == []
    assert "Saved and done: Up to 1 GW of geothermal energy" in said(staff_client.get(response.url))


def test_which_of_two_reasons_is_left_as_it_is_must_be_said(staff_client):
    post = make_post(date=None)
    dated, _cut = review(post), review(post, "cut_title")
    response = press(staff_client, page_of(post), _dismiss="", date="2020-0")
    assert "Tick what you have looked at" in response.content.decode()
    assert response.context["record_review"].form["date"].value() == "2020-0"
    assert open_reasons(post) == ["cut_title", "no_date"]
    press(staff_client, page_of(post), _dismiss="", done=[dated.pk])
    assert open_reasons(post) == ["cut_title"]


# Dates as they are typed ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "typed",
    [
        *("2023-11-24", "2023. 11. 24.", "2023.11.24", "2023/11/24", "2023년 11월 24일"),
        *("24 Nov 2023", "24 November 2023", "Nov 24, 2023", " 2023-11-24 "),
    ],
)
def test_dates_are_understood_as_people_type_them(staff_client, language, typed):
    staff_client.cookies["django_language"] = language
    post = make_post(date=None)
    review(post)
    assert press(staff_client, page_of(post), date=typed).status_code == 302
    assert Post.objects.get().date == datetime.date(2023, 11, 24)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "typed", ["2023-11-", "2023", "20231", "11/24", "24 Nov", "202-11-24", "2023-02-31", "soon"]
)
def test_a_date_that_is_not_understood_is_an_error_and_stays_in_the_form(staff_client, language, typed):
    staff_client.cookies["django_language"] = language
    post = make_post(date=None)
    dated = review(post)
    response = press(staff_client, page_of(post), date=typed, done=[dated.pk])
    form = response.context["record_review"].form
    with translation.override(language):
        assert "2023-11-24" in form.errors["date"][0]
    assert f'value="{typed}"' in response.content.decode()
    assert response.context["record_review"].boxes == [(dated, True)]
    assert open_reasons(post) == ["no_date"]


@pytest.mark.parametrize("typed", ["20x", "2019.5", "-"])
def test_a_number_that_is_not_understood_is_an_error_and_stays_in_the_form(staff_client, typed):
    document = make_document(date=None)
    review(document)
    response = press(staff_client, page_of(document), year=typed)
    assert response.context["record_review"].form.errors["year"]
    content = response.content.decode()
    assert f'value="{typed}"' in content
    assert 'type="number"' not in content
    assert 'type="date"' not in content


def test_all_three_dates_of_a_notice_come_back_with_the_error_of_one(staff_client):
    notice = make_notice(submission_opens=None, submission_closes=None)
    review(notice, "missing_period")
    typed = {"submission_opens": "2018. 7. 2.", "submission_closes": "27 July", "result_announced_on": ""}
    form = press(staff_client, page_of(notice), **typed).context["record_review"].form
    assert {name: form[name].value() for name in typed} == typed
    assert list(form.errors) == ["submission_closes"]


# Two people at one record ---------------------------------------------------------------------------


@pytest.fixture
def colleague(django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("colleague"))
    return client


@pytest.mark.parametrize("button", ["_save", "_dismiss"])
def test_what_the_second_typed_is_saved_although_the_first_closed_the_reason(staff_client, colleague, button):
    post = make_post(date=None)
    dated = review(post)
    opened = sent(staff_client.get(page_of(post)), date="2020-06-11", done=[dated.pk])
    press(colleague, page_of(post), done=[dated.pk], **{button: ""})
    response = staff_client.post(page_of(post), opened, follow=True)
    assert Post.objects.get().date == datetime.date(2020, 6, 11)
    assert said(response)[:2] == [
        "Somebody else had marked this as done already: no date in the source (colleague)",
        "Saved and done: Up to 1 GW of geothermal energy",
    ]


def test_who_closes_what_is_closed_already_is_told_and_does_not_become_its_author(staff_client, colleague):
    post = make_post(date=None)
    dated = review(post)
    opened = sent(staff_client.get(page_of(post)))
    press(colleague, page_of(post), _dismiss="")
    response = staff_client.post(page_of(post), opened | {"_dismiss": ""}, follow=True)
    dated.refresh_from_db()
    assert dated.resolved_by.username == "colleague"
    assert not any(text.startswith(("Left", "Saved")) for text in said(response))
    assert "no date in the source (colleague)" in said(response)[0]


def test_leaving_a_record_as_it_is_that_has_changed_meanwhile_is_refused(staff_client, colleague):
    post = make_post(date=None)
    review(post)
    opened = sent(staff_client.get(page_of(post)))
    with history.change([post]) as [locked]:
        locked.title_en = "By another"
        locked.save()
    response = staff_client.post(page_of(post), opened | {"_dismiss": ""})
    assert "Somebody has saved this since you opened it." in response.content.decode()
    assert open_reasons(post) == ["no_date"]
    staff_client.post(page_of(post), sent(response) | {"_dismiss": ""})
    assert open_reasons(post) == []


def test_a_reason_that_was_opened_meanwhile_is_not_closed_unread(staff_client):
    post = make_post(date=None)
    review(post)
    opened = sent(staff_client.get(page_of(post)))
    review(post, "cut_title", "Up to 1 GW of geothermal energy for Seoul")
    staff_client.post(page_of(post), opened | {"_dismiss": ""})
    assert open_reasons(post) == ["cut_title"]


@pytest.mark.parametrize("shown", [["x"], ["\x00"], ["9" * 30], ["²"], ["-1"], ["0"]])
def test_reviews_that_are_none_are_nothing(staff_client, shown):
    post, other = make_post(date=None), make_post()
    review(post)
    foreign = review(other)
    data = sent(staff_client.get(page_of(post))) | {
        "shown": [*shown, foreign.pk],
        "done": [foreign.pk, *shown],
    }
    assert staff_client.post(page_of(post), data).status_code == 302
    assert foreign in Review.objects.filter(resolved_at=None)


def test_a_record_that_was_deleted_meanwhile_is_not_found(staff_client):
    post = make_post(date=None)
    review(post)
    opened = sent(staff_client.get(page_of(post)))
    history.delete([post])
    assert staff_client.post(page_of(post), opened).status_code == 404


# A wall of text --------------------------------------------------------------------------------------


def test_paragraphs_are_taken_with_one_click(staff_client, imported_issue):
    story = imported_issue.stories.exclude(reviews=None).first()
    assert "no_paragraphs" in open_reasons(story)
    assert press(staff_client, page_of(story), _cut="").status_code == 302
    stored = Story.objects.get(pk=story.pk)
    assert stored.body_en.count("<p>") > 1
    assert to_text(stored.body_en).split() == to_text(story.body_en).split()
    assert "no_paragraphs" not in open_reasons(story)


def test_headlines_become_key_points_unless_staff_wrote_some(staff_client):
    first = "Forum to share the performance of current policies of other cities"
    long = "The City announced in May that it will open a new line for the people of the south. " * 8
    texts = {"title_en": first, "body_en": f"<p>{first} {long.strip()}</p>"}
    posts = make_post(**texts), make_post(**texts, key_points_en="Ours")
    for post in posts:
        review(post, "no_paragraphs")
        press(staff_client, page_of(post), _cut="")
    points = list(Post.objects.order_by("pk").values_list("key_points_en", flat=True))
    assert points == [first, "Ours"]
