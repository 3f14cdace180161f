"""What is written and not saved: kept on the server, put back, and told to others who have the form open."""

import datetime
import json
import threading

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from news.models import Issue, Post
from seoulsolution.admin.urls import form_url
from seoulsolution.revisions import history
from seoulsolution.revisions.editing import autosaves_of
from seoulsolution.revisions.models import Autosave, EditingSession, Revision
from tests.factories import make_image, make_issue, make_notice, make_partner, make_post, make_topic
from tests.forms import data_of, open_form, submit

pytestmark = pytest.mark.django_db
ADD = "/admin/news/post/add/"
KEY = "0f0e5a39-3d5f-4c0e-9d0c-111111111111"
OTHER_KEY = "0f0e5a39-3d5f-4c0e-9d0c-222222222222"


@pytest.fixture
def colleague_client(django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("colleague", first_name="Kim"))
    return client


@pytest.fixture
def clerk_client(django_user_model):
    """Somebody who may see posts and change partners."""
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(
        Permission.objects.filter(codename__in=["view_post", "view_partner", "change_partner"])
    )
    client = Client()
    client.force_login(clerk)
    return client


def editing_url(record_or_path):
    path = record_or_path if isinstance(record_or_path, str) else form_url(record_or_path)
    return path.replace("change/", "editing/").replace("add/", "add/editing/")


def fields_of(client, path):
    """Return the inputs of a form as its scripts send them."""
    page = client.get(path)
    sent = {name: value for name, value in data_of(page).items() if not name.startswith("_")}
    return {
        name: [str(v) for v in (value if isinstance(value, list) else [value])]
        for name, value in sent.items()
    }


def keep(client, record, *, key=KEY, number=None, continues="", path=None, **changes):
    """Send what the form of ``record`` holds, with ``changes``, as its scripts do."""
    path = path or form_url(record)
    fields = fields_of(client, path) | {name: [value] for name, value in changes.items()}
    if number is None:
        number = history.latest_number(history.owner(record)) if record else ""
    data = {"_key": key, "_continues": continues, "_revision": number, "data": json.dumps(fields)}
    return client.post(editing_url(path), data)


def heartbeat(client, record, **data):
    number = history.latest_number(history.owner(record))
    return client.post(editing_url(record), {"_key": KEY, "_revision": number} | data)


# Keeping ------------------------------------------------------------------------------------------


def test_what_is_written_is_kept_and_offered(staff_client, post):
    assert keep(staff_client, post, title_en="Ferries").json() == {"messages": [], "is_kept": True}
    kept = Autosave.objects.get()
    assert kept.data["title_en"] == ["Ferries"]
    assert kept.number == history.latest_number(post)
    page = staff_client.get(form_url(post)).content.decode()
    assert "You have text that is not saved, from " in page
    assert 'href="?autosave=1"' in page
    assert "Ferries" not in page


def test_it_is_put_back_unsaved_and_then_saved(staff_client, post):
    before = post.title_en
    keep(staff_client, post, title_en="Ferries", body_ko="<p>배가 다닌다.</p>")
    page = staff_client.get(form_url(post) + "?autosave=1")
    post.refresh_from_db()
    assert post.title_en == before
    assert page.context["editing"]["is_bound"]
    data = data_of(page) | {"_key": OTHER_KEY, "_continues": str(page.context["editing"]["continues"])}
    assert (data["title_en"], data["body_ko"]) == ("Ferries", "<p>배가 다닌다.</p>")
    assert staff_client.post(form_url(post), data).status_code == 302
    post.refresh_from_db()
    assert post.title_en == "Ferries"
    assert not Autosave.objects.exists()


def test_topics_dates_and_boxes_are_put_back(staff_client):
    post, topic = make_post(go_live_at=timezone.now()), make_topic()
    fields = {
        "topics": str(topic.pk),
        "go_live_at_0": "2027-03-04",
        "go_live_at_1": "9:30",
    }
    keep(staff_client, post, withheld_ko="on", **fields)
    data = open_form(staff_client, form_url(post) + "?autosave=1")
    assert data["topics"] == [str(topic.pk)]
    assert (data["go_live_at_0"], data["go_live_at_1"]) == ("2027-03-04", "9:30")
    assert data["withheld_ko"] == "on"


