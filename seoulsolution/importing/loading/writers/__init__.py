"""Write parsed records into models. There is one writer per kind."""

from seoulsolution.importing.loading.writers.base import Writer
from seoulsolution.importing.loading.writers.news import DocumentWriter, IssueWriter, PostWriter, StoryWriter
from seoulsolution.importing.loading.writers.notices import NoticeWriter
from seoulsolution.importing.loading.writers.partners import PartnerWriter
from seoulsolution.importing.parsing.records import RecordKind

WRITERS: dict[RecordKind, Writer] = {
    RecordKind.NEWS_POST: PostWriter(),
    RecordKind.TITLE_ONLY: PostWriter(),
    RecordKind.ARCHIVE_DOCUMENT: DocumentWriter(),
    RecordKind.NEWSLETTER_ISSUE: IssueWriter(),
    RecordKind.NEWSLETTER_STORY: StoryWriter(),
    RecordKind.PARTNER: PartnerWriter(),
    RecordKind.NOTICE: NoticeWriter(),
}
