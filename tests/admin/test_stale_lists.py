"""Lists that stayed open: what others have changed since is neither undone nor decided on unseen."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from news.models import Post, Topic
from notices.models import Notice
from partners.models import Partner
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Revision
from tests.admin.reviewing import review
from tests.factories import make_issue, make_partner, make_post, make_topic
from tests.forms import confirm, list_data_of
from tests.importing.helpers import import_seed_of

pytestmark = pytest.mark.django_db
PARTNERS, POSTS, TOPICS = "/admin/partners/partner/", "/admin/news/post/", "/admin/news/topic/"
LEFT = "Changed by somebody else since this list was shown, and left as it is: "


def edit(record, **fields):
    with history.change([record]) as [locked]:
        for name, value in fields.items():
            setattr(locked, name, value)
        locked.save()


def said(response):
    return [str(message) for message in response.context["messages"]]


def save(client, path, page, positions):
    """Send the list on the page with new positions, by record."""
    rows = {form.instance: form.add_prefix("position") for form in page.context["cl"].formset.forms}
    changes = {rows[record]: position for record, position in positions.items()}
    return client.post(path, list_data_of(page) | changes | {"_save": ""}, follow=True)


def act(client, path, page, action, records):
    data = {"action": action, "_selected_action": [record.pk for record in records]}
    sent = list_data_of(page) | data
    return confirm(client, path, sent) if action == "publish" else client.post(path, sent, follow=True)


def positions(*records):
    return [type(record).objects.get(pk=record.pk).position for record in records]


# Rows that are edited in the list -------------------------------------------------------------------


def test_a_row_that_another_saved_is_refused_with_both_values_and_the_others_are_saved(staff_client):
    first, second = make_partner(name_en="First", position=1), make_partner(name_en="Second", position=2)
    page = staff_client.get(PARTNERS)
    edit(first, position=7)
    response = save(staff_client, PARTNERS, page, {first: 8, second: 9})
    assert said(response) == [
        "First was saved by somebody else. Position is 7 now; yours, 8, is not saved.",
        "1 partner was changed successfully.",
    ]
    assert positions(first, second) == [7, 9]


def test_a_row_that_the_writer_left_alone_keeps_what_the_other_saved(staff_client):
    first, second = make_topic(position=1), make_topic(slug="air", name_en="Air", position=2)
    page = staff_client.get(TOPICS)
    edit(first, position=7, name_en="Waters")
    response = save(staff_client, TOPICS, page, {second: 9})
    assert said(response) == ["1 topic was changed successfully."]
    assert positions(first, second) == [7, 9]
    assert Topic.objects.get(pk=first.pk).name_en == "Waters"


def test_rows_of_imported_partners(staff_client, tmp_path):
    import_seed_of(Partner, tmp_path)
    first, second = Partner.objects.order_by("pk")[:2]
    page = staff_client.get(PARTNERS)
    edit(first, position=71)
    save(staff_client, PARTNERS, page, {first: 72, second: 73})
    assert positions(first, second) == [71, 73]
    assert Revision.objects.of(first).first().number == 2


def test_who_saves_alone_is_asked_nothing_again_and_again(staff_client):
    partner = make_partner(position=1)
    for position in (2, 3):
        page = staff_client.get(PARTNERS)
        assert said(save(staff_client, PARTNERS, page, {partner: position})) == [
            "1 partner was changed successfully."
        ]
    assert positions(partner) == [3]


def test_a_mistake_in_another_row_loses_nothing(staff_client):
    first, second = make_partner(name_en="First", position=1), make_partner(name_en="Second", position=2)
    page = staff_client.get(PARTNERS)
    edit(first, position=7)
    response = save(staff_client, PARTNERS, page, {first: 8, second: "soon"})
    assert "yours, 8, is not saved" in said(response)[0]
    assert 'value="soon"' in response.content.decode()
    assert positions(first, second) == [7, 2]


@pytest.mark.parametrize("sent", [None, "", "x", "-1", "77", "²", "9" * 30])
def test_a_row_without_its_number_is_refused(staff_client, sent):
    partner = make_partner(position=1)
    edit(partner, position=2)
    data = list_data_of(staff_client.get(PARTNERS)) | {"form-0-position": 9, "_save": ""}
    data |= {f"_revision-{partner.pk}": sent}
    staff_client.post(PARTNERS, {name: value for name, value in data.items() if value is not None})
    assert positions(partner) == [2]


def test_a_deleted_row_keeps_nobody_from_saving_the_others(staff_client):
    first, second = make_partner(name_en="First", position=1), make_partner(name_en="Second", position=2)
    page = staff_client.get(PARTNERS)
    history.delete([first])
    response = save(staff_client, PARTNERS, page, {second: 9})
    assert said(response) == [
        "Somebody else has deleted a record of this list.",
        "1 partner was changed successfully.",
    ]
    assert positions(second) == [9]


# Actions on many ------------------------------------------------------------------------------------


def test_a_record_that_changed_since_is_not_published_and_is_named(staff_client):
    first, second = (make_post(title_en=title, state="draft") for title in ("Trams", "Ferries"))
    page = staff_client.get(POSTS)
    edit(first, title_en="Trams of the other")
    sent = {"action": "publish", "_selected_action": [first.pk, second.pk]}
    asked = staff_client.post(POSTS, list_data_of(page) | sent)
    assert said(asked) == [f"{LEFT}Trams of the other"]
    assert said(act(staff_client, POSTS, page, "publish", [first, second])) == ["1 published."]
    assert list(Post.objects.filter(state="published")) == [second]
    act(staff_client, POSTS, staff_client.get(POSTS), "publish", [first])
    assert Post.objects.filter(state="published").count() == 2


def test_an_imported_notice_that_another_withdrew_is_not_published_again(staff_client, tmp_path):
    import_seed_of(Notice, tmp_path)
    path, notice = "/admin/notices/notice/", Notice.objects.first()
    page = staff_client.get(path)
    edit(notice, state="withdrawn")
    act(staff_client, path, page, "publish", [notice])
    assert Notice.objects.get(pk=notice.pk).state == "withdrawn"


@pytest.mark.parametrize("kind", ["post", "story"])
def test_reviews_of_a_record_that_changed_since_stay_open(staff_client, kind):
    if kind == "post":
        records = [make_post(title_en="Trams"), make_post(title_en="Ferries")]
    else:
        records = [make_issue(stories=1, number=number).stories.get() for number in (201, 202)]
    for record in records:
        review(record)
    page = staff_client.get(f"/admin/news/{kind}/")
    edit(history.owner(records[0]), title_en="By another")
    response = act(staff_client, f"/admin/news/{kind}/", page, "resolve_reviews", records)
    assert said(response)[0].startswith(LEFT)
    assert said(response)[1] == "1 review marked as done."
    assert [each.record for each in Review.objects.filter(resolved_at=None)] == [records[0]]


def test_a_chosen_record_of_which_the_list_says_no_number_is_left_as_it_is(staff_client):
    post = make_post(state="draft")
    edit(post, author="Staff")
    data = {"action": "publish", "_selected_action": [post.pk]}
    response = staff_client.post(POSTS, data, follow=True)
    assert said(response)[0].startswith(LEFT)
    assert Post.objects.get().state == "draft"


def test_records_of_other_pages_are_published_with_all(staff_client):
    posts = [make_post(title_en=f"Post {number}", state="draft") for number in range(52)]
    for post in posts:
        edit(post, author="Staff")
    page = staff_client.get(POSTS)
    shown = list_data_of(page)
    data = {"action": "publish", "_selected_action": [posts[-1].pk], "select_across": "1"}
    confirm(staff_client, POSTS, shown | data)
    assert Post.objects.filter(state="published").count() == 52


# What is common -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [PARTNERS, "/admin/news/story/"])
def test_the_numbers_cost_the_same_queries_for_one_and_for_many(staff_client, path):
    def count():
        with CaptureQueriesContext(connection) as captured:
            staff_client.get(path)
        return len(captured)

    def fill(number):
        edit(make_partner(), position=3)
        edit(make_issue(stories=1, number=number), author="Staff")

    fill(1)
    count()  # content types are looked up once
    one = count()
    for number in range(2, 7):
        fill(number)
    assert count() == one


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("door", ["row", "action"])
def test_who_waited_for_the_lock_sees_what_the_other_saved(staff_client, door):
    partner = make_partner(position=1, state="draft")
    page = staff_client.get(PARTNERS)
    changed, may_commit = threading.Event(), threading.Event()

    def change():
        with transaction.atomic():
            edit(partner, position=7, state="withdrawn")
            changed.set()
            may_commit.wait(20)
        connection.close()

    other = threading.Thread(target=change, daemon=True)
    other.start()
    assert changed.wait(20)
    threading.Timer(0.5, may_commit.set).start()
    if door == "row":
        save(staff_client, PARTNERS, page, {partner: 8})
    else:
        act(staff_client, PARTNERS, page, "publish", [partner])
    other.join(20)
    partner.refresh_from_db()
    assert (partner.position, partner.state) == (7, "withdrawn")
