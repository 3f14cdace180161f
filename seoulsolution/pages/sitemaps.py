"""What home, the lists and the plain pages put into the site map."""

from seoulsolution.content.syndication.sitemaps import Lists, Section, register
from seoulsolution.pages.models import Page

register(Lists(names=("pages:home", "pages:open_data", "pages:site_map")))
register(Section("pages", Page))
