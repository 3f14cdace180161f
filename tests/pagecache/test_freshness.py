"""Nobody sees an old page: what is saved by whatever door is there at the next request; so is the hour."""

import datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Post
from seoulsolution.content.clock import stopped
from seoulsolution.importing.models import Run
from seoulsolution.importing.undo import undo
from seoulsolution.pagecache import editions
from seoulsolution.pages.models import Page
from seoulsolution.revisions import drafts, history, publishing
from seoulsolution.revisions.models import Revision
from seoulsolution.revisions.restoring import recover, restore
from tests.factories import make_image, make_notice, make_partner, make_post, make_topic
from tests.forms import submit, withdraw
from tests.importing.databases import Database, url_of
from tests.importing.helpers import import_all_seeds

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=timezone.get_default_timezone())
HOUR = datetime.timedelta(hours=1)
LIST, HOME = "/en/news/", "/en/"


@pytest.fixture
def staff_client(transactional_db):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("staff"))
    return client


@pytest.fixture(params=["made", "imported"])
def post(request, ask):
    if request.param == "made":
        return make_post([make_topic(slug="trams", name_en="Trams")], title_en="Old title")
    import_all_seeds()
    post = Post.objects.visible("en").filter(topics__isnull=False).first()
    Post.objects.filter(pk=post.pk).update(title_en="Old title")
    return Post.objects.get(pk=post.pk)


def form_of(record, name="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


def by_form(client, post):
    submit(client, form_of(post), title_en="New title")


def by_draft(client, post):
    submit(client, form_of(post), title_en="New title", _publish=None, _save="1")
    publishing.publish(post)


def by_restoring(client, post):
    with history.change([post]) as [locked]:
        locked.title_en = "New title"
        locked.save()
    number = history.latest_number(post)
    Post.objects.filter(pk=post.pk).update(title_en="Old title")
    restore(Revision.objects.of(post).get(number=number), post)
    publishing.publish(post)


def by_bulk_update(client, post):
    Post.objects.filter(pk=post.pk).update(title_en="New title")


def by_sql(client, post):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_post SET title_en = 'New title' WHERE id = %s", [post.pk])


@pytest.mark.parametrize("door", [by_form, by_draft, by_restoring, by_bulk_update, by_sql])
def test_a_text_that_is_saved_is_on_every_page_at_once(ask, staff_client, post, door):
    pages = [post.get_absolute_url("en"), LIST, "/en/news/feed.atom", "/api/news/"]
    assert all("Old title" in ask(path).text for path in pages[1:])
    ask(pages[0])
    door(staff_client, post)
    pages[0] = Post.objects.get(pk=post.pk).get_absolute_url("en")
    assert [path for path in pages if "New title" not in ask(path).text] == []


def by_action(client, post):
    changelist = reverse("admin:news_post_changelist")
    withdraw(client, changelist, [post.pk])


def by_deleting(client, post):
    client.post(form_of(post, "delete"), {"post": "yes"})


@pytest.mark.parametrize("door", [by_action, by_deleting])
def test_what_leaves_the_site_is_gone_at_once(ask, staff_client, post, door):
    address = post.get_absolute_url("en")
    assert ask(address).status == 200
    assert "Old title" in ask(LIST).text
    door(staff_client, post)
    assert ask(address).status in (404, 410)
    assert "Old title" not in ask(LIST).text


def test_what_is_recovered_and_published_is_back_at_once(ask, post):
    history.delete([post])
    assert "Old title" not in ask(LIST).text
    recover(Revision.objects.deleted(Post).get(object_id=post.pk))
    assert "Old title" not in ask(LIST).text
    Post.objects.filter(pk=post.pk).update(state="published")
    assert "Old title" in ask(LIST).text


def test_an_import_and_its_undo_are_seen_at_once(ask, tmp_path):
    empty = ask(HOME).text
    call_command("import_seeds", report=tmp_path / "report.json", verbosity=0)
    assert ask(HOME).text != empty
    undo(Run.objects.get())
    assert "/en/news/" in ask(HOME).text
    assert ask(LIST).text.count("<article") == 0


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (LIST, lambda post: post.topics.first().delete()),
        ("/en/topics/", lambda post: post.topics.update(name_en="Light rail")),
        ("/en/partners/", lambda post: make_partner(name_en="Metropolis")),
        ("/en/notices/", lambda post: make_notice(title_en="Call for citizens")),
        ("/en/about/", lambda post: Page.objects.update(title_en="About us")),
        (LIST, lambda post: Post.objects.filter(pk=post.pk).update(cover=make_image())),
    ],
)
def test_what_else_a_page_shows(ask, post, path, change):
    before = ask(path)
    assert before.status == 200
    change(post)
    assert ask(path).text != before.text


