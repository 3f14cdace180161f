"""Secret words in every text that the public may not read, and public ones beside them.

A place is a function in ``PLACES`` that is given the Canaries and puts words where they must not get out of.
Add one for each new kind of text that is not public.
"""

import datetime
import re
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.utils import timezone

from news.models import Document, Issue, PopularTitle, Post, Topic
from notices.models import Notice
from partners.models import Partner
from seoulsolution.content.fields import RichTextField
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import WITHDRAWAL_FIELDS
from seoulsolution.importing.models import (
    FileOutcome,
    LedgerEntry,
    Proposal,
    Run,
    SourceFile,
    TitleReference,
    UnplacedLine,
)
from seoulsolution.media.models import File, Image
from seoulsolution.media.models.image import OF_FILE
from seoulsolution.pages.models import Alert, Page
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.revisions import history
from seoulsolution.subscriptions.models import SignUp, Subscriber, Subscription, mailed_kinds
from tests.factories import attach, make_file, make_image

DAY = datetime.timedelta(days=1)
KINDS = (Post, Document, Issue, Notice, Partner, Page, Alert)
#: What a language of a kind needs, its title first.
NEEDED = {Post: ("title", "body"), Notice: ("title", "intro"), Page: ("title", "body")}
#: Columns that nobody but the importer reads.
NEVER_PUBLIC = {"import_key", "foreign_title", "foreign_language", "old_addresses"}
#: Too short for a word, or with a meaning of its own.
NO_WORDS = {"language", "encoding", "art"}
LETTERS = "bcdfghjklm"
_SECRET = re.compile(r"zq[a-z]{4,}")


@dataclass
class Canaries:
    """What was put where: ``secrets`` and ``public`` are {word: where it is}, ``records`` are all records."""

    secrets: dict[str, str] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)
    records: list[models.Model] = field(default_factory=list)
    images: list[models.Model] = field(default_factory=list)
    #: {address of a withdrawn record: the reason that may be there}
    reasons: dict[str, str] = field(default_factory=dict)
    #: Records that were deleted or erased, as they were.
    gone: list[models.Model] = field(default_factory=list)
    #: {word: the kind of record that it is of}, and the kind of which words are put at the moment.
    kinds: dict[str, type[models.Model] | None] = field(default_factory=dict)
    kind: type[models.Model] | None = None

    def each(self):
        """Yield the records; what is put meanwhile is of their kind."""
        for record in self.records:
            self.kind = type(record)
            yield record
        self.kind = None

    def of(self, model):
        return [record for record in self.records if type(record) is model]

    def secret(self, place):
        return self._word("zq", self.secrets, place)

    def word(self, place):
        return self._word("vv", self.public, place)

    def _word(self, start, known, place):
        number = f"{len(self.secrets) + len(self.public):06}"
        word = start + "".join(LETTERS[int(digit)] for digit in number) + "xa"
        known[word], self.kinds[word] = place, self.kind
        return word

    def texts(self, model, place, is_secret=lambda name: True, without=()):
        """Return {name: a text with a word of its own} for every text column of ``model``."""
        found = {}
        for column in text_columns(model):
            if column.name in without:
                continue
            where = f"{model.__name__}.{column.name} ({place})"
            word = self.secret(where) if is_secret(column.name) else self.word(where)
            found[column.name] = written(column, word)
        return found

    def leaks(self, text, *allowed):
        """Return the secrets in ``text``, with where they are from; a part of a word counts."""
        found = {
            part
            for part in _SECRET.findall(text.lower())
            if not any(part in word.lower() for word in allowed)
        }
        if not found:
            return {}
        places = {
            word: place
            for word, place in self.secrets.items()
            if any(word.startswith(part) for part in found)
        }
        return places or dict.fromkeys(found, "?")


def text_columns(model):
    """Return the columns of ``model`` with text that somebody wrote."""
    translated = getattr(model(), "translated_fields", ())
    computed = getattr(model, "revision_computed", ())
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and column.name not in translated
        and column.name not in computed
        and column.name not in NO_WORDS
    ]


def written(column, word):
    """Return ``word`` as ``column`` holds it."""
    original = getattr(column, "translated_field", column)
    if isinstance(original, models.URLField):
        return f"https://{word}.example/"
    if column.name == "author":
        return f"Kim {word}"  # one word in small letters would be an account, which readers do not see
    return f"<p>{word}</p>" if isinstance(original, RichTextField) else word


def language_of(name):
    return name[-2:] if name[-3:] in {f"_{code}" for code in CODES} else ""


def required(model, number):
    """Return what a row of ``model`` needs besides its texts."""
    return {
        Issue: {"number": 500 + number, "year": 1900 + number, "month": 1},
        Post: {"date": datetime.date(1900 + number, 1, 1)},
        Document: {"date": datetime.date(1900 + number, 1, 1), "kind": "video"},
        Notice: {
            "submission_opens": datetime.date(1900 + number, 1, 1),
            "submission_closes": timezone.localdate(),
        },
    }.get(model, {})