def test_rows_that_were_added_are_put_back(staff_client):
    issue = make_issue(stories=1)
    row = {
        "stories-1-title_en": "Second",
        "stories-1-position": "",
        "stories-1-uid": "",
        "stories-1-body_en": "",
    }
    keep(staff_client, issue, **{"stories-TOTAL_FORMS": "2"}, **row)
    data = open_form(staff_client, form_url(issue) + "?autosave=1")
    assert (data["stories-TOTAL_FORMS"], data["stories-1-title_en"]) == ("2", "Second")
    assert staff_client.post(form_url(issue), data).status_code == 302
    assert issue.stories.last().title_en == "Second"


@pytest.mark.parametrize("make", [make_post, make_partner, make_notice, make_topic, make_image, make_issue])
def test_every_input_of_every_form_may_be_kept(staff_client, make):
    record = make() if make in (make_post, make_partner, make_topic, make_image) else make(2)
    assert keep(staff_client, record).status_code == 200
    story = getattr(record, "stories", None)
    assert not story or keep(staff_client, story.first()).status_code == 200


def test_a_new_record_is_kept_per_kind(staff_client):
    keep(staff_client, None, path=ADD, title_en="Trams")
    keep(staff_client, None, path="/admin/partners/partner/add/", name_en="CityNet")
    assert Autosave.objects.count() == 2
    page = staff_client.get(f"{ADD}?autosave=1")
    assert data_of(page)["title_en"] == "Trams"
    assert not Post.objects.exists()
    data = data_of(page) | {"_continues": str(page.context["editing"]["continues"]), "_key": OTHER_KEY}
    staff_client.post(ADD, data)
    assert Post.objects.get().title_en == "Trams"
    assert Autosave.objects.get().content_type.model == "partner"


def test_setting_everything_back_deletes_it(staff_client, post):
    keep(staff_client, post, title_en="Ferries")
    staff_client.post(editing_url(post), {"_key": KEY, "data": ""})
    assert not Autosave.objects.exists()


def test_a_save_deletes_what_its_form_kept_and_no_other(staff_client, post):
    keep(staff_client, post, title_en="Ferries")
    submit(staff_client, form_url(post), author="SMG", _key=OTHER_KEY)
    assert Autosave.objects.get().data["title_en"] == ["Ferries"]
    submit(staff_client, form_url(post), author="City", _key=KEY)
    assert not Autosave.objects.exists()


def test_a_form_with_errors_keeps_it(staff_client, post):
    keep(staff_client, post, title_en="Ferries")
    page = submit(staff_client, form_url(post), title_en="", title_ko="", body_ko="", _key=KEY)
    assert page.status_code == 200
    assert Autosave.objects.exists()
    assert "You have text that is not saved" not in page.content.decode()


def test_what_arrives_after_the_save_is_not_kept(staff_client, post):
    submit(staff_client, form_url(post), title_en="Ferries", _key=KEY)
    assert keep(staff_client, post, title_en="Ferries").status_code == 200
    assert not Autosave.objects.exists()


def test_another_window_does_not_overwrite_it(staff_client, post):
    keep(staff_client, post, title_en="Ferries")
    answer = keep(staff_client, post, key=OTHER_KEY, title_en="Buses").json()
    assert not answer["is_kept"]
    assert "another window or device" in answer["messages"][0]
    assert Autosave.objects.get().data["title_en"] == ["Ferries"]
    assert keep(staff_client, post, key=OTHER_KEY, continues=KEY, title_en="Buses").json()["is_kept"]
    assert not keep(staff_client, post, title_en="Trams").json()["is_kept"]
    assert Autosave.objects.get().data["title_en"] == ["Buses"]


def test_discarding_deletes_what_was_shown(staff_client, post):
    keep(staff_client, post, title_en="Ferries")
    discard = editing_url(post) + "discard/"
    staff_client.post(discard, {"_key": OTHER_KEY})
    assert Autosave.objects.exists()
    assert staff_client.get(discard).status_code == 405
    answer = staff_client.post(discard, {"_key": KEY})
    assert answer.url == form_url(post)
    assert not Autosave.objects.exists()
    assert staff_client.get(answer.url).status_code == 200


