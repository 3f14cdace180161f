"""Adding unplaced lines to the text of a record that is there."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seoulsolution.admin.columns import title_in_interface
from seoulsolution.admin.lookup.everywhere import Everywhere
from seoulsolution.admin.urls import form_url
from seoulsolution.content.languages import CODES
from seoulsolution.importing.loading.writers.base import rich_text
from seoulsolution.importing.models import UnplacedLine
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.records import Line
from seoulsolution.importing.review import placing
from seoulsolution.revisions import drafts, history

#: Records that are offered where several are meant.
OFFERED = 10


class JoinForm(forms.Form):
    """The record that the lines are added to, by its title, number or address, and their language."""

    record = forms.CharField(label=gettext_lazy("Title, number or address"), max_length=300)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args, request: HttpRequest, detected: str, **kwargs):
        super().__init__(*args, prefix="join", **kwargs)
        self.request = request
        self.fields["language"].initial = detected if detected in CODES else CODES[0]
        self.fields["language"].widget.use_fieldset = True

    def clean_record(self) -> models.Model:
        """Return the one record that is meant and that the user may edit."""
        found = Everywhere(self.request, " ".join(self.cleaned_data["record"].split())).found
        kinds = {placing.WRITERS[kind].model for kind in placing.KINDS}
        records = [record for each in found for record in each.records if type(record) in kinds]
        if not records:
            raise ValidationError(_("There is no such news post or archive document."))
        if len(records) > 1:
            rows = ((form_url(each), title_in_interface(each), form_url(each)) for each in records[:OFFERED])
            links = format_html_join(", ", '<a href="{}">{}</a> ({})', rows)
            raise ValidationError(
                format_html("{} {}", _("Several are called so. Give the address of one:"), links)
            )
        if not admin.site.get_model_admin(type(records[0])).has_edit_permission(self.request, records[0]):
            raise ValidationError(_("You may read this record and not change it."))
        return records[0]


def join(lines: list[UnplacedLine], record: models.Model, code: str, user) -> None:
    """Add the lines to the end of the text of ``record``: in a draft where readers see it.

    Raise NotPlaced when somebody has decided on one of the lines in the meantime.
    """
    with history.change([record], user=user, note=_("Unplaced lines")) as [locked]:
        lines = placing.lock_open(lines)
        added = rich_text(
            body_of(placing.groups(Line(line.number, line.text, line.text) for line in lines)).blocks
        )
        column = f"body_{code}"
        before = drafts.current(locked)["fields"].get(column) or ""
        data = drafts.with_values(locked, {column: before + added})
        keep = drafts.save if drafts.are_kept_of(locked) else drafts.replace
        keep(locked, data, user=user)
        placing.add_provenance(lines, locked)
        for line in lines:
            line.resolve(user)
