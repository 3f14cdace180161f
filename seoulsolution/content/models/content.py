"""A record with an address of its own, and when and in which languages readers see it."""

import datetime
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seoulsolution.content import first_public, old_addresses
from seoulsolution.content.languages import CODES, active_language
from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models.base import Sourced
from seoulsolution.content.models.querysets import ContentQuerySet
from seoulsolution.content.models.states import WITHDRAWAL_FIELDS, State, withdrawal_values
from seoulsolution.content.urls import IdAndSlugConverter, path_of, slug_of


class Content(Sourced):
    """A record with an address of its own, a state, and times of going live and expiring.

    A concrete kind declares ``available_en`` and ``available_ko`` with
    :func:`seoulsolution.content.languages.availability` and ``url_name``, the name of its page.
    """

    State = State
    #: What a revision holds besides the record's own columns (seoulsolution.revisions.snapshots).
    revision_children: tuple[str, ...] = ()
    revision_relations: tuple[str, ...] = ()
    #: Columns that ``save()`` sets, which a revision does not hold.
    revision_computed: tuple[str, ...] = (*first_public.FIELDS, *first_public.EDITED_FIELDS)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    go_live_at = models.DateTimeField(
        _("go live at"), null=True, blank=True, help_text=_("Empty: as soon as it is published. Seoul time.")
    )
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True, help_text=_("Seoul time."))
    withheld_en = models.BooleanField(_("withhold English"), default=False)
    withheld_ko = models.BooleanField(_("withhold Korean"), default=False)
    #: None while it is not withdrawn, or when the time is not known.
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason_en = models.CharField(
        _("public reason of the withdrawal, English"), max_length=500, blank=True
    )
    withdrawal_reason_ko = models.CharField(
        _("public reason of the withdrawal, Korean"), max_length=500, blank=True
    )
    old_addresses = models.TextField(
        _("addresses on former sites"),
        blank=True,
        validators=[old_addresses.check],
        help_text=_("One per line, such as /archives/1234. They lead to its page."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last modified"), auto_now=True)
    #: When the text first became public in that language, or will, as far as is known (content.first_public).
    first_public_en = models.DateTimeField(null=True, editable=False)
    first_public_ko = models.DateTimeField(null=True, editable=False)
    #: When what readers of that language see was last saved by anybody but the importer; None for an import
    #: as it came.
    edited_at_en = models.DateTimeField(null=True, editable=False)
    edited_at_ko = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Any] = ColumnManager.from_queryset(ContentQuerySet)()
    url_name = ""
    #: The state in the database, as far as it was read.
    _stored_state: str | None = None
    #: Its ``old_addresses`` there, likewise.
    stored_addresses: str | None = ""

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish", "translate")
        constraints = [
            models.CheckConstraint(
                condition=Q(go_live_at=None) | Q(expires_at=None) | Q(expires_at__gt=F("go_live_at")),
                name="%(app_label)s_%(class)s_expires_after_going_live",
                violation_error_message=_("It cannot expire before it goes live."),
            )
        ]

    def get_absolute_url(self, language: str | None = None) -> str:
        """Return the path of the record's page for a reader of ``language`` (default: the active one).

        Where that language is withheld it is the page in a language that is not.
        """
        language = language or active_language()
        if self.is_withheld(language):
            language = next(iter(self.languages), language)
        return path_of(self.url_name, language, **self.address_kwargs(language))

    def prepare(self, names: Collection[str] | None = None) -> set[str]:
        more = super().prepare(names)
        if (names is None or "state" in names) and self.state != self._stored_state:
            for name, value in withdrawal_values(self.state, timezone.now()).items():
                setattr(self, name, value)
            more |= set(WITHDRAWAL_FIELDS)
        self.old_addresses = old_addresses.tidied(self.old_addresses)
        return more | self._note_moments(names)

    def written(self) -> None:
        self._stored_state = self.state
        # The database has computed these again; drop the values loaded before.
        for field in self._meta.fields:
            if field.generated:
                self.__dict__.pop(field.attname, None)

    def _note_moments(self, names: Collection[str] | None) -> set[str]:
        """Set what is kept of time when the fields ``names`` are saved; return the names of what is set."""
        noted: set[str] = set()
        if names is not None and set(names) <= set(self.revision_computed):
            return noted  # whoever writes nothing else knows better
        if not first_public.is_importing():
            now = timezone.now()
            for code in self._languages_changed(names):
                setattr(self, f"edited_at_{code}", now)
                noted.add(f"edited_at_{code}")
        if names is None or not self._decides_moments.isdisjoint(names):
            first_public.note(self)
            noted |= set(first_public.FIELDS)
        return noted

    def _languages_changed(self, update_fields: Collection[str] | None) -> tuple[str, ...]:
        """Return the languages whose readers see a change once this is saved.

        It is one language where its columns alone changed. What is not in a column of the record (its parts,
        its topics) and what has no language counts for all.
        """
        loaded = {
            field.name: field.attname
            for field in self._meta.concrete_fields
            if not field.generated and field.attname in self.__dict__
        }
        names = loaded.keys() - {*self.revision_computed, "updated_at", *self.translated_fields}
        if update_fields is not None:
            changed = names & set(update_fields)
        elif self._state.adding:
            changed = names
        else:
            self.normalise()
            rows = type(self)._base_manager.using(self._state.db).filter(pk=self.pk)
            stored = rows.values(*names).first() or {}
            changed = {name for name in names if getattr(self, loaded[name]) != stored.get(name, stored)}
        endings = {name.rpartition("_")[2] for name in changed}
        is_of_languages = bool(endings) and endings <= set(CODES)
        return tuple(code for code in CODES if code in endings or not is_of_languages)

    @property
    def _decides_moments(self) -> frozenset[str]:
        texts = {
            name
            for code in CODES
            for required in self._meta.get_field(f"available_{code}").required  # type: ignore[union-attr]
            for name in (required, f"{required}_{code}")
        }
        return first_public.DECIDED_BY | texts

    def has_text(self, language: str) -> bool:
        """Return what the database will say in ``available_<language>``, of the record in memory."""
        return self._meta.get_field(f"available_{language}").compute(self)  # type: ignore[union-attr]

    @property
    def own_date(self) -> datetime.date | None:
        """The date that the text itself bears, or None."""
        return getattr(self, "date", None)

    def changed_in(self, language: str) -> datetime.datetime | None:
        """Return when readers of ``language`` last saw a change, or None when that is not known.

        The minute of an import says nothing of the text.
        """
        moments = (getattr(self, f"edited_at_{language}"), getattr(self, f"first_public_{language}"))
        latest = max(filter(None, moments), default=None)
        return None if latest == first_public.LONG_AGO else latest

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        record = super().from_db(*args, **kwargs)
        record._note_stored()
        return record

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._note_stored()

    def _note_stored(self) -> None:
        self._stored_state = self.__dict__.get("state")
        self.stored_addresses = self.__dict__.get("old_addresses")

    def withdraw(self, reason_en: str = "", reason_ko: str = "") -> None:
        """Take the record off the site and save it. Its address says so, in each language with the reason.

        For a record that is withdrawn already this changes the reasons, and not the date.
        """
        self.state = State.WITHDRAWN
        self.withdrawal_reason_en, self.withdrawal_reason_ko = reason_en, reason_ko
        self.save(update_fields=["state", *WITHDRAWAL_FIELDS, "updated_at"])

    def compute(self) -> None:
        """Set what the database and ``save()`` compute, on a record that is only in memory."""
        if not self.is_prepared:
            self.normalise()
        for field in self._meta.fields:
            if field.generated:
                self.__dict__[field.attname] = field.compute(self)  # type: ignore[attr-defined]

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages the public can read the record in: it has the text, and staff did not withhold it."""
        return tuple(code for code in CODES if getattr(self, f"available_{code}"))

    def slug(self, language: str) -> str:
        """Return the slug for the address: from the title in ``language`` if available, else in another.

        It is empty if none is, and for a withdrawn record: its title is not public.
        """
        readable = () if self.state == State.WITHDRAWN else self.languages
        shown = language if language in readable else next(iter(readable), None)
        return slug_of(self.title_in(shown)) if shown else ""

    def address_kwargs(self, language: str) -> dict[str, Any]:
        return {"id_and_slug": IdAndSlugConverter.join(self.pk, self.slug(language))}
