"""Partner organizations and programmes."""

import functools
import operator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.fields import RichTextField
from seoulsolution.content.languages import CODES, availability
from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import Content, ContentQuerySet
from seoulsolution.content.outgoing import outgoing
from seoulsolution.content.urls import path_of

#: The columns that a partner's page shows besides its name and kind.
PAGE_COLUMNS = ("url", *(f"{name}_{code}" for name in ("official_name", "description") for code in CODES))
HAS_PAGE = functools.reduce(operator.or_, (models.Q(**{f"{name}__gt": ""}) for name in PAGE_COLUMNS))


class PartnerQuerySet(ContentQuerySet):
    def listed(self):
        """Return the visible ones without the city itself, which is no partner of its own."""
        return self.visible().filter(is_site_owner=False)


class Partner(Content):
    """An organization the city works with, or a programme; known by a short name."""

    class Kind(models.TextChoices):
        INTERNATIONAL_ORGANIZATION = "international_organization", _("international organization")
        MINISTRY = "ministry", _("ministry")
        PUBLIC_INSTITUTION = "public_institution", _("public institution")
        RESEARCH = "research", _("research institute")
        ASSOCIATION = "association", _("association")
        UNIVERSITY = "university", _("university")
        PROGRAMME = "programme", _("programme")

    title_field = "name"
    #: Pictures whose text alternative is the record's own title.
    describes_pictures = ("logo",)
    section = "partners"
    url_name = "partners:partner"

    name = models.CharField(_("short name"), max_length=120)
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    kind = models.CharField(
        _("kind"), max_length=30, choices=Kind, blank=True, help_text=_("Empty when it is not known.")
    )
    url = models.URLField(_("website"), max_length=500, blank=True)
    description = RichTextField(_("description"), blank=True)
    logo = models.ForeignKey(
        "media.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("logo"),
    )
    is_site_owner = models.BooleanField(
        _("is the site's owner"), default=False, help_text=_("The city itself, named among its partners.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    available_en = availability("en", "name")
    available_ko = availability("ko", "name")

    objects: ClassVar[Any] = ColumnManager.from_queryset(PartnerQuerySet)()

    class Meta(Content.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["state", "position", "id"], name="partner_list")]

    @property
    def website(self):
        """The partner's own website, if it may be linked; ``url`` of a Localized record is its page here."""
        return outgoing(self.url)

    @property
    def has_page(self):
        """Whether there is something to say besides its name, on a page of its own."""
        return not self.is_site_owner and any(getattr(self, name) for name in PAGE_COLUMNS)

    def get_absolute_url(self, language=None):
        """Return the path of the partner's page, or of its place in the list if it has none."""
        if self.has_page:
            return super().get_absolute_url(language)
        place = "" if self.is_site_owner else f"#partner-{self.pk}"
        return path_of("partners:partner_list", language) + place
