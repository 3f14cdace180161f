"""Parts that other apps add to pages of the admin.

An app subclasses ``Panel`` and registers it in its ``AppConfig.ready()``, so that the admin need not know it.
"""

from enum import StrEnum

from django.db.models import Model
from django.http import HttpRequest, QueryDict

from seoulsolution.reviews.models import Review


class Position(StrEnum):
    """Where a panel is shown."""

    #: On the first page of the admin.
    DASHBOARD = "dashboard"
    #: Above the work list of reviews.
    LIST = "list"
    #: On the page of one record of the work list: beside the form, or inside it.
    SOURCE = "source"
    FORM = "form"
    #: Below a record's own form.
    RECORD = "record"


class Panel:
    """A part of one page, made for each request. Its template finds it as ``panel``.

    Panels in ``Position.FORM`` may have inputs. ``is_valid`` reads and checks them; ``save`` runs in the
    transaction that saves the record and its reviews, after the record's own form.
    """

    position: Position
    template_name = ""
    #: The reason for review that the inputs decide: it gets no box to tick.
    reason = ""

    def __init__(self, request: HttpRequest, record: Model | None = None, reviews: list[Review] = ()):
        """``record`` and the ``reviews`` being worked on are given on pages about one record."""
        self.request, self.record, self.reviews = request, record, reviews

    def is_shown(self) -> bool:
        return True

    def is_valid(self, data: QueryDict) -> bool:
        return True

    def save(self) -> list[str]:
        """Write what was chosen and return the labels of the changed fields.

        Raise ValidationError to roll back; the page then shows the panel again.
        """
        return []


_registered: list[type[Panel]] = []


def register(panel: type[Panel]):
    _registered.append(panel)


def get_panels(position: Position, request, record=None, reviews=()) -> list[Panel]:
    """Return the panels to show at ``position``, in the order of registration."""
    panels = [panel(request, record, reviews) for panel in _registered if panel.position == position]
    return [panel for panel in panels if panel.is_shown()]
