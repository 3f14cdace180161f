"""The terms of language/lists/more_terms.txt, beside those that staff have."""

import re

from django.db import migrations

from seoulsolution.search.language import lists

_LINE = re.compile(r"(.*?) ?([=~]) ?(.*)")


def seed(apps, schema_editor):
    terms = apps.get_model("search", "Term").objects.using(schema_editor.connection.alias)
    known = [_names(*each) for each in terms.values_list("korean", "english")]
    rows = []
    for line in lists.lines("more_terms"):
        korean, sign, english = _LINE.fullmatch(line).groups()
        # Whoever has a term with these names and others has changed it, or added it.
        if not any(_names(korean, english) <= names for names in known):
            rows.append(terms.model(korean=korean, english=english, always=sign == "="))
    terms.bulk_create(rows)


def _names(korean, english):
    """Return the names in both fields of a term."""
    return {name.strip().lower() for name in f"{korean},{english}".split(",")} - {""}


class Migration(migrations.Migration):
    dependencies = [("search", "0008_fill_topic_ids")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
