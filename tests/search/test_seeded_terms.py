"""The terms with which staff begin, and those that a later release adds to theirs."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.models import Term, names_in
from seoulsolution.search.terms import synonyms

pytestmark = pytest.mark.django_db


def add_more_terms():
    for name in ("0009_add_more_terms", "0010_add_names_and_words", "0012_add_related_words"):
        import_module(f"seoulsolution.search.migrations.{name}").seed(apps, connection.schema_editor())


def test_every_name_of_a_new_site_is_found_with_the_others():
    terms = synonyms()
    for term in Term.objects.all():
        term.clean()
        for name in names_in(term.korean) + names_in(term.english):
            (word,) = make_plan(name, terms).words
            assert word.names, name


def test_an_upgraded_site_gets_new_terms_and_keeps_those_of_staff():
    Term.objects.all().delete()
    changed = Term.objects.create(korean="한파, 혹한, 강추위", english="Cold Wave, cold spell, cold snap")
    own = Term.objects.create(korean="별빛", english="byeolbit", always=True)
    add_more_terms()
    assert Term.objects.get(korean="폭염, 무더위").always
    assert not Term.objects.get(korean="", english__startswith="garbage, rubbish").always
    assert [*Term.objects.filter(korean__startswith="한파, ")] == [changed]
    assert Term.objects.filter(pk=own.pk, english="byeolbit").exists()
    number = Term.objects.count()
    add_more_terms()  # on a site that has them all
    assert Term.objects.count() == number


@pytest.mark.parametrize(
    ("korean", "english"), [("물", "물"), ("DDP, ddp", ""), ("물", "!?"), ("、，,", "water")]
)
def test_a_term_has_two_names_that_differ(korean, english):
    with pytest.raises(ValidationError, match="two different names"):
        Term(korean=korean, english=english).clean()


def test_any_comma_separates_names():
    assert names_in("물， 상수도、수돗물, 🙂") == ("물", "상수도", "수돗물")
