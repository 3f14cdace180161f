"""The content of the home page."""

from django.conf import settings
from django.db.models import F, Q

from news.models import Document, Issue, Post, Topic
from news.views import STORY_TITLES
from notices.models import Notice
from notices.period import Period
from partners.models import Partner
from seoulsolution.content import clock
from seoulsolution.content.languages import Localized, localize, localize_parts, own_first
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.feeds import feed_link, kinds_with_feed
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.urls import path_of

POSTS = 6  # one in the panel, the lead story, four in the list
DOCUMENTS = 4
STORIES = 4
PARTNERS = 14


def home_context(language):
    """Return the context of the home page for a reader of ``language``. A fixed number of queries."""
    notice = open_notice()
    posts = own_first(articles(Post), language, POSTS)
    newest = None if notice else next(iter(posts), None)
    stories = posts[1:] if newest else posts[:-1] if len(posts) == POSTS else posts
    issue = latest_issue(language)
    partners = Partner.objects.listed().exclude(kind=Partner.Kind.PROGRAMME)
    return {
        "topics": Topic.objects.visible(),
        "notice": Localized(notice, language) if notice else None,
        "period": Period.of(notice) if notice else None,
        "newest": newest,
        "stories": stories,
        "lead": next(iter(stories), None),
        "ledger": stories[1:],
        "documents": own_first(articles(Document), language, DOCUMENTS),
        "issue": issue,
        "issue_stories": localize_parts(issue.stories.all(), issue)[:STORIES] if issue else [],
        "partners": localize(partners.select_related("logo")[:PARTNERS], language),
        "partner_count": partners.count(),
        "feed_links": [feed_link(kind, "atom") for kind in kinds_with_feed()],
        "jsonld": site_data(language),
    }


def articles(model):
    """Return the visible posts or documents with what a card shows of them."""
    return model.objects.visible().for_cards()


def open_notice():
    """Return the notice whose submission closes first among the open ones, or None."""
    today = clock.today()
    running = Notice.objects.visible().filter(Q(submission_closes__gte=today) | Q(submission_closes=None))
    notices = running.order_by(F("submission_closes").asc(nulls_last=True), "pk")
    return next((notice for notice in notices if Period.of(notice, today).is_open), None)


def latest_issue(language):
    issues = Issue.objects.visible().prefetch_related(STORY_TITLES)
    return next(iter(own_first(issues, language, 1)), None)


def site_data(language):
    """Return the JSON-LD of the home page: the site and how to search it."""
    search = absolute(path_of("search:search"))
    return {
        "@context": jsonld.CONTEXT,
        "@type": "WebSite",
        "name": settings.SITE_NAME[language],
        "alternateName": [name for code, name in settings.SITE_NAME.items() if code != language],
        "url": absolute(path_of("pages:home")),
        "inLanguage": language,
        "publisher": jsonld.publisher(language),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{q}}"},
            "query-input": "required name=q",
        },
    }
