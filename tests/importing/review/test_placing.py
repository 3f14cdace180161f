"""Unplaced lines: staff make a draft of them, or tick them off; who did it and when is kept."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from news.models import Document, Post
from seoulsolution.content.models import State
from seoulsolution.importing.models import LedgerEntry, Proposal, Run, SourceFile, UnplacedLine
from seoulsolution.importing.parsing.records import RecordKind
from seoulsolution.importing.review import placing
from seoulsolution.importing.undo import undo
from seoulsolution.reviews.models import Provenance
from seoulsolution.revisions import drafts
from seoulsolution.revisions.models import Revision
from tests.factories import allow, make_user
from tests.importing import pages
from tests.importing.helpers import run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
LOST = "What became of the old line?\nIt is a park now, and the trains stand in it.\n\nCome and see it.\n"
KOREAN = "옛 노선은 어떻게 되었나\n지금은 공원이며 열차가 그 안에 서 있습니다.\n"
PLACE = "/admin/importing/unplacedline/place/"
LIST = "/admin/importing/unplacedline/"


@pytest.fixture
def load(tmp_path):
    def load(text, name="a.txt"):
        run_import(tmp_path, write(tmp_path, name, text))
        return list(UnplacedLine.objects.filter(resolved_at=None).order_by("source", "number"))

    return load


def address(lines):
    return f"{PLACE}?{'&'.join(f'line={line.pk}' for line in lines)}"


def make(client, lines, kind="news_post", language="en"):
    return client.post(address(lines), {"kind": kind, "language": language, "_draft": ""})


@pytest.mark.parametrize(
    ("text", "language", "other"), [(LOST, "en", "ko"), (KOREAN, "ko", "en")], ids=["English", "Korean"]
)
def test_lines_become_a_draft_in_their_language(text, language, other, load, staff_client, staff):
    lines = load(text + pages.home((TITLE,)))
    page = staff_client.get(address(lines))
    form = page.context["form"]
    assert (form["language"].value(), form["kind"].value()) == (language, "news_post")
    assert [line.text for line in page.context["lines"]] == text.split("\n\n")[0].splitlines() + (
        ["Come and see it."] if language == "en" else []
    )
    response = make(staff_client, lines, language=form["language"].value())
    post = Post.objects.exclude(title_en=TITLE).get()
    assert response.url == f"/admin/importing/review/news.post/{post.pk}/"
    first, second, *_rest = text.splitlines()
    assert getattr(post, f"title_{language}") == first
    assert second in getattr(post, f"body_{language}")
    assert not getattr(post, f"title_{other}")
    assert (post.state, post.date) == (State.DRAFT, None)
    assert {"unclear_place", "no_date"} <= set(post.reviews.values_list("reason", flat=True))
    for line in UnplacedLine.objects.all():
        assert (line.resolved_by, line.provenance.record) == (staff, post)
        assert line.resolved_at


def test_the_draft_knows_its_lines_and_the_file_shows_it(load, staff_client):
    lines = load(LOST + pages.home((TITLE,)))
    make(staff_client, lines)
    post = Post.objects.get(title_en="What became of the old line?")
    places = post.provenances.order_by("first_line")
    assert [(place.first_line, place.last_line) for place in places] == [(1, 2), (4, 4)]
    assert places[0].raw_text == "\n".join(LOST.splitlines()[:2])
    assert {place.sha256 for place in places} == {SourceFile.objects.get().sha256}
    source = SourceFile.objects.get()
    page = staff_client.get(f"/admin/importing/sourcefile/{source.pk}/change/")
    placed = [line for line in page.context["lines"] if line.number in (1, 2, 4)]
    url = f"/admin/news/post/{post.pk}/change/"
    assert {(line.status, line.records) for line in placed} == {
        ("record", (("What became of the old line?", url),))
    }
    assert "by staff" in page.content.decode()
    assert url in staff_client.get(f"{LIST}?done=yes").content.decode()


def test_paragraphs_are_those_of_the_file(load, staff_client):
    make(staff_client, load(LOST + pages.home((TITLE,))))
    body = Post.objects.get(title_en__startswith="What").body_en
    assert body == "<p>It is a park now, and the trains stand in it.</p><p>Come and see it.</p>"


def test_lines_become_a_document(load, staff_client):
    lines = load("Old Lines of Seoul (Brochure, 2019)\n" + pages.home((TITLE,)))
    make(staff_client, lines, kind="archive_document")
    document = Document.objects.get()
    assert (document.title_en, document.kind, document.year) == (
        "Old Lines of Seoul (Brochure, 2019)",
        "brochure",
        2019,
    )
    assert document.reviews.filter(reason="missing_file").exists()


def test_markup_in_a_line_is_text(load, staff_client):
    make(staff_client, load("Lost words\nAnd <script>alert(1)</script> them\n" + pages.home((TITLE,))))
    assert "&lt;script&gt;" in Post.objects.get(title_en="Lost words").body_en


def test_a_line_too_long_for_a_title_is_cut_and_whole_in_the_text(load, staff_client):
    long = "word " * 100
    make(staff_client, load(f"{long.strip()}\n" + pages.home((TITLE,))))
    post = Post.objects.get(title_cut=True)
    assert post.title_en.endswith("…")
    assert len(post.title_en) <= 300
    assert long.strip() in post.body_en
    assert post.reviews.filter(reason="cut_title").exists()


def test_lines_too_long_for_a_record_stay(load, staff_client):
    lines = load(f"A title\n{'word ' * 41_000}\n" + pages.home((TITLE,)))
    assert "These lines are too long for one record." in make(staff_client, lines).content.decode()
    assert not UnplacedLine.objects.exclude(resolved_at=None).exists()
    assert Post.objects.count() == 1


def test_a_language_that_the_site_lacks_fills_no_column(load, staff_client):
    lines = load("ソウルの古い線路はどうなったのでしょうか\n今は公園です。\n" + pages.home((TITLE,)))
    page = staff_client.get(address(lines))
    assert page.context["form"]["language"].value() == "ja"
    make(staff_client, lines, language="ja")
    post = Post.objects.get(foreign_language="ja")
    assert (post.title_en, post.title_ko) == (None, None) or (post.title_en, post.title_ko) == ("", "")
    assert post.foreign_title == lines[0].text


def test_importing_again_leaves_draft_and_decision(load, staff_client, tmp_path):
    text = LOST + pages.home((TITLE,))
    make(staff_client, load(text))
    SourceFile.objects.update(parser_version=0)
    assert load(text) == []
    assert Post.objects.count() == 2
    assert Provenance.objects.count() == Provenance.objects.values("first_line", "object_id").count()


def test_a_file_that_has_the_same_as_an_item_does_not_overwrite_the_draft(load, staff_client):
    make(staff_client, load(LOST + pages.home((TITLE,))))
    post = Post.objects.get(title_en="What became of the old line?")
    page = pages.PAGE.replace(TITLE, post.title_en)
    load(page, "page.txt")
    before = post.body_en
    post.refresh_from_db()
    assert post.body_en == before
    entry = LedgerEntry.objects.get(object_id=post.pk, content_type=ContentType.objects.get_for_model(Post))
    assert entry.written == {}


def test_the_same_lines_of_another_file_are_no_second_record(load, staff_client):
    make(staff_client, load(LOST + pages.home((TITLE,))))
    post = Post.objects.get(title_en="What became of the old line?")
    lines = load(LOST + pages.home((f"{TITLE} Again",)), "b.txt")
    response = make(staff_client, lines)
    assert response.status_code == 200
    assert f"/admin/news/post/{post.pk}/change/" in response.content.decode()
    assert Post.objects.filter(title_en=post.title_en).count() == 1
    assert not UnplacedLine.objects.filter(pk__in=[line.pk for line in lines]).exclude(resolved_at=None)


def test_what_staff_deleted_they_can_bring_back(load, staff_client):
    make(staff_client, load(LOST + pages.home((TITLE,))))
    Post.objects.get(title_en="What became of the old line?").delete()
    lines = load(LOST + pages.home((f"{TITLE} Again",)), "b.txt")
    assert make(staff_client, lines).status_code == 302
    post = Post.objects.get(title_en="What became of the old line?")
    assert LedgerEntry.objects.get(title=post.title_en).record == post


def test_a_line_decided_on_in_the_same_moment_is_left(load, staff):
    lines = load(LOST + pages.home((TITLE,)))
    UnplacedLine.objects.filter(number=2).update(resolved_at=timezone.now())
    with pytest.raises(placing.NotPlaced, match="Somebody has just decided"):
        placing.make_draft(lines, RecordKind.NEWS_POST, "en", staff)
    assert Post.objects.count() == 1


def test_somebody_was_faster(load, staff_client):
    lines = load(LOST + pages.home((TITLE,)))
    url = address(lines)
    lines[0].resolve(None)
    response = staff_client.post(address(lines[:1]), {"kind": "news_post", "language": "en"}, follow=True)
    assert "Choose lines that are still open." in response.content.decode()
    assert [line.number for line in staff_client.get(url).context["lines"]] == [2, 4]
    assert Post.objects.count() == 1


@pytest.mark.parametrize("button", ["_draft", "_resolve"])
def test_who_chose_lines_of_which_another_placed_one_is_asked_again(load, staff_client, button):
    lines = load(LOST + pages.home((TITLE,)))
    page = staff_client.get(address(lines))
    shown = [line.pk for line in page.context["lines"]]
    lines[0].resolve(None)
    choice = {"kind": "archive_document", "language": "ko", "shown": shown, button: ""}
    response = staff_client.post(address(lines), choice)
    assert "Somebody has just decided on one of these lines." in response.content.decode()
    assert response.context["form"]["kind"].value() == "archive_document"
    assert [line.number for line in response.context["lines"]] == [2, 4]
    assert Post.objects.count() == 1
    assert UnplacedLine.objects.filter(resolved_at=None).count() == 2


def test_two_who_place_the_same_lines_make_one_record(load, staff_client):
    lines = load(LOST + pages.home((TITLE,)))
    shown = [line.pk for line in staff_client.get(address(lines)).context["lines"]]
    choice = {"kind": "news_post", "language": "en", "shown": shown, "_draft": ""}
    responses = [staff_client.post(address(lines), choice, follow=True) for _ in range(2)]
    assert Post.objects.filter(title_en="What became of the old line?").count() == 1
    assert "Choose lines that are still open." in responses[1].content.decode()


def test_lines_are_only_marked_as_done(load, staff_client, staff):
    lines = load(LOST + pages.home((TITLE,)))
    response = staff_client.post(address(lines[:2]), {"_resolve": ""})
    assert re.search(r"/sourcefile/of/\w+/1-2/$", response.url)
    done = UnplacedLine.objects.exclude(resolved_at=None)
    assert [(line.number, line.resolved_by) for line in done] == [(1, staff), (2, staff)]
    assert Post.objects.count() == 1


def test_the_list_has_an_action_for_lines_of_one_file(load, staff_client):
    load(LOST + pages.home((TITLE,)))
    lines = load(KOREAN + pages.home((f"{TITLE} Again",)), "b.txt")
    ours = [line.pk for line in lines if line.source_id == lines[0].source_id]
    response = staff_client.post(LIST, {"action": "draft", "_selected_action": ours})
    assert staff_client.get(response.url).context["form"].can_add
    everything = [line.pk for line in lines]
    response = staff_client.post(LIST, {"action": "draft", "_selected_action": everything}, follow=True)
    response = staff_client.get(response.redirect_chain[0][0], follow=True)
    assert "Choose lines of one file." in response.content.decode()


def test_history_says_who_made_the_draft(load, staff_client, staff):
    make(staff_client, load(LOST + pages.home((TITLE,))))
    post = Post.objects.get(title_en="What became of the old line?")
    revision = Revision.objects.of(post).get()
    assert (revision.event, revision.created_by) == ("created", staff)


def test_who_may_tick_off_but_not_add_is_offered_no_draft(load, client, django_user_model):
    user = django_user_model.objects.create_user("reader", is_staff=True)
    client.force_login(user)
    lines = load(LOST + pages.home((TITLE,)))
    assert client.get(address(lines)).status_code == 403
    allow(user, "change_unplacedline")
    assert not client.get(address(lines)).context["form"].can_add
    assert make(client, lines).status_code == 200
    assert Post.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?line=x", "?line=999", "?line=99999999999999999999"])
def test_no_lines_lead_back_to_the_list(query, staff_client):
    response = staff_client.get(PLACE + query)
    assert response.url == LIST


def test_undoing_the_run_keeps_the_draft(load, staff_client):
    make(staff_client, load(LOST + pages.home((TITLE,))))
    done = undo(Run.objects.get())
    assert [row["title"] for row in done.kept] == ["What became of the old line?"]
    assert Post.objects.get().title_en == "What became of the old line?"
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_speaks_both_languages(language, load, staff_client):
    staff_client.cookies["django_language"] = language
    lines = load(LOST + pages.home((TITLE,)))
    content = staff_client.get(address(lines)).content.decode()
    assert ("The first line becomes the title" in content) == (language == "en")
    label = {"en": "Kind", "ko": "종류"}[language]
    assert f"<legend>{label}</legend>" in content
    assert 'lang="en"><strong>What became of the old line?' in content


def test_lines_join_the_text_of_a_record(load, staff_client, staff):
    lines = load(LOST + pages.home((TITLE,)))
    post = Post.objects.get()
    sent = {"join-record": f"/admin/news/post/{post.pk}/change/", "join-language": "en", "_join": ""}
    assert staff_client.post(address(lines), sent).url == f"/admin/news/post/{post.pk}/change/"
    assert "It is a park now" not in Post.objects.get().body_en
    draft = drafts.shown(post)
    assert draft.body_en.startswith(post.body_en)
    assert "It is a park now" in draft.body_en
    assert {line.resolved_by for line in UnplacedLine.objects.all()} == {staff}
    assert post.provenances.count() == 3


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("Opens", "Several are called so"),
        ("Nothing like it", "There is no such"),
        ("", "This field is required"),
    ],
)
def test_who_names_no_single_record_is_told_so(load, staff_client, record, said):
    lines = load(LOST + pages.home((TITLE,)))
    Post.objects.create(title_en="Seoul Opens Again")
    sent = {"join-record": record, "join-language": "en", "_join": ""}
    assert said in staff_client.post(address(lines), sent).content.decode()
    assert UnplacedLine.objects.filter(resolved_at=None).count() == len(lines)


def test_lines_join_no_record_of_others(load, client):
    lines = load(LOST + pages.home((TITLE,)))
    author = make_user(Author="news")
    allow(author, "change_unplacedline")
    client.force_login(author)
    sent = {"join-record": TITLE, "join-language": "en", "_join": ""}
    assert "not change it" in client.post(address(lines), sent).content.decode()
