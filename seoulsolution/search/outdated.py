"""Whether the index was made by a version that read words in another way."""

from seoulsolution.search.language.tokens import VERSION
from seoulsolution.search.models import StoredText

#: So many of the oldest and of the newest texts are looked at: what is saved later is not outdated.
SAMPLE = 100


def is_outdated(using: str) -> bool:
    """Tell whether ``rebuild_search`` is due, by a sample: ``check_search`` looks at every text."""
    texts = StoredText.objects.using(using).values_list("version", flat=True)
    return any(version < VERSION for order in ("pk", "-pk") for version in texts.order_by(order)[:SAMPLE])
