"""Second texts: staff see the difference, decide, and no later import undoes it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from news.models import Issue, Post
from notices.models import Notice
from seoulsolution.content import worddiff
from seoulsolution.importing.models import LedgerEntry, Proposal, Run, SourceFile
from seoulsolution.reviews.models import Review
from seoulsolution.revisions.models import Revision
from tests.admin.reviewing import page_of, press, sent
from tests.factories import make_notice
from tests.forms import submit
from tests.importing import pages, seeds
from tests.importing.helpers import outcomes, run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
OTHER = "The city of Seoul opens a line. It goes around the whole city and <b>back</b>."
STAFF = "<p>Written by staff.</p>"
OPEN, TAKEN, DISMISSED = Proposal.Status.OPEN, Proposal.Status.TAKEN, Proposal.Status.DISMISSED


@pytest.fixture
def load(tmp_path):
    """A function that imports a page of one post with this body and returns what became of it."""

    def run(name, body=pages.BODY, logos=()):
        page = pages.home((TITLE, "2020-06-11", body), logos=("CITYNET 로고이미지",))
        return outcomes(run_import(tmp_path, write(tmp_path, name, page))[1])[0]

    return run


@pytest.fixture
def _proposed(load, staff_client):
    """A post changed by staff in its form, and another text for it from a later file."""
    load("a.txt")
    submit(staff_client, f"/admin/news/post/{Post.objects.get().pk}/change/", body_en=STAFF)
    assert load("b.txt", OTHER) == "proposed"


def choose(client, choice):
    proposal = Proposal.objects.get(status=OPEN)
    path = page_of(proposal.entry.record, "?reason=second_text")
    (panel,) = client.get(path).context["record_review"].panels
    names = [name for offer in panel.offers for _d, name, _c in offer.rows]
    return press(client, path, **dict.fromkeys(names, choice))


@pytest.mark.usefixtures("_proposed")
def test_the_difference_is_shown_word_by_word(staff_client):
    post = Post.objects.get()
    content = staff_client.get(page_of(post)).content.decode()
    assert post.body_en == STAFF
    assert "<del>Written by staff.</del><ins>The city of Seoul opens a line." in content
    assert "&lt;b&gt;back&lt;/b&gt;" in content


@pytest.mark.usefixtures("_proposed")
def test_taking_writes_the_field_and_no_import_changes_it_again(staff_client, staff, load):
    choose(staff_client, "take")
    post, proposal = Post.objects.get(), Proposal.objects.get()
    taken = post.body_en
    assert "opens a line." in taken
    assert (proposal.status, proposal.resolved_by) == (TAKEN, staff)
    assert proposal.resolved_at is not None
    assert Review.objects.get(reason="second_text").resolved_by == staff
    revision = Revision.objects.of(post).first()
    assert (revision.data["fields"]["body_en"], revision.created_by) == (taken, staff)
    for name, body in (("a.txt", pages.BODY), ("c.txt", pages.BODY), ("b.txt", OTHER), ("d.txt", OTHER)):
        assert load(name, body) == "unchanged"
    assert Post.objects.get().body_en == taken
    assert Proposal.objects.count() == 1


@pytest.mark.usefixtures("_proposed")
def test_keeping_leaves_the_field_and_it_is_not_proposed_again(staff_client, staff, load):
    choose(staff_client, "keep")
    proposal = Proposal.objects.get()
    assert Post.objects.get().body_en == STAFF
    assert (proposal.status, proposal.resolved_by) == (DISMISSED, staff)
    for name, body in (("a.txt", pages.BODY), ("b.txt", OTHER), ("d.txt", OTHER)):
        assert load(name, body) == "unchanged"
    assert Post.objects.get().body_en == STAFF
    assert Proposal.objects.count() == 1


@pytest.mark.usefixtures("_proposed")
@pytest.mark.parametrize(("first", "second"), [("keep", "take"), ("take", "keep"), ("take", "take")])
def test_the_second_of_two_who_decide_is_told(staff_client, django_user_model, first, second):
    colleague, proposal = Client(), Proposal.objects.get()
    colleague.force_login(django_user_model.objects.create_superuser("colleague"))
    path = page_of(Post.objects.get(), "?reason=second_text")
    opened = sent(staff_client.get(path)) | {f"proposal-{proposal.pk}-body_en": second}
    choose(colleague, first)
    before = Post.objects.get().body_en
    response = staff_client.post(path, opened)
    assert "Somebody else has decided on the other text" in " ".join(response.content.decode().split())
    assert "(colleague)" in response.content.decode()
    assert Post.objects.get().body_en == before
    proposal.refresh_from_db()
    assert proposal.resolved_by.username == "colleague"
    assert Revision.objects.of(Post.objects.get()).count() == (3 if first == "take" else 2)


@pytest.mark.usefixtures("_proposed")
def test_a_third_text_waits_again_and_names_the_text_taken(staff_client, load):
    choose(staff_client, "take")
    assert load("e.txt", "The city of Seoul closes a line. It is a pity.") == "proposed"
    assert Review.objects.get(reason="second_text").resolved_at is None
    assert Proposal.objects.filter(status=OPEN).count() == 1
    content = staff_client.get(page_of(Post.objects.get())).content.decode()
    assert "<del>opens " in content


@pytest.mark.usefixtures("_proposed")
def test_without_a_choice_it_stays_open(staff_client):
    press(staff_client, page_of(Post.objects.get()))
    assert Proposal.objects.get().status == OPEN
    open_reasons = Post.objects.get().reviews.filter(resolved_at=None).values_list("reason", flat=True)
    assert list(open_reasons) == ["second_text"]


@pytest.mark.usefixtures("_proposed")
def test_ticking_the_review_off_in_the_records_form_keeps_the_record(staff_client, staff):
    path = f"/admin/news/post/{Post.objects.get().pk}/change/"
    forms = staff_client.get(path).context["inline_admin_formsets"][-1].formset.forms
    box = next(form for form in forms if form.instance.reason == "second_text").add_prefix("resolved")
    submit(staff_client, path, **{box: "on"})
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.resolved_by) == (DISMISSED, staff)


def test_a_text_that_staff_wrote_already_is_not_proposed(staff_client, load):
    load("a.txt")
    Post.objects.update(body_en=f"<p>{OTHER.replace('<b>', '&lt;b&gt;').replace('</b>', '&lt;/b&gt;')}</p>")
    assert load("b.txt", OTHER) == "unchanged"
    assert not Proposal.objects.exists()


def test_a_proposal_of_a_deleted_record_does_not_wait(staff_client, load):
    load("a.txt")
    load("b.txt", OTHER)
    Post.objects.get().delete()
    assert load("b.txt", OTHER) == "skipped"
    response = staff_client.get("/admin/importing/review/?reason=second_text")
    assert response.context["rows"] == []


def test_rows_are_taken_too(staff_client, tmp_path):
    """An issue made by hand: its popular titles come from the proposal, its lead stays."""
    Issue.objects.create(number=201, year=2021, month=11, title_en="Made by hand", lead_en="Ours")
    run_import(tmp_path, seeds.SEEDS / f"{seeds.NAMES[0]}.txt")
    issue, proposal = Issue.objects.get(), Proposal.objects.get()
    names = {f"proposal-{proposal.pk}-{name}": "keep" for name in proposal.values}
    names[f"proposal-{proposal.pk}-popular_titles"] = "take"
    press(staff_client, page_of(issue), **names)
    issue.refresh_from_db()
    assert (issue.title_en, issue.lead_en) == ("Made by hand", "Ours")
    assert issue.popular_titles.count() == 5
    assert Proposal.objects.get().status == TAKEN


def test_half_a_choice_is_asked_about(staff_client, tmp_path):
    Issue.objects.create(number=201, year=2021, month=11, title_en="Made by hand")
    run_import(tmp_path, seeds.SEEDS / f"{seeds.NAMES[0]}.txt")
    proposal = Proposal.objects.get()
    path = page_of(Issue.objects.get())
    response = press(staff_client, path, **{f"proposal-{proposal.pk}-title_en": "take"})
    assert "Choose for each field." in response.content.decode()
    assert Issue.objects.get().title_en == "Made by hand"


def test_what_would_break_a_rule_is_said_and_not_written(staff_client, tmp_path):
    """A closing day before the opening day that staff keep."""
    notice = make_notice()
    run_import(tmp_path, write(tmp_path, "a.txt", pages.home((TITLE,))))
    content_type = ContentType.objects.get_for_model(notice)
    entry = LedgerEntry.objects.create(
        kind="notice", title=notice.title_en, content_type=content_type, object_id=notice.pk
    )
    proposal = Proposal.objects.create(
        entry=entry,
        source=SourceFile.objects.get(),
        run=Run.objects.get().pk,
        first_line=1,
        last_line=1,
        values={"submission_closes": "2018-07-01"},
    )
    data = {f"proposal-{proposal.pk}-submission_closes": "take"}
    response = press(staff_client, page_of(notice), **data)
    assert "Submission cannot close before it opens." in response.content.decode()
    assert Notice.objects.get().submission_closes.isoformat() == "2018-07-27"
    assert Proposal.objects.get().status == OPEN


# Word by word -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("one two", "one two", [("same", "one two")]),
        (
            "one two three",
            "one four three",
            [("same", "one "), ("old", "two "), ("new", "four "), ("same", "three")],
        ),
        ("", "new text", [("new", "new text")]),
        ("old", "", [("old", "old")]),
        ("one\ntwo", "one two", [("same", "one two")]),
        ("서울시는 연다", "서울시가 연다", [("old", "서울시는 "), ("new", "서울시가 "), ("same", "연다")]),
    ],
)
def test_words_are_compared(old, new, pieces):
    assert worddiff.compare(old, new) == pieces


def test_the_pieces_are_the_two_texts():
    old, new = "a b  c\nd e f", "a x  c d\n\ng f"
    pieces = worddiff.compare(old, new)
    assert "".join(text for what, text in pieces if what != "old") == new
    assert "".join(text for what, text in pieces if what != "new").split() == old.split()


def test_long_texts_are_compared_in_time():
    words = [f"word{number % 700}" for number in range(20_000)]
    changed = [*words[:9_000], "changed", *words[9_001:]]
    pieces = worddiff.compare(" ".join(words), " ".join(changed))
    assert ("new", "changed ") in pieces
