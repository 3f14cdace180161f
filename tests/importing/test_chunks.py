"""Files go in by chunks: as fast as that is, no file suffers from another."""

from unittest import mock

import pytest
from django.db import DatabaseError, connection

from news.models import Post
from seoulsolution.content import excerpts, richtext
from seoulsolution.importing import chunks
from seoulsolution.importing.chunks import FailedFile, Pace
from seoulsolution.importing.loading import identity
from seoulsolution.importing.loading.loader import Loader
from seoulsolution.importing.models import FileOutcome
from seoulsolution.importing.reporting import FileResult
from seoulsolution.revisions.models import Revision
from seoulsolution.search.index import ahead
from tests.importing import generated, pages
from tests.importing.helpers import picture, run_import, write

pytestmark = pytest.mark.django_db
FILES = 12


def sized(*sizes):
    return [FailedFile(FileResult(str(size), FileOutcome.Status.REFUSED), size=size) for size in sizes]


def import_each_alone(tmp_path, folder):
    with mock.patch.object(chunks, "MOST_FILES", 1):
        return run_import(tmp_path, folder)


def failing_at(name):
    load = Loader.load

    def fail(self, candidates):
        loaded = load(self, candidates)
        if self.path.endswith(name):
            raise DatabaseError("disk full")
        return loaded

    return mock.patch.object(Loader, "load", fail)


def test_a_chunk_brings_what_its_files_bring_alone(tmp_path, taken_back):
    folder = generated.write_files(tmp_path / "pages", FILES)
    with taken_back():
        import_each_alone(tmp_path, folder)
        alone = picture()
        revisions = sorted(Revision.objects.values_list("note", "event"))
    run_import(tmp_path, folder)
    assert picture() == alone
    assert sorted(Revision.objects.values_list("note", "event")) == revisions


def test_texts_are_made_before_the_transaction_in_which_nobody_else_can_write(tmp_path, monkeypatch):
    calls, outside = set(), len(connection.savepoint_ids)

    def noting(function):
        def call(*args, **kwargs):
            calls.add((function.__name__, len(connection.savepoint_ids)))
            return function(*args, **kwargs)

        return call

    made = ((richtext, "clean"), (excerpts, "make"), (ahead, "record_tokens"), (identity, "comparable"))
    for module, name in made:
        monkeypatch.setattr(module, name, noting(getattr(module, name)))
    write(
        tmp_path,
        "a.txt",
        pages.home(("Seoul Opens a New Line",), archives=[("Seoul Rail (Brochure, 2019)",)]),
    )
    assert run_import(tmp_path, tmp_path / "a.txt")[0]
    assert calls == {(name, outside) for _module, name in made}


def test_a_fault_in_one_file_takes_no_other_with_it(tmp_path):
    folder = generated.write_files(tmp_path / "pages", FILES)
    with failing_at("000005.txt"):
        succeeded, report, _printed = run_import(tmp_path, folder)
    statuses = [file["status"] for file in report["files"]]
    assert (succeeded, statuses.count("imported"), statuses[5]) == (False, FILES - 1, "failed")
    assert FileOutcome.objects.count() == FILES
    assert not Post.objects.filter(title_en__contains="Number 5 Around").exists()


def test_a_text_meets_one_of_its_own_chunk(tmp_path):
    title, body = "Seoul Opens a New Line", "The city of Seoul opens it. All are glad."
    write(tmp_path, "a.txt", pages.home((title, "2020-06-11", body)))
    write(tmp_path, "b.txt", pages.home((title, "2020-06-11", "Something else is said of it here.")))
    report = run_import(tmp_path, tmp_path / "a.txt", tmp_path / "b.txt")[1]
    assert [file["records"][0]["outcome"] for file in report["files"]] == ["created", "proposed"]
    assert Post.objects.get().body_en == f"<p>{body}</p>"


def test_chunks_have_few_files_and_bytes():
    pace = Pace()
    pace.most_records = 10_000
    assert [len(chunk) for chunk in pace.chunks(sized(*[1] * 1001))] == [500, 500, 1]
    assert [len(chunk) for chunk in pace.chunks(sized(5_000_000, 5_000_000, 90_000_000, 1))] == [1, 1, 1, 1]


@pytest.fixture
def clock(monkeypatch):
    """Return a clock as a list of one number of seconds."""
    now = [0.0]
    monkeypatch.setattr(chunks.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(("seconds", "expected"), [(15.0, 1), (1.5, 10), (0.0, 80)])
def test_the_next_chunk_is_as_large_as_the_time_of_this_one_allows(seconds, expected, clock):
    pace = Pace()
    with pace.measured():
        assert len(list(pace.in_time(sized(*[1] * 10)))) == 10
        clock[0] = seconds
    assert pace.most_records == expected


def test_a_chunk_that_loads_slowly_is_cut_by_the_clock(clock):
    pace, loaded = Pace(), []
    with pace.measured():
        for file in pace.in_time(sized(*[1] * 10)):
            loaded.append(file)
            clock[0] += 0.25
        assert len(loaded) == 3
        clock[0] = 1.5
    assert (pace.most_records, pace.loading_share) == (3, 0.5)


def test_what_is_cut_off_a_chunk_goes_in_later(tmp_path):
    folder = generated.write_files(tmp_path / "pages", FILES)
    with mock.patch.object(chunks, "SECONDS", 0.0):
        succeeded, report, _printed = run_import(tmp_path, folder)
    assert (succeeded, len(report["files"]), FileOutcome.objects.count()) == (True, FILES, FILES)
