"""Every way of changing a record updates the index, in the same transaction."""

import datetime
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from news.models import Post, Story, Topic
from seoulsolution.search.index.backends import sqlite
from seoulsolution.search.index.consistency import find_drift
from seoulsolution.search.index.counts import count_results, topic_counts
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.language.tokens import VERSION, index_tokens
from seoulsolution.search.models import Facets, IndexedRecord, IndexedText, StoredText, text_id
from seoulsolution.search.registry import sources, text_of
from tests.factories import make_document, make_issue, make_notice, make_post, make_topic

pytestmark = pytest.mark.django_db


def count(words, language="en"):
    return count_results(Query(make_plan(words), language)).total


@pytest.fixture(autouse=True)
def _ends_in_agreement(db, capsys):
    yield
    call_command("check_search")


def test_saving_changes_what_is_found():
    post = make_post(title_en="Trams")
    assert count("tram") == 1
    post.title_en = "Buses"
    post.save()
    assert (count("tram"), count("bus")) == (0, 1)


def test_a_language_that_comes_and_goes():
    post = make_post(title_en="Trams")
    post.title_ko, post.body_ko = "전차", "<p>글</p>"
    post.save()
    assert (count("tram"), count("전차")) == (1, 1)
    post.withheld_en = True
    post.save()
    assert (count("tram"), count("전차")) == (0, 1)


def test_deleting_one_and_many():
    make_post(title_en="Trams").delete()
    make_post(title_en="Trams")
    make_post(title_en="Trams")
    Post.objects.all().delete()
    assert count("tram") == 0
    assert not IndexedText.objects.exists()


def test_changing_many_in_one_statement():
    make_post(title_en="Trams")
    make_post(title_en="Trams")
    assert Post.objects.filter(state="published").update(state="withdrawn") == 2
    assert count("tram") == 0
    Post.objects.update(state="published", title_en="Ferries")
    assert count("ferry") == 2


def test_parts_that_are_moved_and_lost():
    first, second = make_issue(title_en="First"), make_issue(number=202, title_en="Second")
    story = Story.objects.create(issue=first, position=1, title_en="Trams")
    assert count("first tram") == 1
    story.issue = second
    story.save()
    assert (count("first tram"), count("second tram")) == (0, 1)
    second.delete()
    assert count("tram") == 0


def test_steps_and_parts_of_a_notice():
    notice = make_notice()
    notice.parts.create(number=1, title_en="Trams", body_en="<p>free</p>")
    notice.selection_steps.create(position=1, title_en="Ferries", year=2018, month=8)
    assert (count("tram"), count("ferry")) == (1, 1)


def test_topics_that_are_set_cleared_and_deleted():
    topic = make_topic()
    post = make_post(topics=[topic])
    assert topic_counts() == {topic.pk: 1}
    post.topics.clear()
    assert topic_counts() == {}
    topic.posts.add(post)
    assert topic_counts() == {topic.pk: 1}
    topic.posts.clear()
    assert topic_counts() == {}
    post.topics.set([topic])
    make_document(topics=[topic])
    Topic.objects.filter(pk=topic.pk).delete()
    assert topic_counts() == {}


