"""What notices put into the site map."""

from notices.models import Notice
from seoulsolution.content.syndication.sitemaps import Section, register

register(Section("notices", Notice, "notices:notice_list"))
