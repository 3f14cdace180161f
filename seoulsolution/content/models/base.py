"""The bases of records: texts in one form, in two languages, with a source, or part of another record."""

import uuid
from collections.abc import Collection
from functools import cache
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, router, transaction
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from seoulsolution.content.bulk import BulkQuerySet
from seoulsolution.content.fields import normalise
from seoulsolution.content.languages import CODES, active_language
from seoulsolution.content.managers import ColumnManager
from seoulsolution.reviews.models import Provenance, Review


@cache
def _translated_fields(model: type[models.Model]) -> frozenset[str]:
    return frozenset(translator.get_options_for_model(model).all_fields)


@cache
def _texts(model: type[models.Model]) -> tuple[Any, ...]:
    """Return the columns that hold texts."""
    texts = models.CharField | models.TextField
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, texts))


class Normalised(models.Model):
    """A record whose texts are saved in one form, whoever wrote them: see ``content.characters``."""

    #: Whether :meth:`prepare` has set all that is saved, and nothing was changed since.
    is_prepared = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.is_prepared = False
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
