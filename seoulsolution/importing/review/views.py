"""The review desk: the list of what waits, one page a record, and accepting many at once."""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from js_asset import Media

from seoulsolution.admin.columns import title_in_interface
from seoulsolution.importing.models import UnplacedLine
from seoulsolution.importing.review import kinds, lines
from seoulsolution.importing.review.queue import Filters, Key, Queue
from seoulsolution.importing.review.work import Work
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason

RECORDS_A_PAGE = 50
#: Decided text by text.
NEVER_AT_ONCE = {ReviewReason.SECOND_TEXT}


@require_http_methods(["GET", "HEAD"])
def waiting(request: HttpRequest) -> HttpResponse:
    """List the records that wait for a person, by reason, kind and file."""
    queue = Queue(Filters.of(request.GET), kinds.allowed(request))
    page = Paginator(queue.keys(), RECORDS_A_PAGE).get_page(request.GET.get("page"))
    reasons = queue.by_reason()
    chosen = queue.filters
    can_accept = chosen.reason and chosen.reason not in NEVER_AT_ONCE and _changeable(request)
    return _page(
        request,
        "list",
        _("Review desk"),
        filters=chosen,
        page=page,
        rows=_rows(queue, list(page)),
        total=sum(number for _reason, _name, number in reasons),
        reasons=[(name, number, chosen.query(reason=reason), reason) for reason, name, number in reasons],
        every_reason=chosen.query(reason=""),
        kinds=[(name, number, chosen.query(kind=kind), kind) for kind, name, number in queue.by_kind()],
        every_kind=chosen.query(kind=""),
        all_url=f"{reverse('review_desk:accept')}{chosen.query()}" if can_accept else "",
        unplaced=_unplaced(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show one record with the lines it came from, and do what staff decide; then go on to the next."""
    model_admin, found = kinds.open_record(request, kind, pk)
    queue = Queue(Filters.of(request.GET), kinds.allowed(request))
    can_change = model_admin.has_change_permission(request, found)
    work = Work(model_admin, request, found, queue.filters.reason)
    key = (ContentType.objects.get_for_model(found).pk, found.pk)
    if request.method == "POST":
        if not can_change:
            raise PermissionDenied
        if "_dismiss" in request.POST:
            work.dismiss(request.POST)
            return _go_on(request, queue, key, _("Left as it is: %(title)s") % {"title": found})
        if work.save(request.POST):
            waits = queue.keys().filter(content_type=key[0], object_id=key[1]).exists()
            said = _("Saved, and still open: %(title)s") if waits else _("Saved and done: %(title)s")
            return _go_on(request, queue, key, said % {"title": found})
    following = queue.after(key)
    return _page(
        request,
        "record",
        title_in_interface(found),
        work=work,
        record=found,
        kind=found._meta.verbose_name,
        model=found._meta,
        places=lines.source_texts(found),
        filters=queue.filters,
        left=queue.keys().count(),
        skip=_url(queue, following) if following else "",
        can_change=can_change,
        media=Media.from_media(work.form.media, nonce=str(request.csp_nonce)),
        is_nav_sidebar_enabled=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Tick off one reason for all records of the filtered list, after asking."""
    queue = Queue(Filters.of(request.GET), kinds.allowed(request, "change"))
    if not queue.filters.reason or queue.filters.reason in NEVER_AT_ONCE:
        return redirect("review_desk:list")
    reviews = queue.reviews()
    if request.method == "POST":
        # What came after the question was asked is not part of the answer.
        newest = request.POST.get("newest", "")
        reviews = reviews.filter(pk__lte=int(newest) if newest.isdecimal() else 0)
        number = reviews.update(resolved_at=timezone.now(), resolved_by=request.user)
        text = ngettext("%(number)d review accepted.", "%(number)d reviews accepted.", number)
        messages.success(request, text % {"number": number})
        return redirect(f"{reverse('review_desk:list')}{queue.filters.query(reason='')}")
    counts = reviews.aggregate(number=models.Count("pk"), newest=models.Max("pk"))
    return _page(
        request,
        "accept",
        _("Accept all?"),
        filters=queue.filters,
        reason=ReviewReason(queue.filters.reason).label,
        back=f"{reverse('review_desk:list')}{queue.filters.query()}",
        rows=_rows(queue, list(queue.keys()[:RECORDS_A_PAGE])),
        **counts,
    )


def _page(request, name, title, **context):
    context = admin.site.each_context(request) | {"title": title} | context
    return render(request, f"admin/importing/review/{name}.html", context)


def _go_on(request, queue: Queue, key: Key, message: str):
    """Say what was done and open the next record, or the list when that was the last."""
    messages.success(request, message)
    following = queue.after(key)
    if following:
        return redirect(_url(queue, following))
    messages.info(request, _("That was the last one here."))
    return redirect("review_desk:list")


def _url(queue: Queue, key: Key) -> str:
    content_type, pk = key
    kind = kinds.label(queue.admins[content_type].model)
    return reverse("review_desk:record", args=[kind, pk]) + queue.filters.query()


def _rows(queue: Queue, keys: list[Key]) -> list[dict]:
    """Return what the list says of these records: one query for their reviews, one a kind, one for files."""
    ids = {"content_type__in": {kind for kind, _pk in keys}, "object_id__in": {pk for _kind, pk in keys}}
    reviews = Review.objects.filter(resolved_at=None, **ids).order_by("pk").prefetch_related("record")
    places = (
        Provenance.objects.filter(**ids)
        .order_by("-pk")
        .values_list("content_type", "object_id", "path", "first_line", "last_line")
    )
    files = {(kind, pk): place for kind, pk, *place in places}
    of_record: dict[Key, list[Review]] = {key: [] for key in keys}
    for review in reviews:
        of_record.get((review.content_type_id, review.object_id), []).append(review)
    return [
        {
            "title": title_in_interface(found[0].record),
            "kind": found[0].record._meta.verbose_name,
            "url": _url(queue, key),
            "reviews": found,
            "file": files.get(key),
        }
        for key, found in of_record.items()
        if found and found[0].record
    ]


def _changeable(request) -> bool:
    try:
        return bool(kinds.allowed(request, "change"))
    except PermissionDenied:
        return False


def _unplaced(request) -> int:
    """Return how many unplaced lines wait, as far as the user may see them."""
    if not admin.site.get_model_admin(UnplacedLine).has_view_permission(request):
        return 0
    return UnplacedLine.objects.filter(resolved_at=None).count()
