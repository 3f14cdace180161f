"""What is in use is not deleted, and the page that deletes says who names the record."""

import pytest
from django.contrib.auth.models import Permission
from django.db.models import ProtectedError

from news.models import PopularTitle, Post, Topic
from seoulsolution.admin.permissions import RecordPermissions
from seoulsolution.media.models import Image
from seoulsolution.revisions import drafts, history
from seoulsolution.revisions.models import Revision
from tests.factories import make_document, make_image, make_issue, make_partner, make_post, make_topic
from tests.importing.helpers import import_all_seeds

pytestmark = pytest.mark.django_db


def address(record, rest=""):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{rest}"


def ask(client, record):
    return client.get(address(record, f"{record.pk}/delete/"))


def delete(client, record):
    return client.post(address(record, f"{record.pk}/delete/"), {"post": "yes"}, follow=True)


def delete_chosen(client, records, **data):
    chosen = {"action": "delete_selected", "_selected_action": [record.pk for record in records]}
    return client.post(address(records[0]), chosen | data, follow=True)


@pytest.fixture
def clerk_client(client, django_user_model):
    """Somebody who may delete pictures and topics, and see posts but not partners or documents."""
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    names = ("view_image", "delete_image", "view_topic", "delete_topic", "view_post", "change_post")
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(clerk)
    return client


@pytest.mark.parametrize("user", ["staff_client", "clerk_client"])
def test_a_picture_in_use_is_not_deleted_and_the_page_says_where(request, user):
    client, image = request.getfixturevalue(user), make_image()
    post, partner = make_post(cover=image), make_partner(logo=image)
    for response in (ask(client, image), delete(client, image), delete_chosen(client, [image])):
        content = response.content.decode()
        assert "In use, and therefore not deleted." in content
        assert f'<a href="/admin/news/post/{post.pk}/change/">Up to 1 GW' in content
        assert ("CityNet" in content) == (user == "staff_client")
        assert ("1 more, not shown here" in content) == (user == "clerk_client")
        assert f"/admin/partners/partner/{partner.pk}/change/" in content or user == "clerk_client"
    assert delete_chosen(client, [image], post="yes").status_code == 200
    assert Image.objects.count() == 1
    assert (Post.objects.get().cover, Revision.objects.count()) == (image, 0)


def test_a_picture_that_nothing_uses_is_deleted(staff_client):
    image, other = make_image(), make_image(alt_en="Other")
    assert "In use" not in ask(staff_client, image).content.decode()
    delete(staff_client, image)
    delete_chosen(staff_client, [other], post="yes")
    assert not Image.objects.exists()


def test_by_no_door_is_a_picture_in_use_deleted():
    image = make_image()
    make_post(cover=image)
    with pytest.raises(ProtectedError):
        history.delete([image])
    assert not Revision.objects.exists()
    assert Image.objects.get() == image


@pytest.mark.parametrize("door", ["own page", "list"])
def test_a_picture_that_comes_into_use_while_it_is_deleted_stays(staff_client, monkeypatch, door):
    image = make_image()
    lock = history.lock

    def use_then_lock(records):
        if not Post.objects.exists():
            make_post(cover=image)
        return lock(records)

    monkeypatch.setattr(history, "lock", use_then_lock)
    act = delete if door == "own page" else lambda client, record: delete_chosen(client, [record], post="yes")
    response = act(staff_client, image)
    assert "It is in use by now, and was not deleted." in response.content.decode()
    assert Image.objects.get() == image


def test_the_page_that_deletes_a_topic_names_the_records_with_it(clerk_client):
    topic = make_topic()
    post = make_post([topic], title_en="<b>Trams</b>")
    make_document([topic])
    content = ask(clerk_client, topic).content.decode()
    assert f'News post: <a href="/admin/news/post/{post.pk}/change/">&lt;b&gt;Trams' in content
    assert "Seoul Tap Water" not in content
    assert "1 more, not shown here" in content
    assert "relationship" not in content
    assert "They stay, and no longer name it" in delete_chosen(clerk_client, [topic]).content.decode()
    delete(clerk_client, topic)
    assert not Topic.objects.filter(pk=topic.pk).exists()
    assert not post.topics.exists()


def test_the_page_that_deletes_a_post_names_the_issues_that_lead_to_it(staff_client):
    post, issue = make_post(), make_issue()
    PopularTitle.objects.create(issue=issue, position=1, title="Up to 1 GW", post=post)
    assert f"/admin/news/issue/{issue.pk}/change/" in ask(staff_client, post).content.decode()
    assert "no longer name it" not in ask(staff_client, issue).content.decode()


def test_an_imported_topic_is_named_by_its_records(staff_client):
    import_all_seeds()
    topic = Topic.objects.exclude(posts=None).first()
    content = ask(staff_client, topic).content.decode()
    for post in topic.posts.all():
        assert f"/admin/news/post/{post.pk}/change/" in content


def test_of_many_uses_some_are_named_and_the_others_counted(staff_client):
    topic = make_topic()
    for number in range(53):
        make_post([topic], title_en=f"Post {number}")
    content = ask(staff_client, topic).content.decode()
    assert content.count("News post: <a") == 50
    assert "3 more, not shown here" in content


def test_who_may_not_see_one_very_record_does_not_see_it_named(staff_client, monkeypatch):
    topic = make_topic()
    make_post([topic], title_en="Open")
    secret = make_post([topic], title_en="Secret")
    monkeypatch.setattr(
        RecordPermissions, "has_view_permission", lambda self, request, obj=None: obj != secret, raising=False
    )
    content = ask(staff_client, topic).content.decode()
    assert "Open" in content
    assert "Secret" not in content


def test_a_record_that_names_a_topic_in_its_draft_is_named(staff_client):
    topic, post = make_topic(), make_post(title_en="Only in its draft")
    with history.change([post]) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"relations": {"topics": [topic.pk]}})
    assert "Only in its draft" in ask(staff_client, topic).content.decode()
