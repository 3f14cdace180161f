"""What partners put into the site map."""

from partners.models import Partner
from seoulsolution.content.syndication.sitemaps import Section, register

register(Section("partners", Partner, "partners:partner_list"))
