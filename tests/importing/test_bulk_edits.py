"""What staff change by an action or in a list is never overwritten, either."""

import pytest

from news.models import Post
from partners.models import Partner
from seoulsolution.admin.conflicts import number_name
from seoulsolution.content.models import State
from seoulsolution.importing.models import Run
from seoulsolution.importing.undo import undo
from seoulsolution.revisions.history import latest_number
from seoulsolution.revisions.models import Revision
from tests.forms import confirm, list_data_of, withdraw
from tests.importing import pages
from tests.importing.helpers import run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
BODY = "The city of Seoul opens a new line. It goes around the whole city and its rivers, and back."
POSTS, PARTNERS = "/admin/news/post/", "/admin/partners/partner/"


@pytest.fixture
def load(tmp_path):
    def load(text, name="a.txt"):
        return run_import(tmp_path, write(tmp_path, name, text))

    return load


def act(client, action, record):
    shown = {number_name(record): latest_number(record)}
    return confirm(client, POSTS, shown | {"action": action, "_selected_action": record.pk})


def states_in_history(record):
    return [revision.data["fields"]["state"] for revision in Revision.objects.of(record)[::-1]]


@pytest.mark.parametrize("across", ["0", "1"])
def test_an_action_keeps_the_revision_before_and_says_who(across, load, staff_client, staff):
    load(pages.home((TITLE,)))
    post = Post.objects.get()
    withdraw(staff_client, POSTS, [post.pk], select_across=across)
    assert states_in_history(post) == [State.PUBLISHED, State.WITHDRAWN]
    assert [each.event for each in Revision.objects.of(post)] == ["withdrawn", "imported"]
    assert Revision.objects.of(post).first().created_by == staff


def test_what_staff_withdrew_in_bulk_stays_withdrawn(load, staff_client):
    cut = pages.home((TITLE, "2020-06-11", BODY[:60]), logos=())
    load(cut[: cut.index(BODY[:60]) + 60])
    post = Post.objects.get()
    assert post.state == State.DRAFT
    withdraw(staff_client, POSTS, [post.pk])
    load(pages.home((TITLE, "2020-06-11", BODY)), "b.txt")
    post.refresh_from_db()
    assert post.state == State.WITHDRAWN
    assert BODY in post.body_en


def test_undoing_the_run_keeps_what_an_action_changed(load, staff_client):
    load(pages.home((TITLE,)))
    post = Post.objects.get()
    withdraw(staff_client, POSTS, [post.pk])
    act(staff_client, "publish", post)
    done = undo(Run.objects.get())
    assert {"kind": "news_post", "title": TITLE, "reason": "changed by staff"} in done.kept
    assert Post.objects.filter(pk=post.pk).exists()


def edit(client, **positions):
    page = client.get(PARTNERS)
    data = list_data_of(page) | {"_save": ""}
    for form in page.context["cl"].formset.forms:
        partner = form.instance
        data[form.add_prefix("position")] = positions.get(partner.name_en, partner.position)
    return client.post(PARTNERS, data)


def test_a_list_edit_keeps_the_revision_before_of_what_it_changes(load, staff_client):
    load(pages.home((TITLE,)))
    changed, left = Partner.objects.order_by("position")[:2]
    before = changed.position
    assert edit(staff_client, **{changed.name_en: 77}).status_code == 302
    positions = [revision.data["fields"]["position"] for revision in Revision.objects.of(changed)[::-1]]
    assert positions == [before, 77]
    assert Revision.objects.of(left).get().event == "imported"


def test_a_position_changed_in_the_list_is_never_overwritten(load, staff_client):
    load(pages.home((TITLE,)))
    partner = Partner.objects.order_by("position").first()
    edit(staff_client, **{partner.name_en: 77})
    load(
        pages.home((TITLE, "2020-06-12"), logos=("Another One 로고", f"{partner.name_en} 로고이미지")),
        "b.txt",
    )
    partner.refresh_from_db()
    assert partner.position == 77


def test_who_may_not_change_makes_no_revision(load, client, django_user_model):
    load(pages.home((TITLE,)))
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert act(client, "withdraw", Post.objects.get()).status_code == 403
    assert Revision.objects.of(Post.objects.get()).get().event == "imported"
