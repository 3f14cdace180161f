"""What home, the lists and the plain pages put into the site map."""

from seoulsolution.content.sitemaps import Lists, Section, register
from seoulsolution.site.models import Page

register(Lists(names=("site:home", "site:open_data", "site:site_map")))
register(Section("pages", Page))
