"""What a deletion takes from other records, their recovery gives back, unless somebody chose otherwise."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Issue, PopularTitle, Post, Topic
from seoulsolution.importing.models import SourceFile, TitleReference, UnplacedLine
from seoulsolution.revisions import drafts, history, publishing
from seoulsolution.revisions.models import Revision
from seoulsolution.revisions.restoring import recover
from seoulsolution.search.index.consistency import find_drift
from tests.factories import make_document, make_issue, make_post, make_topic
from tests.importing.helpers import import_all_seeds, import_seed_of
from tests.marks import MADE_AND_IMPORTED

pytestmark = pytest.mark.django_db


def delete(*records):
    """Delete the records and return what stands for each afterwards: its kind and id."""
    keys = [type(record)(pk=record.pk) for record in records]
    history.delete(records)
    return keys


def bring_back(key, **options):
    return recover(Revision.objects.of(key).first(), **options).record


def topics(record):
    return list(record.topics.order_by("pk"))


@pytest.fixture
def air():
    return make_topic(slug="air", name_en="Air")


def test_a_topic_is_back_on_the_records_that_had_it_each_with_a_revision(staff, air):
    topic = make_topic()
    post, document, other = make_post([topic, air]), make_document([topic]), make_post([air])
    [key] = delete(topic)
    bring_back(key, user=staff)
    assert [set(topics(each)) for each in (post, document, other)] == [{air, key}, {key}, {air}]
    for record in (post, document):
        last = Revision.objects.of(record).first()
        assert (last.number, last.created_by) == (3, staff)
        assert topic.pk not in Revision.objects.of(record)[1].data["relations"]["topics"]
        assert key.pk in last.data["relations"]["topics"]
    assert not Revision.objects.of(other).exists()
    assert list(find_drift("default")) == []


def test_a_topic_of_imported_records_is_back_on_each():
    import_all_seeds()
    topic = Topic.objects.filter(posts__isnull=False).first()
    before = [set(topic.posts.all()), set(topic.documents.all())]
    [key] = delete(topic)
    topic = bring_back(key)
    assert [set(topic.posts.all()), set(topic.documents.all())] == before
    assert list(find_drift("default")) == []


def test_where_somebody_chose_other_topics_since_it_is_not_put_back(air):
    topic, health = make_topic(), make_topic(slug="health", name_en="Health")
    changed, emptied = make_post([topic, air]), make_post([topic, air])
    [key] = delete(topic)
    changed.topics.add(health)
    emptied.topics.clear()
    bring_back(key)
    assert topics(changed) == [air, health]
    assert topics(emptied) == []
    assert Revision.objects.of(changed).first().number == 3


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("together", [False, True])
def test_two_topics_come_back_in_either_order(together, first, air):
    post = make_post([make_topic(), air])
    before = topics(post)
    keys = delete(*before) if together else [delete(topic)[0] for topic in before]
    assert topics(post) == []
    bring_back(keys[first])
    bring_back(keys[1 - first])
    assert topics(post) == before


@pytest.fixture(params=MADE_AND_IMPORTED)
def draft_saver(request, db):
    """Return a published post without topics, and a function that keeps a draft of it with other values."""
    if request.param == "imported":
        post = request.getfixturevalue("imported_post")
        post.topics.clear()
    else:
        post = make_post()

    def save(topics=None, **values):
        with history.change([post]) as [locked]:
            data = drafts.with_values(locked, values)
            named = data["relations"] if topics is None else {"topics": [topic.pk for topic in topics]}
            drafts.save(locked, data | {"relations": named})

    return post, save


@pytest.mark.parametrize("is_live", [False, True])
def test_a_topic_is_back_in_a_draft_that_was_saved_without_it(draft_saver, staff, air, is_live):
    [post, save], topic = draft_saver, make_topic(slug="gone")
    post.topics.set([topic] if is_live else [])
    save(topics=[topic, air])
    [key] = delete(topic)
    save(author="Lee")
    assert list(drafts.shown(post).topics.all()) == [air]
    bring_back(key, user=staff)
    assert set(drafts.shown(post).topics.all()) == {air, key}
    last = Revision.objects.of(post).filter(is_draft=True).first()
    assert (last.event, last.created_by, last.data["fields"]["author"]) == ("edited", staff, "Lee")
    publishing.publish(post)
    assert set(topics(post)) == {air, key}


def test_a_draft_with_other_topics_since_or_another_draft_stays_as_it_is(draft_saver, air):
    [post, save], topic = draft_saver, make_topic(slug="gone")
    save(topics=[topic])
    [key] = delete(topic)
    save(topics=[air])
    bring_back(key)
    assert list(drafts.shown(post).topics.all()) == [air]
    save(topics=[key])
    [key] = delete(topic := Topic.objects.get(pk=key.pk))
    drafts.discard(post)
    save(author="Lee")
    bring_back(key)
    assert list(drafts.shown(post).topics.all()) == []


def test_a_popular_title_in_a_draft_leads_to_its_post_again():
    post, issue = make_post(), make_issue()
    title = PopularTitle.objects.create(issue=issue, position=1, title="Up to 1 GW")

    def save(**values):
        with history.change([issue]) as [locked]:
            data = drafts.current(locked)
            data["children"]["popular_titles"][0]["fields"] |= values
            drafts.save(locked, data)

    save(post=post.pk)
    [key] = delete(post)
    save(title="Up to 2 GW", post=None)  # the form shows no post
    bring_back(key)
    assert drafts.shown(issue).popular_titles.all()[0].post_id == key.pk
    title.refresh_from_db()
    assert title.post is None


def test_a_record_that_is_gone_keeps_no_topic_from_coming_back():
    topic = make_topic()
    post = make_post([topic])
    [key] = delete(topic)
    post.delete()
    assert bring_back(key).name_en == "Water"


def test_a_popular_title_leads_to_its_post_again(staff):
    post, issue = make_post(), make_issue()
    title = PopularTitle.objects.create(issue=issue, position=1, title="Up to 1 GW", post=post)
    [key] = delete(post)
    title.refresh_from_db()
    assert title.post is None
    bring_back(key, user=staff)
    title.refresh_from_db()
    assert title.post_id == key.pk
    assert [each.number for each in Revision.objects.of(issue)] == [3, 2, 1]
    assert Revision.objects.of(issue).first().created_by == staff


def test_a_popular_title_that_was_given_another_post_keeps_it():
    post, issue, other = make_post(), make_issue(), make_post(title_en="Other")
    title = PopularTitle.objects.create(issue=issue, position=1, title="Up to 1 GW", post=post)
    [key] = delete(post)
    PopularTitle.objects.filter(pk=title.pk).update(post=other)
    bring_back(key)
    title.refresh_from_db()
    assert title.post == other


def test_an_issue_and_the_post_that_it_names_are_deleted_at_once():
    post, issue = make_post(), make_issue()
    PopularTitle.objects.create(issue=issue, position=1, title="Up to 1 GW", post=post)
    keys = delete(post, issue)
    for key in reversed(keys):
        bring_back(key)
    assert PopularTitle.objects.get().post_id == keys[0].pk


def test_a_recovered_issue_is_linked_to_posts_that_are_imported_later(tmp_path):
    import_seed_of(Issue, tmp_path)
    issue = Issue.objects.exclude(popular_titles=None).first()
    before = list(TitleReference.objects.order_by("pk").values("pk", "title_key", "popular_title"))
    assert before
    [key] = delete(issue)
    assert not TitleReference.objects.exists()
    bring_back(key)
    assert list(TitleReference.objects.order_by("pk").values("pk", "title_key", "popular_title")) == before


def test_a_line_that_staff_made_a_record_of_leads_to_it_again(tmp_path):
    import_seed_of(Post, tmp_path)
    post, source = Post.objects.exclude(provenances=None).first(), SourceFile.objects.first()
    place = post.provenances.first()
    line = UnplacedLine.objects.create(source=source, number=9999, text="What?", provenance=place)
    [key] = delete(post)
    line.refresh_from_db()
    assert line.provenance is None
    bring_back(key)
    line.refresh_from_db()
    assert line.provenance.record == key
    assert line.provenance_id == place.pk


def test_all_that_named_it_is_locked_at_once_before_anything_is_put_back(monkeypatch):
    import_all_seeds()
    topic = Topic.objects.filter(posts__isnull=False, documents__isnull=False).first()
    named = {*topic.posts.all(), *topic.documents.all()}
    [key] = delete(topic)
    locked, lock = [], history.lock
    monkeypatch.setattr(history, "lock", lambda records: locked.append(set(found := lock(records))) or found)
    bring_back(key)
    assert locked[0] == named
    assert all(later <= named for later in locked)


def test_putting_back_takes_few_queries_a_record():
    def count(number):
        topic = make_topic(slug=f"water-{number}")
        for _ in range(number):
            make_post([topic])
        [key] = delete(topic)
        with CaptureQueriesContext(connection) as captured:
            bring_back(key)
        return len(captured)

    few, many = count(2), count(12)
    assert (many - few) / 10 < 13
