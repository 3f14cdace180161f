"""What every kind of content shares: where it came from, who may see it, in which languages."""

import datetime
import uuid
from collections import Counter
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, router, transaction
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.dispatch import Signal
from django.utils import timezone
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from seoulsolution.content import clock, first_public, old_addresses
from seoulsolution.content.bulk import BulkQuerySet
from seoulsolution.content.fields import normalise
from seoulsolution.content.languages import CODES, active_language
from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.marks import tidy_title
from seoulsolution.content.urls import IdAndSlugConverter, path_of
from seoulsolution.content.visibility import IsVisible
from seoulsolution.reviews.models import Provenance, Review

SLUG_LENGTH = 60
UNDATED = datetime.date(1, 1, 1)


#: Ids in one statement.
IDS_AT_ONCE = 5000
#: Sent when ``flush`` has emptied the tables that Django knows, before any app saves records again.
flushed = Signal()


@cache
def _translated_fields(model: type[models.Model]) -> frozenset[str]:
    return frozenset(translator.get_options_for_model(model).all_fields)


@cache
def _texts(model: type[models.Model]) -> tuple[Any, ...]:
    """Return the columns that hold texts."""
    texts = models.CharField | models.TextField
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, texts))


@lru_cache(maxsize=5000)
def slug_of(title: str) -> str:
    """Return the slug of ``title`` without the marks of machines, cut between words."""
    words = slugify(tidy_title(title, is_film=True), allow_unicode=True)
    return Truncator(words.replace("-", " ")).chars(SLUG_LENGTH, truncate="").strip().replace(" ", "-")


class Normalised(models.Model):
    """A record whose texts are saved in one form, whoever wrote them: see ``content.characters``."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if names := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*names, *self.prepare(names)}
        elif names is None:
            self.prepare()
        super().save(*args, **kwargs)
        self.written()

    def prepare(self, names: Collection[str] | None = None) -> set[str]:
        """Set what is saved along with the fields ``names`` (default: all); return what must be, besides.

        It comes before each save and bulk write, :meth:`written` after it.
        """
        self.normalise(names)
        return set()

    def written(self) -> None:
        """Remember what the database has now."""

    def normalise(self, names: Collection[str] | None = None) -> None:
        """Set the texts (default: all that were read) as they are saved."""
        for field in _texts(type(self)):
            if names is None or field.name in names:
                value = self.__dict__.get(field.attname)
                if (normal := normalise(field, value)) != value:
                    self.__dict__[field.attname] = normal


class Translated(Normalised):
    """A record with text in the site's languages, read by column and never by fallback."""

    objects: ClassVar[Any] = ColumnManager.from_queryset(BulkQuerySet)()
    #: Name of the translated field that is the title.
    title_field = "title"
    #: The section of the site for which roles are given (seoulsolution.accounts).
    section = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        here = self.title_in(active_language())
        return here or next((title for code in CODES if (title := self.title_in(code))), "–")

    def save(self, *args: Any, **kwargs: Any) -> None:
        # What follows a change by signal (the search index) is saved with it or not at all.
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using, savepoint=False):
            super().save(*args, **kwargs)

    @property
    def translated_fields(self) -> frozenset[str]:
        """Names of the fields that have one column per language."""
        return _translated_fields(type(self))

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages the record can be read in, in the site's order."""
        return tuple(code for code in CODES if self.title_in(code))

    def title_in(self, language: str) -> str:
        return getattr(self, f"{self.title_field}_{language}") or ""

    def is_withheld(self, language: str) -> bool:
        """Tell whether staff keep the text in ``language`` from the public."""
        return getattr(self, f"withheld_{language}", False)


class Child(Normalised):
    """A row that belongs to a record and has its history there.

    ``uid`` names the row where its id cannot: in a draft, and after it was deleted and brought back. A child
    sets ``revision_parent``, the name of its foreign key to that record.
    """

    revision_parent = ""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Sourced(Translated):
    """A record that may have been imported."""

    #: SHA-256 of the import identity (kind, title key, date …); no two records share one.
    import_key = models.CharField(max_length=64, null=True, unique=True, editable=False)
    #: Code and title of a record in a language the site has no column for; its text is in the provenance.
    foreign_language = models.CharField(
        _("language of the source"), max_length=10, blank=True, editable=False
    )
    foreign_title = models.CharField(_("title in the source"), max_length=300, blank=True, editable=False)
    provenances = GenericRelation(Provenance)
    reviews = GenericRelation(Review)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        named = any(self.title_in(code) for code in CODES)
        return super().__str__() if named else self.foreign_title or super().__str__()


def is_visible(language: str | None = None, at: datetime.datetime | None = None) -> IsVisible:
    """Return the condition of :meth:`ContentQuerySet.visible`."""
    return IsVisible(CODES if language is None else (language,), at or clock.now(), State.PUBLISHED)


