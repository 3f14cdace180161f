"""The pages behind a link to a preview. Whatever is wrong with a link, the answer is the same 404."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.shortcuts import render as render_template
from django.urls import reverse
from django.views.decorators.http import require_safe

from seoulsolution.admin.previews.rendering import hide, languages_of, render
from seoulsolution.content.languages import active_language
from seoulsolution.media.serving import sandboxed
from seoulsolution.media.uses import pictures_of
from seoulsolution.media.views import give_image
from seoulsolution.revisions import drafts, preview_links


def of_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view of a link: it is given the link and its record as the draft has it."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: object) -> HttpResponseBase:
        try:
            if (link := preview_links.find(token)) is None:
                raise Http404
            response = view(request, token, link, drafts.shown(link.record), **kwargs)
        except Http404:
            # Not by the handler of errors: it offers a search for the words of the address, a secret here.
            response = render_template(request, "404.html", status=404)
        return hide(response)

    return answer


@of_link
def start(request, token, link, record):
    """Redirect to the preview in the reader's language, or else in the first that has text."""
    languages = languages_of(record)
    if not languages:
        raise Http404
    here = active_language()
    return redirect("preview:page", token, here if here in languages else languages[0])


@of_link
def page(request, token, link, record, code):
    """Answer with the page in the language ``code``."""
    languages = languages_of(record)
    if code not in languages:
        raise Http404
    addresses = {each: reverse("preview:page", args=[token, each]) for each in languages}
    for picture in pictures_of(record):
        for shape, width, format in picture.stored():
            address = reverse("preview:picture", args=[token, picture.key, shape, width, format])
            addresses[picture.url(shape, width, format)] = address
    bar = {"template_name": "includes/preview_bar.html", "expires_at": link.expires_at}
    return render(record, code, addresses, bar=bar)


@of_link
@sandboxed
def picture(request, token, link, record, key: uuid.UUID, shape: str, width: int, format: str):
    """Answer with a picture that the draft shows."""
    for shown in pictures_of(record):
        if shown.key == key:
            return give_image(request, shown, shape, width, format, keep="private, no-store")
    raise Http404
