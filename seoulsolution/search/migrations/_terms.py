"""What the migrations that bring new terms have in common."""

import re
from collections import defaultdict

from seoulsolution.search.language import lists

_LINE = re.compile(r"(.*?) ?([=~]) ?(.*)")


def add(name, apps, schema_editor):
    """Add the terms of the list ``name`` to those of the site.

    Whoever has a term with these names and others has changed it, or added it.
    """
    terms = apps.get_model("search", "Term").objects.using(schema_editor.connection.alias)
    known = defaultdict(list)
    for names in (_names(*fields) for fields in terms.values_list("korean", "english")):
        for one in names:
            known[one].append(names)
    rows = []
    for line in lists.lines(name):
        korean, sign, english = _LINE.fullmatch(line).groups()
        names = _names(korean, english)
        if not any(names <= others for others in known[min(names)]):
            rows.append(terms.model(korean=korean, english=english, always=sign == "="))
    terms.bulk_create(rows)


def _names(korean, english):
    """Return the names in both fields of a term."""
    return {name.strip().lower() for name in f"{korean},{english}".split(",")} - {""}