def test_a_newer_revision_is_merged_when_the_text_is_put_back(staff_client, colleague_client, post):
    title = post.title_en
    keep(staff_client, post, body_en="<p>By the first.</p>")
    submit(colleague_client, form_url(post), author="By the other")
    page = staff_client.get(form_url(post) + "?autosave=1")
    data = data_of(page)
    assert (data["author"], data["body_en"]) == ("By the other", "<p>By the first.</p>")
    assert [one.name for one, _both in page.context["save_conflict"].theirs] == ["author"]
    assert staff_client.post(form_url(post), data).status_code == 302
    post.refresh_from_db()
    assert (post.title_en, post.author, post.body_en) == (title, "By the other", "<p>By the first.</p>")


def test_a_text_of_the_browser_is_put_back_and_nothing_is_kept_of_it(staff_client, post):
    data = open_form(staff_client, form_url(post)) | {"title_en": "Ferries", "_key": KEY}
    page = staff_client.post(form_url(post), data | {"_put_back": "1"})
    assert page.status_code == 200
    assert data_of(page)["title_en"] == "Ferries"
    assert str(page.context["editing"]["continues"]) == KEY
    assert not Autosave.objects.exists()
    assert not Revision.objects.filter(event="edited").exists()
    assert staff_client.post(ADD, {"title_en": "New", "_put_back": "1"}).status_code == 200
    assert not Post.objects.filter(title_en="New").exists()


# What is no text of a form ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        "7",
        '{"title_en": "x"}',
        '{"title_en": [1]}',
        '{"title_en": [null]}',
        '{"title_en": ["a\\u0000b"]}',
        '{"title_en": ["\\ud800"]}',
        '{"is_superuser": ["on"]}',
        '{"_key": ["x"]}',
        '{"\\u0000": ["x"]}',
        '{"id": ["7"]}',
        '{"stories-0-title_en": ["x"]}',
        "[" * 100_000,
        "\x00",
    ],
)
@pytest.mark.parametrize("path", [ADD, None], ids=["new", "change"])
def test_what_is_no_text_of_the_form_is_refused(staff_client, path, text):
    answer = staff_client.post(editing_url(path or make_post()), {"_key": KEY, "data": text})
    assert answer.status_code == 400
    assert answer.json()["messages"] == ["What you write here cannot be kept on the server."]
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "\x00"])
def test_a_text_without_a_key_is_refused(staff_client, key):
    assert staff_client.post(editing_url(ADD), {"_key": key, "data": "{}"}).status_code == 400


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "\x00", "9" * 30])
def test_a_garbled_number_is_taken_as_none(staff_client, number):
    post = make_post()
    assert keep(staff_client, post, number=number, title_en="Ferries").status_code == 200
    submit(staff_client, form_url(post), author="SMG")
    assert staff_client.get(form_url(post) + "?autosave=1").context["save_conflict"]


def test_a_text_without_the_counts_of_rows_is_shown_with_errors(staff_client):
    issue = make_issue(stories=2)
    data = {"_key": KEY, "data": json.dumps({"title_en": ["Ferries"], "stories-TOTAL_FORMS": ["x"]})}
    staff_client.post(editing_url(issue), data)
    page = staff_client.get(form_url(issue) + "?autosave=1")
    assert page.status_code == 200
    assert "Ferries" in page.content.decode()


@pytest.mark.parametrize("pk", ["0", "x", "²", "\x00", "9" * 30, "_00"])
def test_there_is_no_such_record(staff_client, pk):
    path = f"/admin/news/post/{pk}/editing/"
    assert staff_client.post(path, {"_key": KEY, "data": "{}"}).status_code in (404, 410)
    assert staff_client.post(f"{path}discard/", {"_key": KEY}).status_code in (302, 404)


def test_it_is_only_ever_sent(staff_client):
    assert staff_client.get(editing_url(ADD)).status_code == 405


# Whose text it is ---------------------------------------------------------------------------------


