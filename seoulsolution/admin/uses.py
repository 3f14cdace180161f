"""Where records that are to be deleted are used, for the pages that ask before deleting."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from seoulsolution.admin.columns import link_to_form
from seoulsolution.media import uses
from seoulsolution.media.models import File, Image
from seoulsolution.revisions import drafts, history

IN_USE = _("It is in use by now, and was not deleted.")
#: So many records are named; the rest is a number.
MOST_NAMED = 50


def uses_of(request, records) -> list[str]:
    """Return links to the records that name one of ``records``, and the number of those not to be seen.

    Records that are deleted together do not count.
    """
    going = set(records)
    others = {other for record in records for other in _users_of(record)} - going
    admins = {type(other): admin.site.get_model_admin(type(other)) for other in others}
    others = sorted(others, key=lambda other: (other._meta.label, other.pk))
    seen = [other for other in others if admins[type(other)].has_view_permission(request, other)]
    names = ((capfirst(each._meta.verbose_name), link_to_form(each)) for each in seen[:MOST_NAMED])
    found = [format_html("{}: {}", *name) for name in names]
    if number := len(others) - len(found):
        text = ngettext("%(number)d more, not shown here", "%(number)d more, not shown here", number)
        found.append(text % {"number": number})
    return found


def _users_of(record):
    if isinstance(record, Image | File):
        return uses.users_of(record)
    return (*history.referrers(record), *drafts.naming(record))


def are_kept(records) -> bool:
    """Tell whether texts or drafts use one of ``records``, pictures and files that therefore stay."""
    return any(isinstance(record, Image | File) and record.uses.exists() for record in records)


def without_relations(model, to_delete: list, model_count: dict) -> None:
    """Take the rows of many-to-many relations out of what Django lists as deleted: they are no records."""
    relations = [each.through._meta for each in model._meta.related_objects if each.many_to_many]
    relations += [each.remote_field.through._meta for each in model._meta.many_to_many]
    for options in relations:
        model_count.pop(options.verbose_name_plural, None)
    starts = tuple(f"{capfirst(options.verbose_name)}:" for options in relations)
    for part in [part for part in to_delete if isinstance(part, list)]:
        part[:] = [row for row in part if isinstance(row, list) or not row.startswith(starts)]
