"""What news, the archive and the newsletter put into the site map."""

from news.models import Document, Issue, Post
from seoulsolution.content.sitemaps import Section, register

register(Section("news", Post, "news:post_list"))
register(Section("archive", Document, "news:document_list"))
register(Section("newsletter", Issue, "news:issue_list"))
