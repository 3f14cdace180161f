"""What stands on the home page."""

from django.db.models import F, Prefetch, Q
from django.utils import timezone

from news.models import Document, Issue, Post, Story, Topic
from notices.models import Notice
from notices.period import Period
from partners.models import Partner
from seoulsolution.content.languages import Localized, localize, localize_parts

POSTS = 6  # the newest in the panel, the lead story, four in the ledger
DOCUMENTS = 4
STORIES = 4
PARTNERS = 14


def front_page(language):
    """Return the context of the home page for a reader of ``language``. A fixed number of queries."""
    notice = open_notice()
    posts = localize(articles(Post)[:POSTS], language)
    newest = None if notice else next(iter(posts), None)
    stories = posts[1:] if newest else posts[:-1] if len(posts) == POSTS else posts
    issue = latest_issue(language)
    partners = Partner.objects.visible().exclude(kind=Partner.Kind.PROGRAMME)
    return {
        "topics": Topic.objects.visible(),
        "notice": Localized(notice, language) if notice else None,
        "period": Period.of(notice) if notice else None,
        "newest": newest,
        "lead": next(iter(stories), None),
        "ledger": stories[1:],
        "documents": localize(articles(Document)[:DOCUMENTS], language),
        "issue": issue,
        "issue_stories": localize_parts(issue.stories.all(), issue)[:STORIES] if issue else [],
        "partners": localize(partners.select_related("logo")[:PARTNERS], language),
        "partner_count": partners.count(),
    }


def articles(model):
    """Return the visible posts or documents with what a card shows of them."""
    visible = model.objects.visible().defer(*model.LONG_TEXTS)
    return visible.select_related("cover").prefetch_related("topics")


def open_notice():
    """Return the notice whose submission closes first among the open ones, or None."""
    today = timezone.localdate()
    running = Notice.objects.visible().filter(Q(submission_closes__gte=today) | Q(submission_closes=None))
    notices = running.order_by(F("submission_closes").asc(nulls_last=True), "pk")
    return next((notice for notice in notices if Period.of(notice, today).is_open), None)


def latest_issue(language):
    stories = Prefetch("stories", Story.objects.order_by("position", "pk"))
    issue = Issue.objects.visible().prefetch_related(stories).first()
    return Localized(issue, language) if issue else None
