"""The public pages of partners and programmes."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from partners.models import Partner
from seoulsolution.content.languages import active_language, localize
from seoulsolution.content.views import DetailView
from seoulsolution.search.page.mentions import mentions

#: The heading of each kind's group; partners without a kind come last.
GROUP_LABELS = {
    Partner.Kind.INTERNATIONAL_ORGANIZATION: _("International organizations"),
    Partner.Kind.MINISTRY: _("Ministries"),
    Partner.Kind.PUBLIC_INSTITUTION: _("Public institutions"),
    Partner.Kind.RESEARCH: _("Research institutes"),
    Partner.Kind.ASSOCIATION: _("Associations"),
    Partner.Kind.UNIVERSITY: _("Universities"),
    "": _("Other partners"),
}


def grouped(partners):
    """Return (label, partners) pairs in the order of the kinds; empty groups are left out.

    If no partner has a kind, the only group is "Organizations" instead of "Other partners".
    """
    by_kind = {kind: [p for p in partners if p.kind == kind] for kind in GROUP_LABELS}
    groups = [(label, by_kind[kind]) for kind, label in GROUP_LABELS.items() if by_kind[kind]]
    return [(_("Organizations"), groups[0][1])] if len(groups) == 1 and by_kind[""] else groups


@require_safe
def partner_list(request):
    """Show every partner on one page, grouped by kind, and the programmes in a group of their own."""
    everyone = localize(Partner.objects.listed().select_related("logo"), active_language())
    partners = [item for item in everyone if item.kind != Partner.Kind.PROGRAMME]
    programmes = [item for item in everyone if item.kind == Partner.Kind.PROGRAMME]
    context = {"groups": grouped(partners), "programmes": programmes}
    return render(request, "partners/partner_list.html", context)


class PartnerDetail(DetailView):
    model = Partner
    template_name = "partners/partner_detail.html"
    list_name = "partners:partner_list"
    list_label = _("Partners")
    select_related = ("logo",)

    def get(self, request, *args, **kwargs):
        """Show the page, or the partner's place in the list if there is nothing to say of it."""
        response = super().get(request, *args, **kwargs)
        partner = getattr(self, "object", None)
        if partner is None or partner.has_page:
            return response
        return redirect(partner)  # not for ever: it may get a page

    def get_context_data(self, **kwargs):
        """Add other partners of the same kind."""
        same_kind = Partner.objects.listed().filter(kind=self.object.kind).exclude(pk=self.object.pk)
        others = localize(same_kind.select_related("logo")[:7], active_language())
        context = super().get_context_data(others=others, **kwargs)
        named = mentions(self.item.name, active_language(), kind="partners")
        return context | {"mentions": named}
