"""Which translations are behind: after every way in which a text can change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Post, Story
from seoulsolution.revisions import drafts, history, publishing, snapshots, translations, workflow
from seoulsolution.revisions.erasing import erase
from seoulsolution.revisions.models import Event, Revision, Translation
from seoulsolution.revisions.restoring import recover, restore
from tests.factories import make_issue, make_post

pytestmark = pytest.mark.django_db
BOTH = {"title_en": "Trams", "title_ko": "전차", "body_en": "<p>Text</p>", "body_ko": "<p>글</p>"}


@pytest.fixture(params=["draft", "published", "imported"])
def post(request):
    if request.param != "imported":
        return make_post(**BOTH, state=request.param)
    post = request.getfixturevalue("imported_post")
    Post.objects.filter(pk=post.pk).update(**BOTH)
    post.refresh_from_db()
    return post


def save(record, user=None, **texts):
    """Save as the admin does: into the row, or over a published one as a draft."""
    with history.change([record], user=user) as [locked]:
        if drafts.are_kept_of(locked):
            drafts.save(locked, drafts.with_values(locked, texts), user=user)
        else:
            for name, text in texts.items():
                setattr(locked, name, text)
            locked.save()


def stale_rows():
    return list(Translation.objects.exclude(stale_since=None).values_list("language", flat=True))


def test_a_translation_is_behind_until_it_is_changed_too(post):
    save(post, title_ko="새 전차")
    assert (translations.of(post), stale_rows()) == ({"title_en": "전차"}, ["en"])
    save(post, title_ko="더 새 전차")
    assert translations.of(post) == {"title_en": "전차"}
    save(post, title_en="Newer trams")
    assert (translations.of(post), stale_rows()) == ({}, [])
    save(post, title_en="Newest trams")
    assert (translations.of(post), stale_rows()) == ({"title_ko": "Newer trams"}, ["ko"])


def test_what_says_the_same_again_is_not_behind(post):
    save(post, title_ko="새 전차", body_ko="<p><strong>글</strong></p>")
    save(post, title_ko="전차")
    assert (translations.of(post), stale_rows()) == ({}, [])


def test_both_languages_at_once_and_a_first_translation_are_right(post):
    save(post, title_ko="새 전차", title_en="New trams", body_en="")
    save(post, body_ko="<p>새 글</p>")
    save(post, body_en="<p>New text</p>")
    assert translations.of(post) == {}


def test_still_right_leaves_the_text_alone(post, staff):
    save(post, title_ko="새 전차", body_ko="<p>새 글</p>")
    text = drafts.current(post)
    assert workflow.confirm(post, ["title_en"], user=staff)
    assert (translations.of(post), stale_rows()) == ({"body_en": "<p>글</p>"}, ["en"])
    assert workflow.confirm(post, ["body_en"], user=staff)
    assert (translations.of(post), stale_rows()) == ({}, [])
    assert snapshots.alike(text, drafts.current(post))
    assert not workflow.confirm(post, ["body_en"], user=staff)


def test_publishing_keeps_what_is_behind_in_the_draft():
    post = make_post(**BOTH)
    save(post, title_ko="새 전차", body_ko="<p>새 글</p>")
    save(post, title_en="New trams")
    save(post, title_ko="더 새 전차")
    publishing.publish(post)
    assert translations.of(post) == {"title_en": "새 전차", "body_en": "<p>글</p>"}
    assert stale_rows() == ["en"]


def test_discarding_a_draft_brings_back_what_was_behind_in_public():
    post = make_post(**BOTH)
    save(post, title_ko="새 전차")
    publishing.publish(post)
    save(post, title_en="New trams")
    assert stale_rows() == []
    drafts.discard(post)
    assert (translations.of(post), stale_rows()) == ({"title_en": "전차"}, ["en"])


def test_restoring_brings_back_what_was_behind_then(post):
    save(post, title_ko="새 전차")
    then = Revision.objects.of(post).first()
    save(post, title_en="New trams")
    restore(then, post)
    assert (translations.of(post), stale_rows()) == ({"title_en": "전차"}, ["en"])
    restore(Revision.objects.of(post).last(), post)
    assert (translations.of(post), stale_rows()) == ({}, [])


def test_a_recovered_record_is_as_far_behind_as_it_was(post):
    save(post, title_ko="새 전차")
    history.delete([post])
    assert not Translation.objects.exists()
    recover(Revision.objects.deleted(Post).get())
    assert (translations.of(post), stale_rows()) == ({"title_en": "전차"}, ["en"])


def test_a_copy_is_as_far_behind_as_what_it_was_made_of(post):
    save(post, title_ko="새 전차", body_ko="<p>새 글</p>")
    copy = make_post(**BOTH | {"title_ko": "새 전차", "body_en": ""})
    history.write([copy], event="created")
    translations.bring_along(post, copy)
    assert translations.of(copy) == {"title_en": "전차"}
    assert Translation.objects.of(copy).exclude(stale_since=None).exists()


def test_parts_count_and_erasing_leaves_nothing_of_them(staff):
    issue = make_issue(stories=1)
    story = Story.objects.get()
    Story.objects.filter(pk=story.pk).update(title_en="Trams", title_ko="전차")
    with history.change([issue]):
        Story.objects.filter(pk=story.pk).update(title_ko="새 전차")
    key = translations.key_of(Story._meta.get_field("title_en"), child=story)
    assert translations.of(issue) == {key: "전차"}
    other = make_issue(number=99)
    with history.change([issue, other]):
        Story.objects.filter(pk=story.pk).update(issue=other)
    erase(type(issue), other.pk, user=staff, reason="asked")
    assert "전차" not in str(list(Revision.objects.values_list("data", flat=True)))


def test_a_row_says_who_wrote_each_language_last(post, staff):
    save(post, user=staff, title_ko="새 전차")
    save(post, title_en="New trams")
    assert Translation.objects.get(changed_by=staff).language == "ko"


def test_many_records_cost_as_many_statements_as_one():
    def count(number):
        posts = [make_post(**BOTH) for _each in range(number)]
        history.keep_first(posts)
        Post.objects.filter(pk__in=[post.pk for post in posts]).update(title_ko="새 전차")
        posts = list(Post.objects.filter(pk__in=[post.pk for post in posts]))
        with CaptureQueriesContext(connection) as captured:
            history.write(posts)
        return len(captured)

    count(1)
    assert count(1) == count(3)
    assert len(stale_rows()) == 5


@pytest.mark.parametrize(("language", "seen"), [("ko", ("새 전차", "Trams")), ("en", ("전차", "New trams"))])
def test_a_language_is_published_by_itself(language, seen):
    post = make_post(**BOTH)
    save(post, title_ko="새 전차", title_en="New trams", date=None)
    publishing.publish(post, language=language)
    post.refresh_from_db()
    assert (post.title_ko, post.title_en) == seen
    shown = drafts.shown(post)
    assert (shown.title_ko, shown.title_en) == ("새 전차", "New trams")
    assert (translations.of(post), stale_rows()) == ({}, [])
    publishing.publish(post)
    post.refresh_from_db()
    assert (post.title_ko, post.title_en, drafts.exist(post)) == ("새 전차", "New trams", False)
    assert translations.of(post) == {}


def test_what_stays_a_draft_is_as_far_behind_as_it_was():
    post = make_post(**BOTH)
    for texts in ({"title_ko": "새 전차"}, {"title_en": "New trams"}, {"title_ko": "더 새 전차"}):
        save(post, **texts)
    publishing.publish(post, language="ko")
    assert {each.event for each in Revision.objects.of(post)} <= set(Event.values)
    assert (translations.of(post), stale_rows()) == ({"title_en": "새 전차"}, ["en"])
    publishing.publish(post)
    assert (translations.of(post), stale_rows()) == ({"title_en": "새 전차"}, ["en"])


def test_a_new_part_is_published_in_one_language():
    issue = make_issue(stories=1, title_ko="호", lead_ko="글")
    with history.change([issue]) as [locked]:
        story = Story(issue=locked, position=2, title_ko="기사", title_en="Story", body_ko="<p>글</p>")
        drafts.save(locked, drafts.with_child(locked, story))
    publishing.publish(issue, language="ko")
    assert list(Story.objects.filter(position=2).values_list("title_ko", "title_en")) == [("기사", "")]
    publishing.publish(issue)
    assert Story.objects.get(position=2).title_en == "Story"
