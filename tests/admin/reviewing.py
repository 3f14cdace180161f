"""What tests of the work list of reviews share: its addresses, and pressing its buttons."""

from seoulsolution.reviews.models import Provenance, Review

LIST = "/admin/importing/review/"


def review(record, reason="no_date", detail="", **fields):
    return Review.objects.create(record=record, reason=reason, detail=detail, **fields)


def page_of(record, query=""):
    return f"{LIST}{record._meta.label_lower}/{record.pk}/{query}"


def place(record, path, first=1, last=1):
    texts = {"sha256": "0" * 64, "encoding": "utf-8", "raw_text": "text"}
    lines = {"first_line": first, "last_line": last, "run": "00000000-0000-0000-0000-000000000000"}
    return Provenance.objects.create(record=record, path=path, **texts, **lines)


def sent(response, **changes):
    """The data that the page's form would send, with changes (None: leave out)."""
    record_review = response.context["record_review"]
    data = {"done": [box.pk for box, ticked in record_review.boxes if ticked], "_save": ""}
    data |= {"_revision": record_review.revision_number, "shown": [each.pk for each in record_review.reviews]}
    for bound in record_review.form:
        value = bound.value()
        if isinstance(value, bool):
            data |= {bound.html_name: "on"} if value else {}
        elif isinstance(value, (list, tuple)):
            data[bound.html_name] = [getattr(item, "pk", item) for item in value]
        else:
            data[bound.html_name] = "" if value is None else str(value)
    return {name: value for name, value in (data | changes).items() if value is not None}


def press(client, path, **changes):
    return client.post(path, sent(client.get(path), **changes))


def titles(response):
    return [row["title"] for row in response.context["rows"]]
