"""Records to models, one writer a kind. A writer knows which values a record gives its model."""

from seoulsolution.importing.records import Kind
from seoulsolution.importing.writers.base import Writer
from seoulsolution.importing.writers.news import DocumentWriter, IssueWriter, PostWriter, StoryWriter
from seoulsolution.importing.writers.notices import NoticeWriter
from seoulsolution.importing.writers.partners import PartnerWriter

WRITERS: dict[Kind, Writer] = {
    Kind.NEWS_POST: PostWriter(),
    Kind.TITLE_ONLY: PostWriter(),
    Kind.ARCHIVE_DOCUMENT: DocumentWriter(),
    Kind.NEWSLETTER_ISSUE: IssueWriter(),
    Kind.NEWSLETTER_STORY: StoryWriter(),
    Kind.PARTNER: PartnerWriter(),
    Kind.NOTICE: NoticeWriter(),
}
