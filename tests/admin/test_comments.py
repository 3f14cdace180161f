"""Comments on a field of a text, by those who may see it; and mails about what was decided."""

import pytest
from django.core import mail

from seoulsolution import background
from seoulsolution.revisions import erasing, history, workflow
from seoulsolution.revisions.models import Comment
from tests.admin.test_dashboard import sections
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db


def say(client, post, text, **data):
    return client.post(f"/admin/news/post/{post.pk}/comments/", {"field": "", "text": text} | data)


def form_of(client, post):
    return client.get(f"/admin/news/post/{post.pk}/change/").content.decode()


def test_a_comment_on_a_field_is_answered_and_resolved(client, staff_client, staff, post):
    kim = make_user("kim", Translator="news")
    assert say(staff_client, post, "Which district?", field="title_ko").url.endswith("/change/#comments")
    assert "1 comment" in form_of(staff_client, post)
    comment = Comment.objects.get()
    client.force_login(kim)
    say(client, post, "Mapo.", answers=comment.pk)
    client.post(f"/admin/news/post/{post.pk}/comments/{comment.pk}/resolve/")
    page = form_of(client, post)
    assert [text in page for text in ("Which district?", "Mapo.", "Resolved by kim")] == [True] * 3
    assert "1 comment<" not in page
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.created_by) == (kim, staff)
    say(client, post, "Or Yongsan?", answers=comment.pk)
    comment.refresh_from_db()
    assert comment.resolved_at is None


def test_a_comment_waits_for_who_wrote_the_text_until_they_answer(client, staff, staff_client):
    post, kim = make_post(state="draft"), make_user("kim", Author="news")
    history.write([post], user=kim, event="created")
    say(staff_client, post, "Which district?")
    assert "comments" not in sections(staff_client)
    client.force_login(kim)
    assert [row.what for row in sections(client)["comments"]] == ["Which district?"]
    say(client, post, "Mapo.", answers=Comment.objects.get().pk)
    assert "comments" not in sections(client)


def test_who_may_not_see_the_text_sees_no_comment(client, staff_client):
    post = make_post(state="draft")
    say(staff_client, post, "Secret")
    client.force_login(make_user("park", Publisher="partners"))
    assert say(client, post, "Hello").status_code == 403
    path = f"/admin/news/post/{post.pk}/comments/{Comment.objects.get().pk}/resolve/"
    assert client.post(path).status_code == 403
    assert "comments" not in sections(client)


@pytest.mark.parametrize("data", [{"text": " "}, {"text": "x" * 2001}, {"text": "x", "field": "state"}])
def test_what_is_no_comment_is_refused_with_a_sentence(staff_client, data):
    post = make_post()
    response = staff_client.post(f"/admin/news/post/{post.pk}/comments/", data, follow=True)
    assert "The comment is empty" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_comment_is_as_long_as_browsers_count_it(staff_client, post):
    say(staff_client, post, "\r\n".join("x" * 1000))
    assert Comment.objects.get().text == "\n".join("x" * 1000)


def test_erasing_a_text_erases_what_was_said_about_it(staff_client, staff):
    post = make_post()
    say(staff_client, post, "Kim lives in Mapo.")
    erasing.erase(type(post), post.pk, user=staff, reason="Asked for")
    assert not Comment.objects.exists()


@pytest.mark.usefixtures("transactional_db")
def test_mails_tell_whose_turn_it_is(client, settings, monkeypatch):
    monkeypatch.setattr(background, "run", lambda action, problem: action())
    post, people = make_post(title_ko="물", state="draft"), {}
    for name, role in (("kim", "Author"), ("lee", "Editor"), ("park", "Publisher"), ("choi", "Translator")):
        people[name] = make_user(name, **{role: "news" if name != "park" else "partners"})
        people[name].email = f"{name}@example.org"
        people[name].save()
    settings.HAS_MAIL_SERVER = True  # from now on: nobody is told of these addresses
    history.write([post], user=people["kim"], event="created")
    for name, action in (("kim", "submit"), ("lee", "return")):
        client.force_login(people[name])
        sent = {"_revision": history.latest_number(post), "note": "In Mapo"}
        client.post(f"/admin/news/post/{post.pk}/workflow/{action}/", sent)
    assert workflow.submission_of(post).status == "returned"
    asked, returned = mail.outbox
    assert (asked.to, returned.to) == (["lee@example.org"], ["kim@example.org"])
    assert "lee returned “" in returned.body
    assert f"/admin/news/post/{post.pk}/change/" in asked.body
    assert "In Mapo" in asked.body


def test_comments_cost_the_same_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(80) as captured:
            form_of(staff_client, post)
        return len(captured)

    post = make_post()
    say(staff_client, post, "One")
    count()
    one = count()
    for number in range(4):
        say(staff_client, post, f"More {number}")
    assert count() == one
