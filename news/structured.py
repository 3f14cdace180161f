"""What pages of news, archive and newsletter say of themselves (schema.org)."""

from news.models import Document, Issue, Post, Topic
from seoulsolution.content.languages import localize
from seoulsolution.content.syndication.http import LICENCE_URL, absolute
from seoulsolution.content.syndication.jsonld import describes, filled, picture, publisher, work

KINDS = {
    Document.Kind.REPORT: "Report",
    Document.Kind.INTERVIEW: "Article",
    Document.Kind.VIDEO: "VideoObject",
}
NUMBER_NAMES = {"en": "Newsletter", "ko": "뉴스레터"}


def article(item, kind, **more):
    """Return what a post and a document share. The author is a credit: a person or an office, unsaid."""
    return work(
        item,
        kind,
        headline=str(item)[:110],
        description=item.excerpt,
        datePublished=item.date.isoformat() if item.date else None,
        creditText=item.author,
        image=picture(item.cover, item.lang)[0],
        about=[
            {"@type": "Thing", "name": name}
            for topic in item.topics.all()
            if (name := topic.title_in(item.lang))
        ],
        isBasedOn=item.source_url,
        **more,
    )


@describes(Post)
def post(item):
    return article(item, "NewsArticle")


@describes(Document)
def document(item):
    data = article(item, KINDS.get(item.kind, "CreativeWork"), genre=item.get_kind_display())
    if item.kind == Document.Kind.VIDEO:
        more = {"thumbnailUrl": data["image"], "uploadDate": data["datePublished"]}
        return {**data, **more, "contentUrl": item.video_url}
    return data


@describes(Issue)
def issue(item):
    """An issue is dated by its month, which ISO 8601 allows."""
    address = absolute(item.canonical_url)
    stories = localize(item.stories.all(), item.lang)
    return {
        "@type": "PublicationIssue",
        "url": address,
        "name": str(item),
        "issueNumber": item.number,
        "datePublished": f"{item.year}-{item.month:02}",
        "inLanguage": item.lang,
        "description": item.lead,
        "publisher": publisher(item.lang),
        "isPartOf": {"@type": "Periodical", "name": NUMBER_NAMES[item.lang]},
        "hasPart": [
            filled({"@type": "Article", "headline": story.title, "url": f"{address}#story-{place}"})
            for place, story in enumerate(stories, start=1)
            if story.is_translated
        ],
    }


@describes(Topic)
def topic(item):
    return {
        "@type": "CollectionPage",
        "url": absolute(item.canonical_url),
        "name": str(item),
        "inLanguage": item.lang,
        "about": {"@type": "Thing", "name": str(item)},
        "publisher": publisher(item.lang),
        "license": LICENCE_URL,
    }
