"""A text that is erased is nowhere in the database any more; who and when is."""

import json

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry

from news.models import Issue, Post
from seoulsolution.importing.models import LedgerEntry, Proposal
from seoulsolution.revisions import drafts, history
from seoulsolution.revisions.erasing import erase
from seoulsolution.revisions.models import Revision
from seoulsolution.search.index.consistency import find_drift
from tests.factories import make_issue, make_post
from tests.forms import submit
from tests.importing.helpers import outcomes, run_import, write
from tests.importing.pages import home

pytestmark = pytest.mark.django_db
SECRET = "Xylophonist"


def places_of(word):
    """Return the tables in which ``word`` is found in any column."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            if word.casefold() in json.dumps(row, default=str, ensure_ascii=False).casefold():
                found.add(model._meta.label)
    return found


def test_a_text_is_gone_from_every_table(staff_client, staff):
    post = make_post(title_en=f"A {SECRET} plays", body_en=f"<p>The {SECRET}.</p>")
    path = f"/admin/news/post/{post.pk}/change/"
    submit(staff_client, path, author=SECRET)
    submit(staff_client, path, _publish=None, title_ko=f"{SECRET} 초안")
    assert places_of(SECRET)
    response = staff_client.post(f"/admin/news/post/erase/{post.pk}/", {"reason": "Personal data"})
    assert response.status_code == 302
    assert places_of(SECRET) == set()
    last, *others = Revision.objects.of(post)
    assert (last.event, last.note, last.created_by) == ("erased", "Personal data", staff)
    assert {one.created_by for one in others} == {staff, None}
    assert LogEntry.objects.filter(object_id=str(post.pk)).exists()
    assert list(find_drift("default")) == []


def test_an_imported_text_is_gone_and_does_not_come_back(staff, tmp_path):
    title = f"Seoul Invites a {SECRET} to Play for All of its Citizens"
    file = write(tmp_path, "a.txt", home((title, "2020-06-11", f"The {SECRET} plays. Everybody listens.")))
    assert "created" in outcomes(run_import(tmp_path, file)[1])
    second = write(tmp_path, "b.txt", home((title, "2020-06-11", f"Another {SECRET} plays. Nobody listens.")))
    run_import(tmp_path, second)
    assert Proposal.objects.exists()
    erase(Post, Post.objects.get().pk, user=staff, reason="Personal data")
    assert places_of(SECRET) == set()
    assert LedgerEntry.objects.get(title="").written == {}
    for again in (file, second):
        assert set(outcomes(run_import(tmp_path, again)[1])) <= {"unchanged", "skipped"}
    assert not Post.objects.exists()
    assert places_of(SECRET) == set()


def test_a_deleted_record_is_erased_with_its_children(staff):
    issue = make_issue(stories=1)
    issue.stories.update(body_en=f"<p>{SECRET}</p>")
    history.delete([issue], user=staff)
    assert places_of(SECRET) == {"revisions.Revision"}
    erase(Issue, issue.pk, user=staff, reason="Personal data")
    assert places_of(SECRET) == set()
    assert not Revision.objects.deleted(Issue).exists()
    assert Revision.objects.erased(Issue).get().note == "Personal data"


def test_other_texts_stay(staff):
    post, other = make_post(title_en=SECRET), make_post(title_en="Trams")
    for one in (post, other):
        history.keep_first([one])
    erase(Post, post.pk, user=staff, reason="Personal data")
    assert Post.objects.get() == other
    assert Revision.objects.of(other).get().data["fields"]["title_en"] == "Trams"


def test_erasing_is_for_those_who_may(client, django_user_model):
    post = make_post()
    client.force_login(django_user_model.objects.create_user("editor", is_staff=True))
    for method in (client.get, client.post):
        assert method(f"/admin/news/post/erase/{post.pk}/").status_code == 403
    assert Post.objects.exists()


def test_erasing_needs_a_reason_and_a_record(staff_client):
    post = make_post()
    page = staff_client.post(f"/admin/news/post/erase/{post.pk}/", {"reason": " "})
    assert page.status_code == 200
    assert Post.objects.exists()
    assert staff_client.get("/admin/news/post/erase/999/").status_code == 404
    assert staff_client.get("/admin/news/story/erase/1/").status_code in (403, 404)


@pytest.mark.parametrize("path", ["history/1/", "history/1/restore/", "history/1/?with=2"])
def test_the_address_of_an_erased_record_is_gone(staff_client, staff, path):
    post = make_post()
    erase(Post, post.pk, user=staff, reason="Personal data")
    method = staff_client.post if "restore" in path else staff_client.get
    assert method(f"/admin/news/post/{post.pk}/{path}").status_code == 404
    assert staff_client.post(f"/admin/news/post/deleted/{post.pk}/recover/").status_code == 404


def test_a_draft_is_erased_too(staff):
    post = make_post()
    with history.change([post]) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"fields": data["fields"] | {"title_en": SECRET}})
    erase(Post, post.pk, user=staff, reason="Personal data")
    assert places_of(SECRET) == set()