#: The condition of an index: without times and with a text, a published record is visible.
MAY_BE_HIDDEN = (
    Q(go_live_at__isnull=False)
    | Q(expires_at__isnull=False)
    | Q(**{f"available_{code}": False for code in CODES})
)


def count_by(model: Any, relation: str, **conditions: Any) -> Counter[int]:
    """Return {id: number of records of ``model``} by a many-to-many relation.

    ``conditions`` are those of the rows of the relation: ``record__in``, ``related``.
    """
    field = model._meta.get_field(relation)
    names = {"record": field.m2m_field_name(), "related": field.m2m_reverse_field_name()}
    rows = field.remote_field.through._default_manager.order_by().values_list(names["related"])
    for condition, value in conditions.items():
        name, _separator, lookup = condition.partition("__")
        rows = rows.filter(**{f"{names[name]}__{lookup or 'exact'}": value})
    return Counter(dict(rows.annotate(count=Count("pk"))))


class ContentQuerySet(BulkQuerySet):
    def visible(self, language: str | None = None, at: datetime.datetime | None = None) -> Self:
        """Return what the public may see: the only door for lists, pages, feeds, sitemap and search.

        Published, gone live and not expired at ``at`` (an aware datetime, default now), and available
        in ``language`` (default: in any language).
        """
        return self.filter(is_visible(language, at))

    def hidden(self) -> list[Self]:
        """Return the other records: those of other states, and the published ones that are not visible."""
        others = [state for state in State if state != State.PUBLISHED]
        published = self.filter(MAY_BE_HIDDEN, state=State.PUBLISHED).exclude(is_visible())
        return [self.filter(state__in=others), published]

    def count_visible_by(self, relation: str, related: Any = None) -> Counter[int]:
        """Return {id: number of visible records} of this model by a many-to-many relation.

        ``related`` is the one to count for, else all are. All records are counted without reading them, then
        those that are not visible, which are few.
        """
        conditions = {"related": related} if related else {}
        counts = count_by(self.model, relation, **conditions)
        hidden = [pk for records in self.hidden() for pk in records.order_by().values_list("pk", flat=True)]
        for start in range(0, len(hidden), IDS_AT_ONCE):
            ids = hidden[start : start + IDS_AT_ONCE]
            counts.subtract(count_by(self.model, relation, record__in=ids, **conditions))
        return counts

    def visible_among(self, **conditions: Any) -> Self:
        """Return the visible ones among the few records with these ``conditions``, such as ``pk__in``.

        Without statistics SQLite would take the state for the rarer condition, and read every published
        record.
        """
        shown = Case(When(is_visible(), then=True), default=False, output_field=models.BooleanField())
        return self.filter(shown, **conditions)

    def for_links(self, *more: str) -> Self:
        """Read only the columns that a link to a record shows, its title and address, and ``more``."""
        model: Any = self.model
        names = (model.title_field, "available", "withheld")
        columns = (f"{name}_{code}" for name in names for code in CODES)
        return self.only("state", "foreign_title", *columns, *more)

    def withdrawn(self) -> Self:
        """Return what was taken off the site: its addresses say so."""
        return self.filter(state=State.WITHDRAWN)

    def update(self, **values: Any) -> int:
        if "state" in values:
            values = _withdrawal(values["state"], Coalesce(F("withdrawn_at"), timezone.now())) | values
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def _updated(self, pks: list[int], values: dict[str, Any]) -> None:
        if not MOMENTS_DEPEND_ON.isdisjoint(values):
            for start in range(0, len(pks), IDS_AT_ONCE):
                first_public.note_many(
                    self.model._default_manager.filter(pk__in=pks[start : start + IDS_AT_ONCE])
                )


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: Besides the texts: the fields that decide when a text first becomes public.
MOMENTS_DEPEND_ON = frozenset({"state", "go_live_at", "expires_at", "withheld_en", "withheld_ko"})
#: What is known of a record's withdrawal, besides its state.
WITHDRAWAL_FIELDS = ("withdrawn_at", "withdrawal_reason_en", "withdrawal_reason_ko")


def _withdrawal(state: str, withdrawn_at: Any) -> dict[str, Any]:
    """Return the withdrawal fields that a change to ``state`` sets: leaving WITHDRAWN empties them."""
    if state == State.WITHDRAWN:
        return {"withdrawn_at": withdrawn_at}
    return {"withdrawn_at": None, "withdrawal_reason_en": "", "withdrawal_reason_ko": ""}


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
            for name, value in _withdrawal(self.state, timezone.now()).items():
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
        return MOMENTS_DEPEND_ON | texts

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


def sort_date(*fields: str) -> models.GeneratedField:
    """Return a column that orders by the first known of ``fields`` (default: the date), the undated last."""
    dates = [F(field) for field in fields or ("date",)]
    field: Any = models.GeneratedField(
        expression=Coalesce(*dates, Value(UNDATED)), output_field=models.DateField(), db_persist=True
    )
    names = fields or ("date",)
    field.compute = lambda record: next((day for name in names if (day := getattr(record, name))), UNDATED)
    return field