def test_nobody_else_sees_or_discards_it(staff_client, colleague_client, post):
    keep(staff_client, post, title_en="Ferries")
    for path in (form_url(post), form_url(post) + "?autosave=1"):
        page = colleague_client.get(path).content.decode()
        assert "You have text" not in page
        assert "Ferries" not in page
    colleague_client.post(editing_url(post) + "discard/", {"_key": KEY})
    assert keep(colleague_client, post, title_en="Buses").json()["is_kept"]
    assert Autosave.objects.get(user__username="staff").data["title_en"] == ["Ferries"]


def test_who_may_not_change_the_record_is_refused(clerk_client, post):
    assert keep(clerk_client, make_partner(), name_en="KOICA").status_code == 200
    data = {"_key": KEY, "data": '{"title_en": ["x"]}'}
    for path in (editing_url(post), editing_url(ADD), editing_url("/admin/partners/partner/add/")):
        assert clerk_client.post(path, data).status_code == 403
        assert clerk_client.post(f"{path}discard/", data).status_code == 403
    page = clerk_client.get(form_url(post))
    assert "_key" not in page.content.decode()
    assert Client().post(editing_url(post), data).status_code == 302


def test_the_importer_can_ask_whether_somebody_writes(staff_client):
    issue, other = make_issue(stories=2), make_issue(number=7)
    story = issue.stories.first()
    assert not autosaves_of(issue)
    keep(staff_client, story, title_en="Ferries")
    assert autosaves_of(issue).get() == autosaves_of(story).get()
    keep(staff_client, issue, key=OTHER_KEY, title_en="Ferries")
    assert autosaves_of(story).count() == 2
    assert not autosaves_of(other)
    assert Issue.objects.filter(pk__in=autosaves_of(issue).values("object_id")).exists()


# Who else has it open -----------------------------------------------------------------------------


def test_one_sees_who_else_has_it_open(staff_client, colleague_client, post):
    assert heartbeat(colleague_client, post).json()["messages"] == []
    assert heartbeat(staff_client, post).json()["messages"] == ["Kim has this open too."]
    heartbeat(colleague_client, post, leaving="1")
    assert heartbeat(staff_client, post).json()["messages"] == []


def test_the_text_of_a_closed_tab_may_arrive_after_its_end(staff_client, colleague_client, post):
    heartbeat(colleague_client, post)
    heartbeat(colleague_client, post, leaving="1")
    fields = fields_of(colleague_client, form_url(post)) | {"title_en": ["Ferries"]}
    heartbeat(colleague_client, post, hiding="1", data=json.dumps(fields))
    assert Autosave.objects.get().data["title_en"] == ["Ferries"]
    assert heartbeat(staff_client, post).json()["messages"] == []


def test_who_was_silent_for_a_minute_is_gone(staff_client, colleague_client, post):
    with time_machine.travel("2026-05-01T10:00:00Z", tick=False) as clock:
        heartbeat(colleague_client, post)
        clock.shift(datetime.timedelta(seconds=59))
        assert heartbeat(staff_client, post).json()["messages"] == ["Kim has this open too."]
        clock.shift(datetime.timedelta(seconds=2))
        assert heartbeat(staff_client, post).json()["messages"] == []
        heartbeat(staff_client, post, leaving="1")
    assert not EditingSession.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_leaving_forgets_who_was_silent(staff_client, colleague_client):
    """Within the transaction of a test, a lock that wants one would be granted."""
    post = make_post()
    heartbeat(colleague_client, post)
    EditingSession.objects.update(seen_at=timezone.now() - datetime.timedelta(days=1))
    assert heartbeat(staff_client, post, leaving="1").status_code == 200
    assert not EditingSession.objects.exists()


def test_one_sees_that_somebody_has_saved(staff_client, colleague_client, post):
    number = history.latest_number(post)
    submit(colleague_client, form_url(post), title_en="Ferries")
    said = ["Somebody has saved this since you opened it: saving will show you both texts."]
    assert heartbeat(staff_client, post, _revision=number).json()["messages"] == said
    assert heartbeat(staff_client, post).json()["messages"] == []


