"""The drawings that stand in for pictures: of the topics, and one for records without a topic.

Each key has ``ART_VARIANTS`` drawings in two shapes (``static/art/``) and a picture for link previews
(``static/img/``). A topic keeps the key of its own (``Topic.art``), whatever its slug becomes.
"""

DEFAULT_ART = "default"
#: The keys of the topics that have drawings.
TOPIC_ART = (
    "culture",
    "economy",
    "environment",
    "international",
    "newsletter",
    "participation",
    "safety",
    "smart-city",
    "transport",
    "welfare",
)
#: The drawings of a key: the first is named after it alone, the others by their number as well.
ART_VARIANTS = 4


def art_key(slug: str) -> str:
    """Return the key of a new topic with ``slug``, or "" if there is no drawing of that name."""
    return slug if slug in TOPIC_ART else ""


def key_of(topic: object) -> str:
    """Return the key of ``topic``, which may be None; DEFAULT_ART if it has none or one that is not known."""
    key = getattr(topic, "art", "")
    return key if key in TOPIC_ART else DEFAULT_ART


def art_name(key: str, shape: str, variant: int = 1) -> str:
    """Return the name of a static file; ``shape`` is "wide" or "tall"."""
    return f"art/{key}-{variant}-{shape}.svg" if variant > 1 else f"art/{key}-{shape}.svg"


def preview_name(key: str) -> str:
    """Return the name of the static file that link previews show."""
    return f"img/og-{key}.png"
