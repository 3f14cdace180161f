"""Parts of addresses."""


class IdAndSlug:
    """``42-up-to-1-gw``: the id decides, the slug decorates and may be missing or in any script."""

    regex = r"[0-9]{1,18}(?:-[^/]*)?"

    def to_python(self, value):
        identity, _dash, slug = value.partition("-")
        return int(identity), slug

    def to_url(self, value):
        return value
