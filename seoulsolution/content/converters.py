"""Parts of addresses."""

from django.urls import path, register_converter


class IdAndSlug:
    """``42-up-to-1-gw``: the id decides, the slug decorates and may be missing or in any script."""

    regex = r"[0-9]{1,18}(?:-[^/]*)?"

    def to_python(self, value):
        identity, _dash, slug = value.partition("-")
        return int(identity), slug

    def to_url(self, value):
        return value


register_converter(IdAndSlug, "id_and_slug")


def record_path(route, view, name):
    """Return the URL pattern of records' pages: ``route`` followed by id and slug."""
    return path(f"{route}<id_and_slug:id_and_slug>/", view, name=name)
