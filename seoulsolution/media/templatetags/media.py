"""Tags for pictures on public pages."""

from django import template

from seoulsolution.media.figures import Candidates, candidates
from seoulsolution.media.models import Image

register = template.Library()


@register.simple_tag
def renditions(image: Image, shape: str) -> Candidates:
    """Return what a ``<picture>`` offers of ``image``: {% renditions item.cover "wide" as shown %}."""
    return candidates(image, shape)
