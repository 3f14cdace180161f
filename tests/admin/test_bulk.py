"""Actions on many records say before what will happen to each, and why not to others."""

import datetime

import pytest
from django.utils import timezone

from news.models import Post
from seoulsolution.revisions import drafts, history
from seoulsolution.revisions.models import Draft, Event
from tests.factories import make_post, make_topic, make_user
from tests.forms import confirm, list_data_of

pytestmark = pytest.mark.django_db
LIST = "/admin/news/post/"
AT = {"at_0": "2030-01-01", "at_1": "09:00"}


def chosen(client, action, *posts):
    data = list_data_of(client.get(LIST))
    return data | {"action": action, "_selected_action": [post.pk for post in posts]}


def shown(client, action, *posts):
    """Return what the page says of the records that the action takes, and of those that it leaves."""
    context = client.post(LIST, chosen(client, action, *posts)).context
    return [{title: what for title, _url, what, _found in context[name]} for name in ("taken", "left")]


def with_draft(post, user, **fields):
    with history.change([post], user=user) as [locked]:
        drafts.save(locked, drafts.with_values(locked, fields), user=user)
    return post


def test_scheduling_plans_drafts_and_lets_others_go_live_then(staff_client, staff, imported_post):
    new, plain = make_post(title_en="New", state="draft"), make_post(title_en="Plain")
    ahead = with_draft(imported_post, staff, author="SMG")
    empty = make_post(title_en="Empty", state="draft", body_en="")
    taken, left = shown(staff_client, "schedule", new, plain, ahead, empty)
    assert taken == {"New": "It goes live then.", str(ahead): "Its draft is published then."}
    assert left == {"Plain": "It is public and has no draft.", "Empty": "It is not complete in any language."}
    confirm(staff_client, LIST, chosen(staff_client, "schedule", new, plain, ahead, empty), **AT)
    new.refresh_from_db()
    assert (new.state, timezone.localtime(new.go_live_at).hour) == ("published", 9)
    assert Draft.objects.of(ahead).get().publish_at == new.go_live_at
    assert Post.objects.get(pk=empty.pk).state == "draft"


def test_what_is_withheld_is_not_called_incomplete(staff_client):
    post = make_post(title_en="Trams", state="draft", withheld_en=True)
    assert shown(staff_client, "publish", post)[1] == {"Trams": "Its languages are withheld."}
    assert "Its languages are withheld." in staff_client.get(f"{LIST}{post.pk}/change/").content.decode()


def test_a_moment_that_is_wrong_is_asked_for_again(staff_client):
    post = make_post(state="draft", expires_at=timezone.now() + datetime.timedelta(days=1))
    past = confirm(
        staff_client, LIST, chosen(staff_client, "schedule", post), at_0="2020-01-01", at_1="09:00"
    )
    assert "This moment has passed" in past.content.decode()
    confirm(staff_client, LIST, chosen(staff_client, "schedule", post), **AT)
    assert Post.objects.get().state == "draft"


def test_a_topic_is_added_and_removed(staff_client, imported_post):
    topic, post = make_topic(), make_post(state="draft")
    posts = (post, imported_post)
    for change, there in (("add", True), ("remove", False)):
        data = chosen(staff_client, "set_topic", *posts)
        confirm(staff_client, LIST, data, topic=topic.pk, change=change)
        assert {topic in each.topics.all() for each in posts} == {there}


def test_who_may_not_publish_puts_a_topic_into_a_draft_and_only_into_their_own(client):
    kim, topic = make_user("kim", Author="news"), make_topic()
    own, other = make_post(title_en="Own"), make_post(title_en="Other")
    history.write([own], user=kim, event=Event.CREATED)
    client.force_login(kim)
    taken, left = shown(client, "set_topic", own, other)
    assert (taken, left) == (
        {"Own": "It is kept as a draft."},
        {"Other": "You may only edit what you began."},
    )
    confirm(client, LIST, chosen(client, "set_topic", own, other), topic=topic.pk, change="add")
    assert not own.topics.exists()
    assert drafts.current(own)["relations"]["topics"] == [topic.pk]
    assert not drafts.exist(other)
    client.force_login(make_user("lee", Translator="news"))
    assert "set_topic" not in client.get(LIST).content.decode()


def test_what_changed_after_the_page_is_left_as_it_is(staff_client):
    post = make_post(title_en="Trams", state="draft")
    data = chosen(staff_client, "publish", post)
    page = staff_client.post(LIST, data)
    with history.change([post]) as [locked]:
        locked.title_en = "By another"
        locked.save()
    sent = data | {"records": page.context["records"]}
    assert "left as it is: By another" in staff_client.post(LIST, sent, follow=True).content.decode()
    assert Post.objects.get().state == "draft"


@pytest.mark.parametrize("records", ["", "x", "1:x", "999999:1"])
def test_garbled_records_publish_nothing(staff_client, records):
    post = make_post(state="draft")
    sent = {"action": "publish", "_selected_action": [post.pk], "records": records}
    assert staff_client.post(LIST, sent).status_code == 302
    assert Post.objects.get().state == "draft"