def test_a_story_and_its_issue_are_one_text(staff_client, colleague_client):
    issue = make_issue(stories=1)
    heartbeat(colleague_client, issue.stories.get())
    assert heartbeat(staff_client, issue).json()["messages"] == ["Kim has this open too."]


def test_a_heartbeat_is_cheap_and_touches_no_session(staff_client, django_assert_num_queries):
    issue = make_issue(stories=3)
    heartbeat(staff_client, issue)
    # What is due, session, account, row of the session, record; editing session, the others, the latest
    # revision (which the test asks for as well).
    with django_assert_num_queries(9) as done:
        answer = heartbeat(staff_client, issue)
    assert not [query for query in done if "UPDATE" in query["sql"] and "django_session" in query["sql"]]
    assert not answer.cookies
    keep(staff_client, issue, title_en="Ferries")
    fields = json.dumps({"title_en": ["Buses"]})
    with django_assert_num_queries(10):
        heartbeat(staff_client, issue, data=fields)


# What the scripts ask -----------------------------------------------------------------------------


def test_the_scripts_learn_who_is_signed_in_and_what_was_saved(staff, staff_client, colleague_client):
    submit(staff_client, ADD, title_en="Trams", _key=KEY)
    asked = f"/admin/editing/?key={KEY}&key={OTHER_KEY}&key=x&key=%00"
    answer = staff_client.get(asked).json()
    assert (answer["account"], answer["saved"]) == (str(staff.pk), [KEY])
    assert len(answer["token"]) > 20
    assert colleague_client.get(asked).json()["saved"] == []
    assert Client().get(asked).status_code == 302


# Deleted records ----------------------------------------------------------------------------------


def test_a_form_whose_record_is_gone_gives_the_texts_back(staff_client, colleague_client, post):
    data = open_form(staff_client, form_url(post))
    data |= {"title_ko": "배 & 전차", "body_ko": "<p>배가 <strong>다닌다</strong>.</p><script>x</script>"}
    colleague_client.post(form_url(post).replace("change/", "delete/"), {"post": "yes"})
    page = staff_client.post(form_url(post), data)
    content = page.content.decode()
    assert page.status_code == 410
    assert "배 &amp; 전차" in content
    assert "<p>배가 <strong>다닌다</strong>.</p>" in content
    assert "<script>x" not in content
    assert 'href="/admin/news/post/deleted/"' in content
    assert not Autosave.objects.exists()


def test_the_rows_of_a_record_that_is_gone_are_given_back(staff_client):
    issue = make_issue(stories=2)
    data = open_form(staff_client, form_url(issue)) | {"stories-1-title_en": "Too late"}
    history.delete([issue])
    page = staff_client.post(form_url(issue), data)
    assert "Story 2: Title (English)" in page.content.decode()
    assert "Too late" in page.content.decode()


def test_what_was_kept_of_a_record_that_is_gone_is_shown_to_its_writer(staff_client, colleague_client, post):
    keep(staff_client, post, title_en="Ferries")
    history.delete([post])
    page = staff_client.get(form_url(post))
    assert page.status_code == 410
    assert "Ferries" in page.content.decode()
    assert colleague_client.get(form_url(post)).status_code == 302
    assert heartbeat(staff_client, post).status_code == 410


def test_deleting_twice_is_no_error(staff_client, post):
    path = form_url(post).replace("change/", "delete/")
    first, second = (staff_client.post(path, {"post": "yes"}, follow=True) for _time in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert "It has been deleted already." in second.content.decode()
    assert Revision.objects.filter(event="deleted").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_record_that_is_deleted_while_a_save_waits(staff_client):
    post = make_post()
    data = open_form(staff_client, form_url(post)) | {"title_en": "Too late", "_key": KEY}
    deleted, may_commit = threading.Event(), threading.Event()

    def delete():
        with transaction.atomic():
            history.delete([Post.objects.get(pk=post.pk)])
            deleted.set()
            may_commit.wait(20)
        connection.close()

    other = threading.Thread(target=delete, daemon=True)
    other.start()
    assert deleted.wait(20)
    threading.Timer(0.5, may_commit.set).start()
    page = staff_client.post(form_url(post), data)
    other.join(20)
    assert page.status_code == 410
    assert "Too late" in page.content.decode()
