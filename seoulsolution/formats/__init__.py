"""Dates as each language writes them, and as people type them in either."""

#: The first is what forms show.
DATE_INPUT_FORMATS = [
    "%Y-%m-%d",  # 2023-11-24
    "%Y. %m. %d.",  # 2023. 11. 24.
    "%Y. %m. %d",
    "%Y.%m.%d.",
    "%Y.%m.%d",
    "%Y/%m/%d",
    "%Y년 %m월 %d일",
    "%d %b %Y",  # 24 Nov 2023
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
]
