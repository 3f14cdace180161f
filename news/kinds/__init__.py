"""What the list, feeds, sitemap, API, structured data and search get of each kind: see syndication/kinds.py.

Kinds are registered, and listed in the API, in this order.
"""

from news.kinds import articles, newsletters, topics

__all__ = ["articles", "newsletters", "topics"]
