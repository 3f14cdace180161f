"""What news, the archive, the newsletter and the topics put into the site map."""

from news.models import Document, Issue, Post, Topic
from seoulsolution.content.languages import CODES
from seoulsolution.content.syndication.http import last_change
from seoulsolution.content.syndication.sitemaps import Section, entries_of_address, register
from seoulsolution.content.urls import PageAddress


class Topics(Section):
    """Topics change when something under them does: a topic itself has no time of change."""

    def records(self):
        return self.model.objects.visible()

    def entries_of(self, topic):
        return entries_of_address(PageAddress.of_record(topic, CODES[0]))

    def changed_at(self):
        return max(filter(None, map(last_change, (Post, Document))), default=None)


register(Section("news", Post, "news:post_list"))
register(Section("archive", Document, "news:document_list"))
register(Section("newsletter", Issue, "news:issue_list"))
register(Topics("topics", Topic, "news:topic_list"))