def make(canaries, model, place, is_secret, **fields):
    """Make a record of ``model``, its parts, its topic and its picture, with a word in every text."""

    def hidden(name):
        return name in NEVER_PUBLIC or name in WITHDRAWAL_FIELDS or is_secret(name)

    number, canaries.kind = len(canaries.records) + len(canaries.gone), model
    texts = canaries.texts(model, place, hidden, without=fields)
    record = model(**texts | required(model, number) | {"state": "published"} | fields)
    if hasattr(model, "cover") or hasattr(model, "logo"):
        # A picture and its texts are shared: they are hidden only with the whole record.
        canaries.kind = None
        hidden_image = lambda name: name == "title" or is_secret("picture")  # noqa: E731
        texts_of_image = canaries.texts(Image, place, hidden_image, without=OF_FILE)
        image = make_image((20, 10), **texts_of_image)
        setattr(record, "cover" if hasattr(model, "cover") else "logo", image)
        canaries.images.append(image)
    record.save()
    # No path of saving leaves a reason on what is not withdrawn: only the database can.
    model._base_manager.filter(pk=record.pk).update(**{name: texts[name] for name in WITHDRAWAL_FIELDS[1:]})
    canaries.records.append(record)
    make_parts(canaries, record, place, is_secret)
    return record


def make_parts(canaries, record, place, is_secret):
    model, canaries.kind = type(record), None
    if hasattr(model, "topics"):
        names = canaries.texts(Topic, place, lambda name: name.startswith("keywords") or is_secret("topic"))
        record.topics.add(Topic.objects.create(**names))
    canaries.kind = model
    for name in model.revision_children:
        relation = model._meta.get_field(name)
        part, order = relation.related_model, getattr(relation.related_model, "revision_order", "position")
        if part is PopularTitle:
            for position, code in enumerate(CODES, start=1):
                titles = canaries.texts(part, place, lambda name, code=code: is_secret(f"title_{code}"))
                part.objects.create(issue=record, position=position, language=code, **titles)
            continue
        if name == "attachments":
            attach(record, make_canary_file(canaries, place, is_secret))
            continue
        texts = canaries.texts(part, place, lambda name: name in NEVER_PUBLIC or is_secret(name))
        more = {"year": 1999, "month": 1} if name == "selection_steps" else {}
        part.objects.create(**{relation.field.name: record, order: 1} | texts | more)
    canaries.kind = None


def make_canary_file(canaries, place, is_secret):
    """Return a file with a word in its title in each language, and one in what it says."""

    def word(name):
        where = f"File.{name} ({place})"
        return canaries.secret(where) if is_secret(name) else canaries.word(where)

    titles = {f"title_{code}": word(f"title_{code}") for code in CODES}
    return make_file(word("picture").encode(), "report.txt", language="", **titles)


# Places ------------------------------------------------------------------------------------------


def hidden_records(canaries):
    """Put words into records that nobody may read, in each state that hides them."""
    now = timezone.now()
    states = {
        "draft": {"state": "draft"},
        "waiting": {"go_live_at": now + DAY},
        "expired": {"expires_at": now - DAY},
        "withdrawn": {"state": "withdrawn", "withdrawn_at": now},
    }
    for model in KINDS:
        for state, fields in states.items():
            record = make(canaries, model, state, lambda name: True, **fields)
            if state == "withdrawn":
                record.refresh_from_db()
                for code in CODES:
                    reason = getattr(record, f"withdrawal_reason_{code}")
                    address = record.get_absolute_url(code)
                    # An id that looks like a year has another address, and is found at this one, too.
                    canaries.reasons |= {address: reason, address.replace("-/", "/"): reason}


def hidden_languages(canaries):
    """Put words into a withheld and into an incomplete language of records that are public in the other."""
    for model in KINDS:
        for code in CODES:
            secret = lambda name, code=code: language_of(name) == code  # noqa: E731
            make(canaries, model, f"{code} withheld", secret, **{f"withheld_{code}": True})
            title, *needed = NEEDED.get(model, (model.title_field,))
            empty = f"{needed[0] if needed else title}_{code}"
            make(canaries, model, f"{code} incomplete", secret, **{empty: ""})


def public_records(canaries):
    """Put public words into records, which are to be found, beside what is never public of them."""
    for model in KINDS:
        make(canaries, model, "public", lambda name: False)


