"""The public site as files, which a web server gives out without asking the site.

Pages, lists page by page, feeds, sitemaps and data are there in both languages, each compressed as well. What
a reader chooses (filters, search), sends or may see by a right is not: that stays with the site, and so do
uploads, and what is gone.
"""


class ExportError(Exception):
    """The site cannot be exported; the text says why, as a sentence for operators."""
