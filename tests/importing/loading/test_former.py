"""A page read in another shape than before, or saved again, is the record that it was."""

import pytest

from news.models import Post
from notices.models import Notice
from seoulsolution.importing.loading.former import FormerReading
from seoulsolution.importing.loading.ledger import Ledger
from seoulsolution.importing.models import LedgerEntry, Proposal
from seoulsolution.importing.parsing import formats
from seoulsolution.importing.parsing.parsers import notice
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.records import ParsedRecord, RecordKind
from tests.importing import pages
from tests.importing.helpers import outcomes, run_import, write

TITLE = "Seoul Opens a New Line Around the City"
REPEATED = pages.PAGE.replace("    The city", f"    {TITLE}\n\n    The city")
CALL = REPEATED.replace(TITLE, "Honorary Citizenship of Seoul").replace(
    "It goes around", "Please recommend candidates who know"
)


@pytest.fixture
def load(tmp_path):
    return lambda text: outcomes(run_import(tmp_path, write(tmp_path, "a.txt", text))[1])


@pytest.fixture
def load_as_before(load, monkeypatch):
    """Import a text as a version did that kept repeated titles and did not know calls in prose."""

    def load_as_before(text):
        with monkeypatch.context() as before:
            before.setattr(formats, "VERSION", formats.VERSION - 1)
            before.setattr(notice, "body_of", lambda groups, title="": body_of(groups))
            before.setattr(notice, "is_call", lambda title, groups: False)
            return load(text)

    return load_as_before


@pytest.mark.django_db
def test_the_same_file_in_another_shape_is_the_same_record(load, load_as_before):
    assert load_as_before(REPEATED) == ["created"]
    assert [load(REPEATED) for _time in range(2)] == [["proposed"], ["unchanged"]]
    assert TITLE in Post.objects.get().body_en
    assert TITLE not in Proposal.objects.get().values["body_en"]


@pytest.mark.django_db
def test_a_record_deleted_by_staff_does_not_come_back_in_another_shape(load, load_as_before):
    load_as_before(REPEATED)
    Post.objects.get().delete()
    assert load(REPEATED) == ["skipped"]
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_staff_decide_what_becomes_of_a_record_that_is_of_another_kind_now(load, load_as_before):
    load_as_before(CALL)
    assert [load(CALL) for _time in range(2)] == [["unchanged"], ["unchanged"]]
    (review,) = Post.objects.get().reviews.filter(reason="unclear_place")
    assert (Notice.objects.exists(), review.detail) == (
        False,
        "read as notice: Honorary Citizenship of Seoul",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("title", "number"), [(TITLE, 1), ("Seoul Closes an Old Line", 2)])
def test_a_page_saved_again_from_its_address_is_the_same_record(title, number, load):
    address = "URL: https://english.seoul.go.kr/a-new-line/\n"
    load(address + pages.PAGE)
    assert load(address + pages.PAGE.replace(TITLE, title).replace("The city of", "The whole city of")) == [
        "proposed" if number == 1 else "created"
    ]
    assert Post.objects.count() == number


def test_a_record_that_is_two_now_is_the_first_of_them():
    entry, ledger = LedgerEntry(kind=RecordKind.NEWS_POST), Ledger()
    ledger.entries["old"] = entry
    reading = FormerReading(ledger, [{"kind": "news_post", "lines": [3, 9], "key": "old"}], keys=())
    first, second = (ParsedRecord(RecordKind.NEWS_POST, "", "", "en", lines) for lines in ((3, 5), (7, 9)))
    assert (reading.find(first), reading.find(second)) == (entry, None)
