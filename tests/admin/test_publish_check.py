"""Publishing asks for a reason where some readers would stumble, and keeps it."""

import pytest

from news.models import Post, PostAttachment
from seoulsolution.admin.publishing.findings import Weight, findings_of
from seoulsolution.media.models import File
from seoulsolution.revisions import drafts, history
from seoulsolution.revisions.models import Revision
from tests.factories import make_image, make_issue, make_notice, make_partner, make_post
from tests.forms import confirm, data_of, submit

POSTS = "/admin/news/post/"
pytestmark = pytest.mark.django_db
SILENT = "the picture “Bridge” has no text alternative, and is not marked as decorative."


def element(image, **said):
    attributes = "".join(f' {name}="{value}"' for name, value in said.items())
    return f'<site-picture key="{image.key}"{attributes}></site-picture>'


def warnings_of(record):
    return [str(finding) for finding in findings_of(record) if finding.weight is Weight.ADVICE]


def page_of(post):
    return f"{POSTS}{post.pk}/change/"


def make_file(**fields):
    return File.objects.create(**{"file": "files/x", "name": "plan.hwp", "format": "hwp"} | fields)


@pytest.fixture
def silent(db):
    return make_image(alt_en="", title="Bridge")


def test_each_place_is_named(silent):
    described = make_image()
    post = make_post(cover=silent, body_ko=element(silent), body_en=element(silent, alt="A bridge"))
    assert warnings_of(post) == [f"Cover: {SILENT}", f"Body (한국어): {SILENT}"]
    assert warnings_of(make_post(cover=described, body_en=element(silent, decorative="true"))) == []
    assert warnings_of(make_partner(logo=silent)) == []


@pytest.mark.parametrize(("make", "title"), [(make_issue, "Story 1"), (make_notice, "Part 1")])
def test_a_picture_in_a_part_is_named_with_the_part(silent, make, title):
    record = make(1)
    part = (record.stories if hasattr(record, "stories") else record.parts).get()
    part.body_en = element(silent)
    part.save()
    assert warnings_of(record) == [f"{title}: Body (English): {SILENT}"]


@pytest.mark.parametrize(
    ("fields", "warns"),
    [
        ({}, True),
        ({"alternative_text": "The plan"}, False),
        ({"format": "pdf", "text": "The plan"}, False),
        ({"format": "pdf", "problem": "no_text"}, True),
    ],
)
def test_a_file_that_not_everybody_can_read_is_named(fields, warns):
    post = make_post()
    PostAttachment.objects.create(post=post, file=make_file(**fields), position=1)
    assert [("“plan.hwp”" in warning) for warning in warnings_of(post)] == [True] * warns


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_form_keeps_everything_and_asks_once(staff_client, silent, state):
    post = make_post(state=state, cover=silent)
    count = Post.objects.count()
    response = submit(staff_client, page_of(post), title_en="Ferries", _publish="1")
    page = response.content.decode()
    assert f">Cover</a>: {SILENT}" in page
    assert "Not published yet" in page
    post.refresh_from_db()
    assert (post.title_en, post.state, Post.objects.count()) == (
        "Up to 1 GW of geothermal energy",
        state,
        count,
    )
    sent = data_of(response) | {
        "_publish": "1",
        "_publish_anyway": "  It is art. ",
        "_key": response.context["editing"]["key"],
    }
    assert sent["title_en"] == "Ferries"
    assert staff_client.post(page_of(post), sent).status_code == 302
    post.refresh_from_db()
    assert (post.title_en, post.state) == ("Ferries", "published")
    kept = Revision.objects.of(post).first()
    assert (kept.event, kept.created_by.username) == ("published", "staff")
    assert kept.note == f"Published all the same, for this reason: It is art.\n– Cover: {SILENT}"


def test_a_new_record_is_not_there_before_somebody_has_seen_the_warning(staff_client, silent):
    fields = {"title_en": "Ferries", "body_en": element(silent), "_publish": "1"}
    response = submit(staff_client, f"{POSTS}add/", **fields)
    assert f">Body (English)</a>: {SILENT}" in response.content.decode()
    assert not Post.objects.exists()
    assert submit(staff_client, f"{POSTS}add/", **fields, _publish_anyway="1").status_code == 302
    assert Post.objects.get().state == "published"


def test_saving_a_draft_does_not_ask(staff_client, silent):
    post = make_post(state="draft", cover=silent)
    assert submit(staff_client, page_of(post), title_en="Ferries").status_code == 302


@pytest.mark.parametrize("fixture", ["made", "imported_post"])
@pytest.mark.parametrize("action", ["publish", "schedule"])
def test_publishing_a_draft_asks_first(staff_client, request, silent, fixture, action):
    post = make_post() if fixture == "made" else request.getfixturevalue(fixture)
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"body_en": element(silent)}))
    sent = {"_revision": history.latest_number(post), "at_0": "2030-01-01", "at_1": "09:00", "note": "<b>"}
    address = f"{POSTS}{post.pk}/workflow/{action}/"
    response = staff_client.post(address, sent)
    assert f">Body (English)</a>: {SILENT}" in response.content.decode()
    assert dict(response.context["sent"])["note"] == ["<b>"]
    assert drafts.exist(post)
    response = staff_client.post(address, sent | {"_publish_anyway": "1"}, follow=True)
    assert Revision.objects.of(post).first().note.startswith("<b>\nPublished all the same")
    assert (
        "Published." if action == "publish" else "It will be published then."
    ) in response.content.decode()


def test_publishing_one_language_of_a_draft_does_not_ask_about_the_other(staff_client, silent):
    post = make_post(title_ko="지열", body_ko="<p>계획</p>")
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"body_en": element(silent), "title_ko": "지열 발전"}))
    sent = {"_revision": history.latest_number(post), "language": "ko"}
    address = f"{POSTS}{post.pk}/workflow/publish/"
    assert SILENT in staff_client.post(address, sent | {"language": "en"}).content.decode()
    assert staff_client.post(address, sent).status_code == 302
    post.refresh_from_db()
    assert (post.title_ko, post.body_en) == ("지열 발전", "<p>The city announced a plan.</p>")


def test_many_are_published_with_one_reason_and_without_what_must_be_mended(staff_client, silent):
    dead = '<p><a href="/admin/">Desk</a></p>'
    posts = [
        make_post(state="draft", cover=silent, title_en="Silent"),
        make_post(state="draft", title_en="Plain"),
        make_post(state="draft", title_en="Dead", body_en=dead),
    ]
    sent = {"action": "publish", "_selected_action": [post.pk for post in posts]}
    page = staff_client.post(POSTS, sent)
    taken, left = (
        {title: [str(each["finding"]) for each in found] for title, _url, _what, found in page.context[rows]}
        for rows in ("taken", "left")
    )
    assert taken == {"Silent": [f"Cover: {SILENT}"], "Plain": []}
    assert "leads to a page for staff" in left["Dead"][0]
    assert f"{POSTS}{posts[2].pk}/change/#id_body_en" in page.content.decode()
    page = confirm(staff_client, POSTS, sent)
    assert "Nothing is published yet: say why" in page.content.decode()
    assert not Post.objects.filter(state="published").exists()
    said = confirm(staff_client, POSTS, sent, _publish_anyway="It is art.").content.decode()
    assert "2 published." in said
    assert Post.objects.get(title_en="Dead").state == "draft"
    notes = [Revision.objects.of(post).first().note for post in posts[:2]]
    assert notes == [f"Published all the same, for this reason: It is art.\n– Cover: {SILENT}", ""]
