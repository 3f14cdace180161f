"""Partner organizations and programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.fields import RichTextField
from seoulsolution.content.languages import availability
from seoulsolution.content.models import Content


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

    class Meta(Content.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["state", "position", "id"], name="partner_list")]
