"""The picture library as the picker and uploads of many files ask it."""

import json
import unicodedata
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seoulsolution.admin.media.choices import SILENT, choice
from seoulsolution.admin.urls import admin_path, admin_url, form_url
from seoulsolution.content.pictures import as_key
from seoulsolution.media import duplicates, storing
from seoulsolution.media.models import Image
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Event

PER_PAGE = 24
#: Pictures of one text that are described at once.
MOST_KNOWN = 100
#: Files in one upload; scripts send each on its own.
MOST_FILES = 50


class LibraryMixin:
    """Mixin of the admin of pictures: the picker, what it knows of a picture, and uploads."""

    def get_urls(self):
        return [
            admin_path(self, "picker/", self.picker_view, "picker"),
            admin_path(self, "picker/known/", self.known_view, "known"),
            admin_path(self, "upload/", self.upload_view, "upload"),
            *super().get_urls(),
        ]

    def picker_view(self, request):
        """Answer with the picker, to be put into a page; with "part", with its list of pictures alone."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = request.GET.get("q", "").replace("\x00", "")[:200]
        found, _may_have_duplicates = self.get_search_results(request, self.get_queryset(request), query)
        if request.GET.get("show") == "silent":
            found = found.filter(SILENT)
        page = Paginator(found.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "choices": [(image, json.dumps(choice(image))) for image in page],
            "query": query,
            "may_add": self.has_add_permission(request),
        }
        name = "results" if "part" in request.GET else "picker"
        return TemplateResponse(request, f"admin/media/{name}.html", context)

    def known_view(self, request):
        """Answer with what scripts know of the pictures whose keys are asked for, by key."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        keys = list(filter(None, map(as_key, request.GET.getlist("key")[:MOST_KNOWN])))
        images = self.model._default_manager.filter(key__in=keys)
        return JsonResponse({str(image.key): choice(image) for image in images})

    @method_decorator(require_POST)
    def upload_view(self, request):
        """Save the files that were sent, each on its own, and say what became of each.

        To scripts in JSON. ``again`` saves what the library has already.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        files = request.FILES.getlist("file")
        answers = [self._save_upload(request, file, "again" in request.POST) for file in files[:MOST_FILES]]
        answers += [_left_out(file) for file in files[MOST_FILES:]]
        if request.accepts("text/html"):
            return self._say_uploaded(request, answers)
        return JsonResponse({"files": answers})

    def _save_upload(self, request, file, again: bool) -> dict[str, Any]:
        """Return {name, status: "saved", "duplicate" or "refused", message, picture}."""
        name = file_title(file.name)
        digest = storing.digest_of(file)
        if not again and (there := duplicates.find(digest)):
            text = _("This picture is in the library already.")
            return {"name": name, "status": "duplicate", "message": text, "picture": choice(there)}
        image = Image(file=file, title=name, sha256=digest)
        try:
            image.full_clean()
            with transaction.atomic():
                image.save()
                history.write([image], user=request.user, event=Event.CREATED)
                self.log_addition(request, image, [{"added": {}}])
        except ValidationError as error:
            return {"name": name, "status": "refused", "message": " ".join(error.messages), "picture": None}
        return {"name": name, "status": "saved", "message": _("Saved."), "picture": choice(image)}

    def _say_uploaded(self, request, answers):
        levels = {"saved": messages.success, "duplicate": messages.warning, "refused": messages.error}
        for answer in answers:
            text = format_html("{}: {}", answer["name"], answer["message"])
            if answer["picture"]:
                link = format_html(
                    '<a href="{}">{}</a>', answer["picture"]["form"], answer["picture"]["name"]
                )
                text = format_html("{} {}", text, link)
            levels[answer["status"]](request, text)
        if not answers:
            messages.error(request, _("Choose at least one file."))
        return HttpResponseRedirect(admin_url(Image, "changelist"))


def _left_out(file) -> dict[str, Any]:
    text = _("Not saved: at most %(number)d files are taken at once. Upload it again.") % {
        "number": MOST_FILES
    }
    return {"name": file_title(file.name), "status": "refused", "message": text, "picture": None}


def file_title(name: str) -> str:
    """Return the name of an uploaded file as a picture is called: without its ending and odd characters."""
    stem = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).stem.replace("_", " "))
    return " ".join("".join(each for each in stem if each.isprintable()).split())[:200]


def duplicate_message(image: Image) -> str:
    """Return what a form says of a file that ``image`` has already, with a link to it."""
    return format_html(
        _(
            "This picture is in the library already: {}. Use that one; or choose the file again and tick "
            "“Save it all the same”."
        ),
        format_html('<a href="{}">{}</a>', form_url(image), str(image)),
    )
