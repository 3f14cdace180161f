"""What a kind of content gets without saying anything of it."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from partners.models import Partner
from seoulsolution.content.languages import Localized
from seoulsolution.content.syndication.feeds import kind_entry
from seoulsolution.content.syndication.kinds import Kind, register
from seoulsolution.content.templatetags.content import localized
from tests.factories import make_partner


class PlainKind(Kind):
    """Of a model without date, author, excerpt or body."""

    name = "plain"
    model = Partner

    def feed_content(self, item):
        return item.description


@pytest.mark.django_db
def test_an_entry_needs_no_more_than_a_title_and_a_text():
    partner = make_partner(description_en="<p>Cities of Asia.</p>")
    entry = kind_entry(PlainKind(), Localized(partner, "en"))
    assert (entry["title"], entry["description"]) == ("CityNet", "Cities of Asia.")
    assert (entry["author_name"], entry["pubdate"], entry["categories"]) == (None, None, [])


@pytest.mark.parametrize(("name", "number"), [("news", 99), ("other", 1)])
def test_a_name_or_number_is_given_once(name, number):
    with pytest.raises(ImproperlyConfigured, match=r"the numbers in use are \[1, 2, 3, 4, 5, 6\]"):
        register(type("Other", (Kind,), {"name": name, "search_number": number}))


@pytest.mark.parametrize("nothing", [None, "", ()])
def test_a_record_without_a_relation_has_none_of_it(nothing):
    assert localized(nothing) == []


def test_a_kind_says_nothing_of_itself_to_search_engines_unasked():
    assert PlainKind().jsonld(SimpleNamespace(lang="en")) is None