def test_a_change_that_is_rolled_back_leaves_no_trace():
    post = make_post(title_en="Trams")
    with transaction.atomic():
        post.title_en = "Buses"
        post.save()
        assert count("bus") == 1
        transaction.set_rollback(True)
    assert (count("tram"), count("bus")) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_record_is_not_saved_when_the_index_cannot_follow(monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr("seoulsolution.search.index.signals.refresh", fail)
    with pytest.raises(RuntimeError):
        make_post(title_en="Trams")
    assert not Post.objects.exists()


def statements(save):
    """Return the statements of the index that ``save()`` takes."""
    with CaptureQueriesContext(connection) as queries:
        save()
    return [query["sql"] for query in queries if "search_" in query["sql"]]


def test_a_save_writes_only_what_differs():
    """It reads what the index has in one statement. A changed title changes no combination of filters."""
    post = make_post(title_en="Trams", body_en="<p>Rails</p>", topics=[make_topic()])
    assert len(statements(post.save)) == 1
    post.date += datetime.timedelta(days=1)
    assert len(statements(post.save)) == 2
    post.title_en = "Unheard ferries"
    assert len(statements(post.save)) == {"sqlite": 8, "postgresql": 4}[connection.vendor]
    post.body_en = "<p>Sails</p>"
    assert len(statements(post.save)) == {"sqlite": 6, "postgresql": 4}[connection.vendor]
    post.state = "withdrawn"
    assert len(statements(post.save)) == {"sqlite": 6, "postgresql": 4}[connection.vendor]
    assert len(statements(post.save)) == 1


def test_texts_of_an_older_analysis_get_a_new_place(monkeypatch):
    post = make_post(title_en="Trams")
    before = IndexedRecord.objects.get().pk
    StoredText.objects.update(version=0)
    with pytest.raises(CommandError, match="1 record, 0 texts without a record"):
        call_command("check_search")
    post.save()
    assert count("tram") == 1
    assert IndexedRecord.objects.get().pk > before


@pytest.mark.parametrize("model", [IndexedText, StoredText])
def test_a_lost_row_is_written_again_by_the_next_save(model):
    post = make_post(title_en="Trams")
    model.objects.all().delete()
    with pytest.raises(CommandError, match="1 record"):
        call_command("check_search")
    post.save()
    assert count("tram") == 1
    call_command("rebuild_search", verbosity=0)


def test_topics_that_the_release_before_wrote_are_mended_by_a_save():
    """What it wrote while servers were replaced has no list of topics."""
    topic = make_topic()
    post = make_post(topics=[topic])
    Facets.objects.update(topic_ids=None)
    assert topic_counts() == {}
    with pytest.raises(CommandError, match="1 record"):
        call_command("check_search")
    post.save()
    assert topic_counts() == {topic.pk: 1}


def test_rebuilding_gives_the_same_index(capsys):
    make_post(title_en="Trams", topics=[make_topic()])
    make_issue(stories=2)
    make_notice(parts=2, title_ko="명예시민", intro_ko="<p>글</p>")
    make_post(title_en="Secret trams", state="draft")
    call_command("rebuild_search")
    assert re.search(r"In the index: \d+ texts of 4 records\.", capsys.readouterr().out)
    call_command("check_search")
    assert (count("tram"), count("story"), count("명예시민")) == (1, 1, 1)


def test_a_single_record_is_counted_as_one(capsys):
    make_post(title_en="Trams")
    call_command("rebuild_search")
    assert "In the index: 1 text of 1 record." in capsys.readouterr().out


def test_drift_is_found(capsys):
    kept, lost, changed = (
        make_post(title_en="Kept"),
        make_post(title_en="Lost"),
        make_post(title_en="Changed"),
    )
    IndexedRecord.objects.filter(object_id=lost.pk).delete()
    ids = IndexedRecord.objects.filter(object_id=changed.pk).values_list("pk", flat=True)
    IndexedText.objects.filter(pk=text_id(ids[0], "en")).update(day=5)
    IndexedRecord.objects.create(kind=1, object_id=999_999)
    with pytest.raises(CommandError, match="3 records"):
        call_command("check_search")
    said = capsys.readouterr().out
    assert f"news {lost.pk}: missing" in said
    assert f"news {changed.pk}: outdated" in said
    assert "news 999999: left over" in said
    assert f"news {kept.pk}:" not in said
    call_command("rebuild_search", verbosity=0)


class TestWords:
    """Lost tokens of records and texts that are otherwise right."""

    BROKEN = {
        "sqlite": {
            "titles": "INSERT INTO search_titles(search_titles) VALUES('delete-all')",
            "words": "INSERT INTO search_words(search_words) VALUES('delete-all')",
        },
        "postgresql": {
            "titles": "UPDATE search_indexedtext SET title_tokens = ''",
            "words": "UPDATE search_indexedtext SET tokens = 'other'",
        },
    }

    def faults(self):
        return {drift.fault for drift in find_drift("default")}

    @pytest.mark.parametrize("table", ["titles", "words"])
    def test_an_emptied_index_is_noticed(self, table):
        make_post(title_en="Trams")
        with connection.cursor() as cursor:
            cursor.execute(self.BROKEN[connection.vendor][table])
        assert self.faults() == {"not found"}
        with pytest.raises(CommandError, match="1 record,"):
            call_command("check_search")
        call_command("rebuild_search", verbosity=0)

    def test_one_text_among_others_is_noticed(self):
        make_post(title_en="Ferries")
        lost = make_post(title_en="Trams")
        text = StoredText.objects.get(title="Trams")
        if connection.vendor == "sqlite":
            sqlite.write(connection, [], {text.pk: (text.title, text.text)}, {})
        else:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE search_indexedtext SET tokens = '' WHERE id = %s", [text.pk])
        assert [(drift.object_id, drift.fault) for drift in find_drift("default")] == [(lost.pk, "not found")]
        call_command("rebuild_search", verbosity=0)

    def test_a_text_without_words_in_its_title(self):
        kept, lost = make_post(title_en="—"), make_post(title_en="—", body_en="<p>Trams</p>")
        with connection.cursor() as cursor:
            cursor.execute(self.BROKEN[connection.vendor]["words"])
        assert {drift.object_id for drift in find_drift("default")} == {kept.pk, lost.pk}
        call_command("rebuild_search", verbosity=0)


def test_texts_that_are_read_in_another_way_are_of_another_version():
    """Where this fails, raise VERSION, so that sites in use are told to rebuild their index."""
    post = make_post(title_ko="청년 주택 3곳을 고쳤다", author="jkim")
    title, text = text_of(sources()["news"], post, "ko")
    tokens = "청년 주택 3년주청 3 ¦83b1 곳을 1곳 고쳤 쳤다 고쳤다 2고치 3을고곳 ¦d04e"
    assert (VERSION, " ".join(index_tokens(f"{title}\n{text}"))) == (8, tokens)
