"""Indexes that keep the lists of a large archive quick."""

from django.db import models
from django.db.models.functions import Coalesce

from seoulsolution.content.first_public import in_order_of
from seoulsolution.content.languages import CODES, other
from seoulsolution.content.lists.years import FastExtractYear
from seoulsolution.content.models import MAY_BE_HIDDEN

#: The columns that decide whether a record is visible, besides its state.
VISIBILITY = (*(f"available_{code}" for code in CODES), "go_live_at", "expires_at")


def list_index(name, *fields):
    """Return an index from which lists, neighbours and feeds find their records without reading rows."""
    return models.Index(fields=["state", *fields, "-sort_date", "-id", *VISIBILITY], name=name)


def archive_indexes(name, *fields):
    """Return the indexes that keep the pages of a large archive quick; ``fields`` are counted in lists."""
    columns = (FastExtractYear("sort_date"), *fields, *VISIBILITY, "sort_date")
    newest = models.F("id").desc()
    return [
        list_index(f"{name}_list"),
        # Years, languages and ``fields`` are counted in one pass.
        models.Index("state", *columns, name=f"{name}_counts"),
        # The published records that may be hidden, by which counts are corrected.
        models.Index(fields=["state"], condition=MAY_BE_HIDDEN, name=f"{name}_hidden"),
        # What became public last, for the feed of each language.
        *(
            models.Index(
                "state",
                in_order_of(code).desc(),
                newest,
                *VISIBILITY,
                name=f"{name}_feed_{code}",
            )
            for code in CODES
        ),
        # What has an address of a former site.
        models.Index(fields=["id"], condition=~models.Q(old_addresses=""), name=f"{name}_old_addresses"),
        # When pages next change by themselves.
        *(
            models.Index(
                fields=[field], condition=models.Q((f"{field}__isnull", False)), name=f"{name}_{end}"
            )
            for field, end in (("go_live_at", "live"), ("expires_at", "expires"))
        ),
    ]


def admin_indexes(name):
    """Return the indexes of a large kind that only staff need: for the orders and filters of its list.

    What lacks a language is rare, or else found at once.
    """
    orders = {code: Coalesce(f"title_{code}", f"title_{other(code)}") for code in CODES}
    return [
        models.Index(fields=["-sort_date", "-id"], name=f"{name}_by_date"),
        models.Index(fields=["state", "-id"], name=f"{name}_by_state"),
        models.Index(fields=["-updated_at"], name=f"{name}_drafts", condition=models.Q(state="draft")),
        *(
            models.Index(title, models.F("id").desc(), name=f"{name}_by_title_{code}")
            for code, title in orders.items()
        ),
        *(
            models.Index(
                fields=["-sort_date", "-id"],
                name=f"{name}_without_{code}",
                condition=models.Q(**{f"available_{code}": False}),
            )
            for code in CODES
        ),
    ]
