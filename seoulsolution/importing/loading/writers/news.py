"""News posts, archive documents, newsletter issues and their stories."""

from django.db import models
from django.db.models import Q

from news.models import Document, Issue, PopularTitle, Post, Story, Topic
from seoulsolution.content.languages import CODES
from seoulsolution.content.layout import is_wall
from seoulsolution.importing.loading.identity import import_key, stored_key
from seoulsolution.importing.loading.topics import Topics, of_category, propose
from seoulsolution.importing.loading.writers.base import (
    Values,
    Writer,
    forget_rows,
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

    def values(self, record: ParsedRecord, topics: Topics, position: int = 0) -> Values:
        return {
            **in_language(record, title=record.title, body=rich_text(record.blocks)),
            "date": record.date,
            "author": record.author,
            "source_name": record.source_name,
            "source_url": record.source_url,
            "title_cut": record.title_cut,
            "state": state(record),
            "topics": self._topics(record, topics),
        }

    def _topics(self, record: ParsedRecord, topics: Topics) -> list[str]:
        known = topics if record.language in CODES else ()
        return sorted(propose(record.title, record.text, known))

    def reviews(self, record: ParsedRecord, values: Values) -> list[ReviewNote]:
        topics = values.get("topics")
        proposed = [ReviewNote(ReviewReason.UNCONFIRMED_TOPIC)] if topics else []
        return [*record.reviews, *proposed, *_wall_of_text(values)]

    def write_rows(self, instance: models.Model, rows: Values):
        if "topics" in rows:
            instance.topics.set(Topic.objects.filter(slug__in=rows["topics"]))

    def create_rows(self, new: list[tuple[models.Model, Values]]):
        slugs = {slug for _instance, values in new for slug in values["topics"]}
        known = {topic.slug: topic for topic in Topic.objects.filter(slug__in=slugs)} if slugs else {}
        relation = self.model._meta.get_field("topics")
        link, links = relation.remote_field.through, []
        record, topic = relation.m2m_column_name(), relation.m2m_reverse_name()
        for instance, values in new:
            topics = [known[slug] for slug in values["topics"] if slug in known]
            self._remember(instance, "topics", topics)
            links += [link(**{record: instance.pk, topic: each.pk}) for each in topics]
        link._default_manager.bulk_create(links)

    def current_rows(self, instance: models.Model, name: str) -> list:
        return sorted(topic.slug for topic in instance.topics.all())


class PostWriter(ArticleWriter):
    model = Post

    def after(self, titles: list[str]):
        link_references({stored_key(title) for title in titles})


class DocumentWriter(ArticleWriter):
    model = Document

    def values(self, record: ParsedRecord, topics: Topics, position: int = 0) -> Values:
        details = record.details
        return {
            **super().values(record, topics),
            "kind": details.kind,
            "year": details.year,
            **(in_language(record, department=details.department) if details.department else {}),
        }

    def _topics(self, record: ParsedRecord, topics: Topics) -> list[str]:
        """Return those that the document's category names, else those that its words propose."""
        known = topics if record.language in CODES else ()
        return sorted(of_category(record.details.category, known)) or super()._topics(record, topics)


class IssueWriter(Writer):
    model = Issue
    rows = ("popular_titles",)
    has_all_rows = False

    def values(self, record: ParsedRecord, topics: Topics, position: int = 0) -> Values:
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

    def existing(self, records: list[ParsedRecord]) -> dict[str, models.Model]:
        numbers = {record.details.number for record in records}
        known = {(issue.series, issue.number): issue for issue in Issue.objects.filter(number__in=numbers)}
        return {
            import_key(record): known[name]
            for record in records
            if (name := (record.details.series, record.details.number)) in known
        }

    def create_rows(self, new: list[tuple[models.Model, Values]]):
        posts = posts_titled(
            {stored_key(title) for _issue, values in new for title, _code in values["popular_titles"]}
        )
        rows = []
        for issue, values in new:
            popular = [
                PopularTitle(
                    issue=issue,
                    position=position,
                    title=title,
                    language=language,
                    post=next(reversed(posts.get(stored_key(title), [])), None),
                )
                for position, (title, language) in enumerate(values["popular_titles"], start=1)
            ]
            self._remember(issue, "popular_titles", popular)
            rows += popular
        PopularTitle.objects.bulk_create(rows)
        TitleReference.objects.bulk_create(
            TitleReference(title_key=stored_key(row.title), popular_title=row) for row in rows
        )

    def write_rows(self, instance: Issue, rows: Values):
        if "popular_titles" in rows:
            instance.popular_titles.all().delete()
            self.create_rows([(instance, rows)])
            forget_rows(instance)

    def current_rows(self, instance: Issue, name: str) -> list:
        return [[row.title, row.language] for row in instance.popular_titles.all()]


class StoryWriter(Writer):
    model = Story
    has_all_rows = False
    state_field = "issue__state"

    def values(self, record: ParsedRecord, topics: Topics, position: int = 0) -> Values:
        texts = in_language(record, title=record.title, body=rich_text(record.blocks))
        return {**texts, "position": position}

    def reviews(self, record: ParsedRecord, values: Values) -> list[ReviewNote]:
        return [*record.reviews, *_wall_of_text(values)]

    def published(self, instance: Story) -> bool:
        return instance.issue.state == Issue.State.PUBLISHED


def posts_titled(keys: set[str]) -> dict[str, list[Post]]:
    """Return the imported posts of each title, the newest last, whatever the order of imports was."""
    if not keys:
        return {}
    entries = LedgerEntry.objects.filter(kind=RecordKind.NEWS_POST, title_key__in=keys)
    titles = dict(entries.values_list("object_id", "title_key"))
    found: dict[str, list[Post]] = {}
    for post in sorted(
        Post.objects.filter(pk__in=titles), key=lambda post: (post.sort_date, post.import_key or "")
    ):
        found.setdefault(titles[post.pk], []).append(post)
    return found


def link_references(keys: set[str]):
    """Link the popular titles of these keys to the newest post; links that staff made are kept."""
    named = TitleReference.objects.filter(title_key__in=keys).values_list("title_key", flat=True)
    found = posts_titled(set(named))
    for key in sorted(found):
        if posts := found[key]:
            titles = PopularTitle.objects.filter(title_reference__title_key=key)
            titles = titles.filter(Q(post=None) | Q(post__in=posts)).exclude(post=posts[-1])
            with history.change(Issue.objects.filter(popular_titles__in=titles), event=Event.IMPORTED):
                titles.update(post=posts[-1])
