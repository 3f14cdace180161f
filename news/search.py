"""What news, the archive and the newsletter put into search."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models import Document, Issue, Post, Topic
from seoulsolution.content.richtext import to_text
from seoulsolution.search.registry import Source, TopicSource, joined, register, register_topics


def article_text(article, language):
    summary, body = (getattr(article, f"{name}_{language}") for name in ("summary", "body"))
    credits = [article.author, article.source_name]
    return article.title_in(language), joined([summary, to_text(body)], credits)


def issue_text(issue, language):
    parts = [getattr(issue, f"{name}_{language}") for name in ("lead", "photo_caption")]
    for story in issue.stories.all():
        parts += [story.title_in(language), to_text(getattr(story, f"body_{language}"))]
    parts += [popular.title for popular in issue.popular_titles.all() if popular.language == language]
    return issue.title_in(language), joined(parts, [issue.author])


def topic_url(slug):
    # Not a list with a filter: each list has one kind, and knows no filter under which it has nothing.
    return reverse("news:topic", args=[slug])


register(
    Source(
        name="news",
        number=1,
        model=Post,
        label=_("News"),
        text=article_text,
        date=lambda post: post.date,
        topics="topics",
    )
)
register(
    Source(
        name="archive",
        number=2,
        model=Document,
        label=_("Archive"),
        text=article_text,
        date=lambda document: document.date,
        year=lambda document: document.date.year if document.date else document.year,
        topics="topics",
    )
)
register(
    Source(
        name="newsletter",
        number=3,
        model=Issue,
        label=_("Newsletter"),
        text=issue_text,
        date=lambda issue: issue.date,
        parts=("stories", "popular_titles"),
        dated_by="month",
    )
)
register_topics(TopicSource(Topic, url=topic_url))
