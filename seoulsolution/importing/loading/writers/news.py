"""News posts, archive documents, newsletter issues and their stories."""

from django.db import models
from django.db.models import Q

from news.models import Document, Issue, PopularTitle, Post, Story, Topic
from seoulsolution.content.languages import CODES
from seoulsolution.content.layout import is_wall
from seoulsolution.importing.loading.identity import stored_key
from seoulsolution.importing.loading.topics import of_category, propose
from seoulsolution.importing.loading.writers.base import (
    Context,
    Values,
    Writer,
    in_language,
    rich_text,
    state,
)
from seoulsolution.importing.models import LedgerEntry, TitleReference
from seoulsolution.importing.parsing.records import ParsedRecord, RecordKind, ReviewNote
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Event


def _wall_of_text(values: Values) -> list[ReviewNote]:
    """Return a reason for review when a body is one long paragraph."""
    bodies = (values.get(f"body_{code}") or "" for code in CODES)
    return [ReviewNote(ReviewReason.NO_PARAGRAPHS)] if any(map(is_wall, bodies)) else []


class ArticleWriter(Writer):
    """What posts and documents share."""

    rows = ("topics",)

    def values(self, record: ParsedRecord, context: Context) -> Values:
        return {
            **in_language(record, title=record.title, body=rich_text(record.blocks)),
            "date": record.date,
            "author": record.author,
            "source_name": record.source_name,
            "source_url": record.source_url,
            "title_cut": record.title_cut,
            "state": state(record),
            "topics": self._topics(record, context),
        }

    def _topics(self, record: ParsedRecord, context: Context) -> list[str]:
        known = context.topics if record.language in CODES else ()
        return sorted(propose(record.title, record.text, known))

    def reviews(self, record: ParsedRecord, values: Values) -> list[ReviewNote]:
        topics = values.get("topics")
        proposed = [ReviewNote(ReviewReason.UNCONFIRMED_TOPIC)] if topics else []
        return [*record.reviews, *proposed, *_wall_of_text(values)]

    def write_rows(self, instance: models.Model, rows: Values):
        if "topics" in rows:
            instance.topics.set(Topic.objects.filter(slug__in=rows["topics"]))

    def current_rows(self, instance: models.Model, name: str) -> list:
        return sorted(instance.topics.values_list("slug", flat=True))


class PostWriter(ArticleWriter):
    model = Post

    def after(self, titles: list[str]):
        link_references({stored_key(title) for title in titles})


class DocumentWriter(ArticleWriter):
    model = Document

    def values(self, record: ParsedRecord, context: Context) -> Values:
        details = record.details
        return {
            **super().values(record, context),
            "kind": details.kind,
            "year": details.year,
            **(in_language(record, department=details.department) if details.department else {}),
        }

    def _topics(self, record: ParsedRecord, context: Context) -> list[str]:
        """Return those that the document's category names, else those that its words propose."""
        known = context.topics if record.language in CODES else ()
        return sorted(of_category(record.details.category, known)) or super()._topics(record, context)


class IssueWriter(Writer):
    model = Issue
    rows = ("popular_titles",)

    def values(self, record: ParsedRecord, context: Context) -> Values:
        details = record.details
        return {
            **in_language(record, title=record.title, lead=details.lead, photo_caption=details.photo_caption),
            "series": details.series,
            "number": details.number,
            "year": details.year,
            "month": details.month,
            "author": record.author,
            "state": state(record),
            "popular_titles": [[title, record.language] for title in details.popular_titles],
        }

    def existing(self, record: ParsedRecord) -> Issue | None:
        return Issue.objects.filter(series=record.details.series, number=record.details.number).first()

    def write_rows(self, instance: Issue, rows: Values):
        if "popular_titles" not in rows:
            return
        instance.popular_titles.all().delete()
        for position, (title, language) in enumerate(rows["popular_titles"], start=1):
            popular = PopularTitle.objects.create(
                issue=instance, position=position, title=title, language=language, post=post_titled(title)
            )
            TitleReference.objects.create(title_key=stored_key(title), popular_title=popular)

    def current_rows(self, instance: Issue, name: str) -> list:
        return [list(row) for row in instance.popular_titles.values_list("title", "language")]


class StoryWriter(Writer):
    model = Story
    state_field = "issue__state"

    def values(self, record: ParsedRecord, context: Context) -> Values:
        texts = in_language(record, title=record.title, body=rich_text(record.blocks))
        return {**texts, "position": context.position}

    def reviews(self, record: ParsedRecord, values: Values) -> list[ReviewNote]:
        return [*record.reviews, *_wall_of_text(values)]

    def create(self, values: Values, key: str, context: Context) -> Story:
        story = Story(import_key=key, issue=context.parent)
        self.write(story, self._filled(values))
        return story

    def published(self, instance: Story) -> bool:
        return instance.issue.state == Issue.State.PUBLISHED


def posts_titled(key: str) -> list[Post]:
    """Return the imported posts of a title, the newest last, whatever the order of imports was."""
    entries = LedgerEntry.objects.filter(kind=RecordKind.NEWS_POST, title_key=key)
    posts = Post.objects.filter(pk__in=list(entries.values_list("object_id", flat=True)))
    return sorted(posts, key=lambda post: (post.sort_date, post.import_key or ""))


def post_titled(title: str) -> Post | None:
    """Return the newest imported post of a title, or None."""
    return (posts_titled(stored_key(title)) or [None])[-1]


def link_references(keys: set[str]):
    """Link the popular titles of these keys to the newest post; links that staff made are kept."""
    named = TitleReference.objects.filter(title_key__in=keys).values_list("title_key", flat=True)
    for key in sorted(set(named)):
        if posts := posts_titled(key):
            titles = PopularTitle.objects.filter(title_reference__title_key=key)
            titles = titles.filter(Q(post=None) | Q(post__in=posts)).exclude(post=posts[-1])
            with history.change(Issue.objects.filter(popular_titles__in=titles), event=Event.IMPORTED):
                titles.update(post=posts[-1])
