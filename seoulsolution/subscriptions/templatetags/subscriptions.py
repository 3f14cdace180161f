from django import template
from django.conf import settings
from django.template import Context

from seoulsolution.content.urls import path_of
from seoulsolution.subscriptions.models import mailed_kinds

register = template.Library()


@register.simple_tag(takes_context=True)
def mail_link(context: Context) -> str:
    """Return the address at which to subscribe by e-mail to the list of this page, or ""."""
    match = getattr(context.get("request"), "resolver_match", None)
    if not match or not settings.HAS_MAIL_SERVER:
        return ""
    names = [kind.name for kind in mailed_kinds() if kind.list_name == match.view_name]
    return f"{path_of('subscriptions:subscribe')}?kind={names[0]}" if names else ""
