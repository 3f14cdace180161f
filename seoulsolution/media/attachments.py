"""The files of a record as its readers, machines and search get them."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.utils.feedgenerator import Enclosure
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from seoulsolution.content.languages import CODES, Localized
from seoulsolution.content.syndication.api.fields import Field, RowsField, TranslatedField
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.urls import path_of
from seoulsolution.media.models import File
from seoulsolution.media.models.file import TEXTS, Attachment

#: Characters of the text of a file that search reads.
SEARCHED = 50_000
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "hwpx": "application/hwp+zip",
    "hwp": "application/x-hwp",
    "txt": "text/plain",
    "csv": "text/csv",
}


def attachments_of(model: type[Attachment]) -> Prefetch:
    """Return what to prefetch: by the default order of ``model`` the database would also join the records."""
    return Prefetch("attachments", model._default_manager.order_by("position", "pk"))


def files_of(record: Any) -> list[File]:
    """Return the files of ``record``, or of a Localized one, but for those in a language that is withheld."""
    files = (attachment.file for attachment in record.attachments.all())
    return [file for file in files if may_have(file, record)]


def may_have(file: File, record: Any) -> bool:
    """Tell whether readers of a public ``record`` may have a file of it."""
    return not (file.language and record.is_withheld(file.language))


class AttachedFile:
    """A file as a page of ``language`` shows it; its title only in one of the languages ``readable``.

    Its alternative is left out if it is in a language that is ``withheld``.
    """

    def __init__(
        self, file: File, language: str, readable: Collection[str], withheld: Collection[str] = ()
    ) -> None:
        self.file = file
        self._shown = language, readable, withheld
        self._localized = Localized(file, language, readable)

    @property
    def title(self) -> str:
        return str(self._localized) or self.file.name

    @property
    def lang(self) -> str:
        return self._localized.lang if str(self._localized) else self.file.language

    @property
    def url(self) -> str:
        return self.file.url

    @property
    def details(self) -> str:
        """Language, format, size, pages and licence, as one says it in the active language."""
        language = self.file.get_language_display() if self.file.language else ""
        return ", ".join(filter(None, [language, *measures(self.file), self.file.get_licence_display()]))

    @property
    def text_url(self) -> str:
        """The address of its text in the browser, "" if there is none."""
        return path_of("file_text", key=self.file.key) if self.file.has_text else ""

    @cached_property
    def alternative(self) -> "AttachedFile | None":
        """The file for those who cannot use this one."""
        other = self.file.alternative_file
        if other is None or other.language in self._shown[2]:
            return None
        return AttachedFile(other, *self._shown)


def measures(file: File) -> list[str]:
    """Return format, size and pages of ``file`` in words."""
    pages = ngettext("%(number)d page", "%(number)d pages", file.pages or 0) % {"number": file.pages or 0}
    return [file.get_format_display(), filesizeformat(file.size), *([pages] if file.pages else [])]


def attached_files(item: Localized) -> list[AttachedFile]:
    """Return the files of ``item`` as its page shows them."""
    record = item.record
    withheld = withheld_of([record])
    return [AttachedFile(file, item.lang, record.languages, withheld) for file in files_of(item)]


def withheld_of(records: Collection[Any]) -> set[str]:
    """Return the languages that staff withhold of each of ``records``."""
    return {code for code in CODES if records and all(record.is_withheld(code) for record in records)}


# Machines -------------------------------------------------------------------------------------------------


ATTACHMENTS_FIELD = RowsField(
    "attachments",
    _("its files, in their order"),
    files_of,
    fields=(
        TranslatedField("title", _("title")),
        Field("name", _("name of the file")),
        Field(
            "url",
            _("address of the file; it stays when the file gets a new version"),
            lambda file: absolute(file.url),
        ),
        Field("format", _("format: pdf, docx, xlsx, pptx, hwpx, hwp, txt or csv")),
        Field("size", _("size in bytes")),
        Field("pages", _("number of pages, where it is known")),
        Field("language", _("language of the file; empty for another, or several")),
        Field("licence", _("licence: kogl-0 to kogl-4")),
        Field("sha256", _("SHA-256 of the file, in hexadecimal")),
    ),
)


def structured_files(item: Localized) -> list[dict[str, Any]]:
    """Return the files of ``item`` as schema.org describes them."""
    return [
        {
            "@type": "MediaObject",
            "name": attached.title,
            "contentUrl": absolute(attached.url),
            "encodingFormat": TYPES[attached.file.format],
            "contentSize": str(attached.file.size),
            **({"inLanguage": attached.file.language} if attached.file.language else {}),
        }
        for attached in attached_files(item)
    ]


def enclosures(item: Localized) -> list[Enclosure]:
    """Return the files of ``item`` for the entry of a feed."""
    return [Enclosure(absolute(file.url), str(file.size), TYPES[file.format]) for file in files_of(item)]


def searched_texts(record: Any, language: str) -> list[str]:
    """Return titles and texts of the files of ``record``, by which search finds it in ``language``.

    A file in a language that the record has not is found in those that it has.
    """
    files = files_of(record)
    _load_texts(files)
    readable = {"", *({file.language for file in files} - set(record.languages)), language}
    titles = [file.title_in(language) for file in files]
    return titles + [file.readable[:SEARCHED] for file in files if file.language in readable]


def _load_texts(files: list[File]) -> None:
    """Read the texts that are deferred, in one query; they stay for the next language."""
    deferred = {file.pk: file for file in files if file.get_deferred_fields()}
    for pk, *texts in File.objects.filter(pk__in=deferred).values_list("pk", *TEXTS) if deferred else ():
        for name, text in zip(TEXTS, texts, strict=True):
            setattr(deferred[pk], name, text)