def test_another_process_saves_and_this_one_shows_it(database_on_disk, ask, tmp_path):
    make_post(title_en="Old title")
    assert "Old title" in ask(LIST).text
    assert ask(LIST).queries == 1
    other = Database(url_of(connection.settings_dict), tmp_path)
    code = "from news.models import Post; Post.objects.update(title_en='New title')"
    assert other.run("shell", "--verbosity", 0, "-c", code)[0] == 0
    assert "New title" in ask(LIST).text


def test_going_live_and_expiring_by_the_clock(ask):
    with time_machine.travel(NOON, tick=False) as clock:
        make_post(title_en="Later", go_live_at=NOON + HOUR, expires_at=NOON + 2 * HOUR)
        assert "Later" not in ask(LIST).text
        clock.move_to(NOON + HOUR - datetime.timedelta(seconds=1))
        assert ask(LIST).queries == 1
        clock.move_to(NOON + HOUR)
        assert "Later" in ask(LIST).text
        assert ask(LIST).queries == 1
        clock.move_to(NOON + 2 * HOUR)
        assert "Later" not in ask(LIST).text


def test_a_planned_draft_is_published_by_the_first_request_after_its_moment(ask, django_user_model):
    user = django_user_model.objects.create_superuser("publisher")
    with time_machine.travel(NOON, tick=False) as clock:
        post = make_post(title_en="Old title")
        assert "Old title" in ask(LIST).text
        with history.change([post]) as [locked]:
            drafts.save(locked, drafts.with_values(locked, {"title_en": "New title"}))
            publishing.schedule(locked, NOON + HOUR, user=user)
        assert "Old title" in ask(LIST).text
        clock.move_to(NOON + HOUR)
        assert "New title" in ask(LIST).text


def test_no_page_is_kept_while_a_draft_that_is_due_cannot_be_published(ask, django_user_model, monkeypatch):
    user = django_user_model.objects.create_superuser("publisher")
    with time_machine.travel(NOON, tick=False) as clock:
        post = make_post(title_en="Old title")
        with history.change([post]) as [locked]:
            drafts.save(locked, drafts.with_values(locked, {"title_en": "New title"}))
            publishing.schedule(locked, NOON + HOUR, user=user)
        clock.move_to(NOON + HOUR)
        with monkeypatch.context() as patch:
            patch.setattr(publishing, "publish", _locked)
            assert "Old title" in ask(LIST).text
        assert "New title" in ask(LIST).text
        assert ask(LIST).queries > ask(LIST).queries == 1


def _locked(*args, **kwargs):
    raise OperationalError("database is locked")


def test_a_request_from_before_a_moment_keeps_no_page_beyond_it(ask):
    with time_machine.travel(NOON, tick=False) as clock:
        make_post(title_en="Later", go_live_at=NOON + HOUR)
        with stopped(NOON):  # it began, and takes long
            clock.move_to(NOON + HOUR)
            later = editions.current  # somebody else asks meanwhile
            with stopped(NOON + HOUR):
                assert later().began == NOON + HOUR
            assert editions.current().until == NOON + HOUR
        assert "Later" in ask(LIST).text


def test_midnight_in_seoul_closes_a_notice(ask):
    with time_machine.travel(NOON, tick=False) as clock:
        notice = make_notice(submission_opens=NOON.date(), submission_closes=NOON.date())
        path = notice.get_absolute_url("en")
        assert ask(path).queries > ask(path).queries == 1
        before = ask(path).text
        clock.move_to(NOON.replace(hour=23, minute=59, second=59))
        assert ask(path).queries == 1
        clock.move_to(NOON.replace(hour=0) + 24 * HOUR)
        assert ask(path).text != before


def test_all_of_a_page_is_of_one_moment(ask, monkeypatch):
    seen = []
    visible = Post.objects.get_queryset().visible.__func__

    def noted(records, language=None, at=None):
        from seoulsolution.content import clock

        seen.append(at or clock.now())
        return visible(records, language, at)

    monkeypatch.setattr("seoulsolution.content.models.ContentQuerySet.visible", noted)
    ask(HOME)
    assert len(seen) > 3
    assert len(set(seen)) == 1
