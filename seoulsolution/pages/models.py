"""Plain pages that staff edit, such as the policies of the site, and alerts on all pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.fields import RichTextField
from seoulsolution.content.languages import CODES, availability
from seoulsolution.content.models import Content
from seoulsolution.content.outgoing import outgoing


class Page(Content):
    """A page that belongs to no section, linked from the footer."""

    section = "pages"
    url_name = "pages:page"

    title = models.CharField(_("title"), max_length=200)
    body = RichTextField(_("body"), blank=True)
    key = models.SlugField(_("address"), unique=True, help_text=_("The last part of the page's address."))
    is_emphasized = models.BooleanField(
        _("emphasized"), default=False, help_text=_("Set in bold; the privacy policy has to be.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    effective_on = models.DateField(
        _("takes effect on"),
        null=True,
        blank=True,
        help_text=_(
            "For a policy. Change it with the text: the version before stays readable under its own date."
        ),
    )
    available_en = availability("en", "title", "body")
    available_ko = availability("ko", "title", "body")

    class Meta(Content.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["state", "position", "id"], name="page_list")]

    def address_kwargs(self, language):
        return {"key": self.key}


class Alert(Content):
    """A short text on top of every page, from going live until it expires."""

    class Severity(models.IntegerChoices):
        ANNOUNCEMENT = 1, _("announcement")
        MINOR = 2, _("minor disruption")
        MAJOR = 3, _("major disruption")

    section = "pages"
    url_name = "pages:alert"
    title_field = "message"

    message = models.CharField(_("message"), max_length=300, help_text=_("One or two sentences."))
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("Where to read more."))
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=Severity, default=Severity.ANNOUNCEMENT
    )
    available_en = availability("en", "message")
    available_ko = availability("ko", "message")

    class Meta(Content.Meta):
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-severity", "-id"]
        indexes = [models.Index(fields=["state", "-severity", "-id"], name="alert_list")]

    @property
    def severity_name(self):
        """The severity as machines and style sheets name it."""
        return self.Severity(self.severity).name.lower()

    @property
    def any_link(self):
        """A link that was given in one language alone, for readers of the other."""
        links = (getattr(self, f"link_{code}") for code in CODES if not self.is_withheld(code))
        return next(filter(None, map(outgoing, links)), "")

    @property
    def key(self):
        """What a browser remembers of an alert that was closed: it comes back when staff change it."""
        return f"{self.pk}-{self.updated_at.timestamp():.0f}"
