"""The page that asks for the public reason before records are withdrawn."""

import pytest

from news.models import Post
from seoulsolution.revisions.models import Revision
from tests.factories import allow, make_post
from tests.forms import submit, withdraw
from tests.importing.helpers import import_all_seeds
from tests.reading import elements, links

pytestmark = pytest.mark.django_db
LIST = "/admin/news/post/"
REASONS = {"reason_en": "Its figures were wrong.", "reason_ko": "수치에 오류가 있었습니다."}


def said(response):
    return [str(message) for message in response.context["messages"]]


def ask(client, *posts):
    return client.post(LIST, {"action": "withdraw", "_selected_action": [post.pk for post in posts]})


def answer(client, page, **data):
    sent = {"records": page.context["form"]["records"].value()} | data
    return client.post(page.context["action"], sent, follow=True)


def test_the_action_names_the_records_and_changes_nothing_yet(staff_client):
    post, other = make_post(title_en="Trams"), make_post(title_en="Ferries")
    page = ask(staff_client, post, other)
    assert {f"{LIST}{each.pk}/change/" for each in (post, other)} <= set(links(page))
    assert [field["lang"] for field in elements(page, "textarea")] == ["en", "ko"]
    assert Post.objects.visible().count() == 2
    assert not Revision.objects.exists()


def test_the_reason_is_public_and_the_note_of_one_revision_per_record(staff_client, staff):
    posts = [make_post(), make_post()]
    assert said(withdraw(staff_client, LIST, [post.pk for post in posts], **REASONS)) == ["2 withdrawn."]
    for post in posts:
        last, first = Revision.objects.of(post)
        assert (last.event, last.note, last.created_by) == ("withdrawn", "\n".join(REASONS.values()), staff)
        assert first.event == "found"
        assert "Its figures were wrong." in staff_client.get(f"/en/news/{post.pk}/").content.decode()


def test_a_record_saved_meanwhile_is_left_and_named(staff_client):
    saved, other = make_post(title_en="Trams"), make_post(title_en="Ferries")
    page = ask(staff_client, saved, other)
    submit(staff_client, f"{LIST}{saved.pk}/change/", title_en="Trams again")
    response = answer(staff_client, page)
    assert said(response)[-2:] == [
        "1 withdrawn.",
        "Saved by somebody meanwhile, and left as it is: Trams again",
    ]
    assert [post.title_en for post in Post.objects.visible()] == ["Trams again"]


def test_sending_it_twice_withdraws_once(staff_client):
    post = make_post()
    page = ask(staff_client, post)
    for _time in range(2):
        answer(staff_client, page, **REASONS)
    assert [revision.event for revision in Revision.objects.of(post)] == ["withdrawn", "found"]


def test_a_record_deleted_meanwhile_is_told(staff_client):
    post = make_post()
    page = ask(staff_client, post)
    post.delete()
    assert said(answer(staff_client, page)) == ["What is no longer there was not withdrawn."]


def test_what_is_withdrawn_already_is_not_asked_about(staff_client):
    post = make_post(state="withdrawn")
    response = staff_client.post(LIST, {"action": "withdraw", "_selected_action": [post.pk]}, follow=True)
    assert said(response) == ["1 was withdrawn already."]


def test_one_record_has_a_page_of_its_own_that_also_corrects_the_reason(staff_client):
    post = make_post()
    path = f"{LIST}{post.pk}/withdraw/"
    answer(staff_client, staff_client.get(path), **REASONS)
    withdrawn_at = Post.objects.get().withdrawn_at
    page = staff_client.get(path)
    assert [field["text"] for field in elements(page, "textarea")] == list(REASONS.values())
    response = answer(staff_client, page, reason_en="It was out of date.")
    assert response.redirect_chain == [(f"{LIST}{post.pk}/change/", 302)]
    post.refresh_from_db()
    assert (post.withdrawal_reason_en, post.withdrawal_reason_ko) == ("It was out of date.", "")
    assert post.withdrawn_at == withdrawn_at


@pytest.mark.parametrize("records", ["", "x", "1", "1:x", "1:-1", "9" * 30 + ":1", "1:0\x00", "１:１"])
def test_what_nobody_could_choose_is_refused(staff_client, records):
    make_post()
    response = staff_client.post(f"{LIST}withdraw/", {"records": records}, follow=True)
    assert said(response) == ["Choose the records in the list."]
    assert Post.objects.visible().exists()


def test_a_page_sent_for_one_record_withdraws_no_other(staff_client):
    post, other = make_post(), make_post()
    staff_client.post(f"{LIST}{post.pk}/withdraw/", {"records": f"{post.pk}:0,{other.pk}:0"})
    assert list(Post.objects.visible()) == [other]


def test_a_reason_that_is_too_long_is_kept_and_refused(staff_client):
    post = make_post()
    response = withdraw(staff_client, LIST, [post.pk], reason_en="x" * 501)
    assert elements(response, "textarea", name="reason_en")[0]["text"] == "x" * 501
    assert elements(response, "ul", class_="errorlist")
    assert Post.objects.visible().exists()


@pytest.mark.parametrize(("number", "status"), [("999", 404), ("9" * 30, 404), ("x", 302)])
def test_bad_ids(staff_client, number, status):
    assert staff_client.get(f"{LIST}{number}/withdraw/").status_code == status


def test_who_may_only_look_cannot_withdraw(client, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    allow(clerk, "view_post")
    client.force_login(clerk)
    post = make_post()
    for path in (f"{LIST}{post.pk}/withdraw/", f"{LIST}withdraw/"):
        assert client.post(path, {"records": f"{post.pk}:0"}).status_code == 403
    assert client.get(f"{LIST}{post.pk}/withdraw/").status_code == 403
    assert Post.objects.visible().exists()


def test_imported_records_cost_the_same_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    import_all_seeds()
    posts = list(Post.objects.visible())

    def count(*chosen):
        with django_assert_max_num_queries(50) as captured:
            assert ask(staff_client, *chosen).status_code == 200
        return len(captured)

    assert count(posts[0]) == count(*posts[1:12])
