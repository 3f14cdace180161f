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


class Year:
    """A year of four digits, as text."""

    regex = r"(?:19|20|21)[0-9]{2}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


class Month(Year):
    """A month as two digits, as text: one address a month."""

    regex = r"0[1-9]|1[0-2]"


register_converter(IdAndSlug, "id_and_slug")
register_converter(Year, "year")
register_converter(Month, "month")


def record_path(route, view, name):
    """Return the URL pattern of records' pages: ``route`` followed by id and slug."""
    return path(f"{route}<id_and_slug:id_and_slug>/", view, name=name)
