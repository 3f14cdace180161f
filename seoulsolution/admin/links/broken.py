"""Broken links to pages of this site: the page that lists them, and their number on the dashboard."""

from collections import defaultdict

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from seoulsolution.admin.columns import NAMES, title_in_interface
from seoulsolution.admin.panels import Panel, Position
from seoulsolution.admin.urls import form_url
from seoulsolution.content.internal_links import InternalLink, InternalLinkQuerySet, text_columns
from seoulsolution.content.old_addresses import kind_of
from seoulsolution.revisions import history

PER_PAGE = 50


def _models(request):
    """Return {kind: model} of the rows whose texts the user may see: a part is seen with its record."""
    models = (model for model in apps.get_models() if text_columns(model))
    return {kind_of(model): model for model in models if _may_see(request, model)}


def _may_see(request, model) -> bool:
    if parent := getattr(model, "revision_parent", ""):
        model = model._meta.get_field(parent).related_model
    model_admin = admin.site._registry.get(model)
    return model_admin is not None and model_admin.has_view_permission(request)


def _broken(request) -> InternalLinkQuerySet:
    return InternalLink.objects.broken().filter(kind__in=_models(request)).order_by("kind", "object_id", "pk")


def broken_links_view(request):
    """List the links whose readers find no page, with the inputs where they are mended."""
    models = _models(request)
    if not models:
        raise PermissionDenied
    page = Paginator(_broken(request), PER_PAGE).get_page(request.GET.get("page"))
    context = admin.site.each_context(request) | {
        "title": _("Broken links"),
        "page": page,
        "rows": _rows(models, list(page)),
    }
    return TemplateResponse(request, "admin/links/broken.html", context)


def _rows(models, links):
    """Return what the page says of each link. A query per kind of rows that hold them or are linked to."""
    holders, there = {}, _existing(links)
    for kind in {link.kind for link in links}:
        parent = getattr(models[kind], "revision_parent", "")
        rows = models[kind]._default_manager.select_related(*filter(None, [parent]))
        found = rows.in_bulk({link.object_id for link in links if link.kind == kind})
        holders |= {(kind, pk): row for pk, row in found.items()}
    pairs = ((link, holders.get((link.kind, link.object_id))) for link in links)
    return [
        _row(link, holder, (link.target_kind, link.target_id) in there)
        for link, holder in pairs
        if holder is not None
    ]


def _existing(links) -> set[tuple[str, int]]:
    """Return (kind, id) of the records that ``links`` lead to, public or not."""
    wanted = defaultdict(set)
    for link in links:
        if link.target_kind:
            wanted[link.target_kind].add(link.target_id)
    return {
        (kind, pk)
        for kind, pks in wanted.items()
        for pk in apps.get_model(kind)._default_manager.filter(pk__in=pks).values_list("pk", flat=True)
    }


def _row(link, holder, exists):
    field = holder._meta.get_field(link.field)
    owner = history.owner(holder)
    # A part may have a form of its own, whose inputs have the names of its columns.
    form_of = holder if type(holder) in admin.site._registry else owner
    part = f"{holder}: " if holder is not owner else ""
    return {
        "title": title_in_interface(owner),
        "kind": owner._meta.verbose_name,
        "field": f"{part}{capfirst(field.translated_field.verbose_name)} ({NAMES[field.language]})",
        "url": f"{form_url(form_of)}#id_{link.field}",
        "address": link.address,
        "reason": _("its page is not public") if exists else _("no page has this address"),
    }


class BrokenLinksPanel(Panel):
    """How many links are broken, for who may see some of the texts."""

    position = Position.DASHBOARD
    template_name = "admin/links/panel.html"

    def is_shown(self):
        return self.number > 0

    @cached_property
    def number(self) -> int:
        return _broken(self.request).count()