def imports(canaries):
    """Put words into everything that the importer keeps, of records that are public and of others."""
    run = Run.objects.create()
    lines = dict.fromkeys(("total", "nonblank", "record", "boilerplate", "unplaced"), 0)
    source = SourceFile.objects.create(
        **{f"lines_{name}": number for name, number in lines.items()},
        parser_version=1,
        listing={"title": canaries.secret("SourceFile.listing")},
        **canaries.texts(SourceFile, "import"),
    )
    FileOutcome.objects.create(
        run=run, source=source, status="imported", **canaries.texts(FileOutcome, "import")
    )
    UnplacedLine.objects.create(source=source, number=1, **canaries.texts(UnplacedLine, "import"))
    for record in canaries.each():
        place = f"{type(record).__name__} {record.state}"
        Provenance.objects.create(
            record=record, first_line=1, last_line=1, run=run.pk, **canaries.texts(Provenance, place)
        )
        entry = LedgerEntry.objects.create(
            record=record,
            kind="news_post",
            written={"title_en": canaries.secret(f"LedgerEntry.written ({place})")},
            **canaries.texts(LedgerEntry, place),
        )
        for status in Proposal.Status:
            Proposal.objects.create(
                entry=entry, source=source, run=run.pk, first_line=1, last_line=1, status=status,
                values={"title_en": canaries.secret(f"Proposal.values ({place}, {status})")},
                **canaries.texts(Proposal, place),
            )  # fmt: skip
    for title in PopularTitle.objects.all():
        TitleReference.objects.create(popular_title=title, **canaries.texts(TitleReference, "import"))


def reviews(canaries):
    """Put words into the details of open and of resolved reviews."""
    for record in canaries.each():
        for reason, resolved_at in (("no_date", None), ("cut_title", timezone.now())):
            texts = canaries.texts(
                Review, f"{type(record).__name__} {record.state}, resolved: {bool(resolved_at)}"
            )
            Review.objects.create(record=record, reason=reason, resolved_at=resolved_at, **texts)


def revisions(canaries):
    """Put words into the notes of revisions, and into texts that records had before."""
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.create_user(
        canaries.secret("username"), f"{canaries.secret('email')}@example.org",
        first_name=canaries.secret("first name"), last_name=canaries.secret("last name"),
    )  # fmt: skip
    for record in canaries.each():
        record.refresh_from_db()
        place = f"{type(record).__name__} {record.state}"
        title = f"{record.title_field}_{'ko' if record.withheld_en else 'en'}"
        present = getattr(record, title)
        setattr(record, title, canaries.secret(f"former {title} ({place})"))
        record.save()
        history.write([record], user=user, note=canaries.secret(f"note ({place})"))
        setattr(record, title, present)
        record.save()
        history.write([record], user=user, note=canaries.secret(f"second note ({place})"))


def unused_topics(canaries):
    """Put words into a topic that nothing has, and into a picture that nothing shows."""
    Topic.objects.create(**canaries.texts(Topic, "unused"))
    image = make_image((20, 10), **canaries.texts(Image, "unused", without=OF_FILE))
    canaries.images.append(image)


def subscribers(canaries):
    """Put words into addresses that are subscribed, and into one that waits to be confirmed."""
    canaries.kind = Subscriber
    for kind in mailed_kinds():
        subscriber = Subscriber.objects.create(
            email=f"{canaries.secret('Subscriber.email')}@example.org", language="en"
        )
        Subscription.objects.create(subscriber=subscriber, kind=kind.name)
    SignUp.objects.create(email=f"{canaries.secret('SignUp.email')}@example.org", language="ko")
    canaries.kind = None


PLACES = [
    hidden_records,
    hidden_languages,
    public_records,
    imports,
    reviews,
    revisions,
    unused_topics,
    subscribers,
]


def plant(places=()):
    """Put words into every place, then into those that are given, and return them."""
    canaries = Canaries()
    for place in (*PLACES, *places):
        place(canaries)
    for record in canaries.records:
        record.refresh_from_db()
    return canaries


def uncovered_models():
    """Return the names of models with text that no place fills, but for those that hold no text of people."""
    known = {
        *KINDS,
        Topic,
        File,
        Provenance,
        Review,
        SourceFile,
        FileOutcome,
        UnplacedLine,
        LedgerEntry,
        Proposal,
        TitleReference,
        Subscriber,
        SignUp,
    }
    known |= {
        model._meta.get_field(name).related_model for model in KINDS for name in model.revision_children
    }
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
    return {model._meta.label for model in ours if model not in known and text_columns(model)} - EXEMPT


OURS = ("seoulsolution", "news", "notices", "partners")
#: The index has the texts of others; pictures and what staff work on are filled by hand; a key is no text.
#: Terms are words of the language, and what is known of signing in is no text: tests/accounts look at that.
EXEMPT = {
    "accounts.AuditEntry",
    "accounts.StaffSession",
    "content.InternalLink",
    "content.OldAddress",
    "search.StoredText",
    "search.Facets",
    "search.Term",
    "media.Image",
    "revisions.Revision",
    "revisions.Comment",
    "revisions.Submission",
    "revisions.SubmittedForm",
    "revisions.PreviewLink",
    "importing.Identity",
    "news.FormerSlug",
    "pagecache.ContentVersion",
    "subscriptions.Attempt",
    "subscriptions.Subscription",
}
