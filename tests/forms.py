"""Filling in forms of the admin as a browser would: everything on the page goes back, changed or not.

The release before is tried with this module, too: it knows nothing of the project.
"""

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.forms import DateInput
from django.urls import reverse
from django.utils.translation import override

from tests.reading import pages_not_drawn


def data_of(response):
    """Return the data that the add or change form on the page would send, dates as its language writes them.

    The button is the one that changes what readers see: of a published record "Publish", else "Save".
    """
    with override(response.headers["Content-Language"]):
        return _data_of(response)


def _data_of(response):
    context = _context(response)
    forms = [context["adminform"].form]
    is_public = getattr(context["original"], "state", "") == "published" and context["show_publish"]
    data = {"_publish": "1"} if is_public else {}
    if "revision_number" in context:
        data["_revision"] = context["revision_number"]
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            data |= _sent(bound.html_name, bound.field.widget, bound.value())
            if bound.field.show_hidden_initial:
                data[bound.html_initial_name] = str(bound.initial)
    return data


def _sent(name, widget, value):
    widget = getattr(widget, "widget", widget)
    if hasattr(widget, "widgets"):
        # A form that was sent has the parts of the value as they were sent.
        values = value if isinstance(value, list) else widget.decompress(value)
        parts = enumerate(zip(widget.widgets, values, strict=True))
        return {f"{name}_{at}": part.format_value(one) or "" for at, (part, one) in parts}
    if isinstance(widget, DateInput):
        return {name: widget.format_value(value) or ""}
    if widget.input_type == "checkbox" if hasattr(widget, "input_type") else False:
        if isinstance(value, (list, tuple)):
            return {name: [getattr(item, "pk", item) for item in value]}
        return {name: "on"} if value else {}
    if hasattr(widget, "input_type") and widget.input_type == "file":
        return {}
    return {name: "" if value is None else value}


def _context(response):
    return response.context or response.context_data  # the second of a page that was not drawn


def open_form(client, path):
    """Return the data that the form at ``path`` would send. To draw its page would take half of the time."""
    with pages_not_drawn():
        return data_of(client.get(path))


def submit(client, path, **changes):
    """Open the form at ``path``, change the fields in ``changes`` (None: leave out) and send it."""
    data = open_form(client, path) | changes
    return client.post(path, {name: value for name, value in data.items() if value is not None})


def list_data_of(response):
    """Return the data that the list on the page would send: its editable rows, and what each row shows."""
    listed = response.context["cl"]
    data = dict(listed.row_numbers)
    forms = [listed.formset.management_form, *listed.formset.forms] if listed.formset else []
    for form in forms:
        for bound in form:
            value = getattr(bound.value(), "pk", bound.value())
            data |= _sent(bound.html_name, bound.field.widget, value)
    return data


def restore(client, record, number, **options):
    """Press the button on the page of the revision ``number`` of ``record``."""
    form = reverse(admin_urlname(record._meta, "change"), args=[record.pk])
    page = form.replace("change/", f"history/{number}/")
    shown = client.get(page).context["revision_number"]
    return client.post(f"{page}restore/", {"_revision": shown}, **options)


def errors_of(response):
    """Return ``{field: [messages]}`` of the form and its inlines on the page."""
    context = _context(response)
    found = dict(context["adminform"].form.errors)
    for inline in context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): messages for name, messages in form.errors.items()}
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return found


def confirm(client, path, data, **more):
    """Send an action of the list at ``path``, and press the button of the page that shows what it will do."""
    page = client.post(path, data)
    if page.status_code != 200 or not page.context.get("records"):
        return page
    return client.post(path, data | {"records": page.context["records"]} | more, follow=True)


def withdraw(client, path, pks, select_across="0", **reasons):
    """Choose records in the list at ``path``, and withdraw them on the page that then asks for the reason."""
    chosen = {"action": "withdraw", "_selected_action": pks, "select_across": select_across}
    page = client.post(path, chosen)
    data = {"records": page.context["form"]["records"].value()}
    return client.post(page.context["action"], data | reasons, follow=True)
