"""The texts that say most of what was asked, where none says all of it."""

import math
from collections import defaultdict
from dataclasses import replace
from operator import itemgetter

from seoulsolution.search import registry
from seoulsolution.search.index.query import MOST_COUNTED
from seoulsolution.search.language.keyboard import keystrokes
from seoulsolution.search.language.plan import Plan
from seoulsolution.search.language.spelling import comparable
from seoulsolution.search.language.words import Closeness
from seoulsolution.search.models import IndexedRecord, IndexedText
from seoulsolution.search.page.ways import Way, Ways

#: What a word is worth in a title, of one in the text; a name of many meanings, of what was typed.
IN_TITLE, EVERYDAY = 2.0, 0.6
#: What a page of the site is worth, of a text with the same words.
SITE_PAGE = 0.5
#: The power to which the length of a word counts.
LENGTH = 0.25
#: What share of the worth of the closest text others must have to be shown; how many are.
CLOSE, SHOWN = 0.8, 60
#: A word of the query: the ways to read it, each with what it is worth.
Readings = list[tuple[Way, float]]


def closest(ways: Ways, plan: Plan, words: list[Readings]) -> tuple[list[Way], dict[int, float]]:
    """Return (the ways that find the closest text, {id of a text: worth}); rare words are worth more.

    All these texts have the words of the first, so that a sentence above them is true.
    """
    number, texts = IndexedText.objects.count(), defaultdict(dict)
    rarest = sorted(enumerate(words), key=lambda one: min(way.number for way, _share in one[1]))
    for place, way, share in ((place, *reading) for place, readings in rarest for reading in readings):
        found = _found(ways, way, plan, texts)
        rarity = _rarity(way, found, number)
        for pk, value in found.items():
            known = texts[pk].get(place, (0, way))
            texts[pk][place] = max(known, (share * rarity * value, way), key=itemgetter(0))
    totals = _weighed({pk: sum(worth for worth, _way in found.values()) for pk, found in texts.items()})
    if not totals:
        return [], {}
    first = max(totals, key=lambda pk: (totals[pk], pk))
    said = [way for _place, (_worth, way) in sorted(texts[first].items(), key=itemgetter(0))]
    enough = sorted((worth, pk) for pk, worth in totals.items() if worth >= CLOSE * totals[first])
    return said, {
        pk: worth
        for worth, pk in enough[-SHOWN:]
        if {way for _worth, way in texts[pk].values()}.issuperset(said)
    }


def _rarity(way, found, number):
    records = max(len({pk // 2 for pk in found}), way.number, 1)
    # Of equally rare words the longer one says more; what is added to a noun says nothing.
    word = comparable(way.label) or way.label
    return math.log(1 + number / records) * len(keystrokes(word)) ** LENGTH


def _found(ways, way, plan, texts):
    """Return {id: 1 or more} of the texts that a way finds; if they are too many to read, among ``texts``."""
    among = frozenset(texts) if way.number >= MOST_COUNTED and texts else None
    plan = replace(plan, words=way.plan.words, among=among)
    # Most plans are the same without names of many meanings.
    plans = {plan.narrowed(Closeness.EVERYDAY): EVERYDAY, plan.narrowed(Closeness.OTHER_LANGUAGE): 1}
    values = [worth * place for worth in plans.values() for place in (1, IN_TITLE)]
    found = {}
    for value, pks in zip(values, ways.query(plan).ids(list(plans)), strict=True):
        found |= dict.fromkeys(pks, value)
    return found


def _weighed(totals):
    """Return {id of a text: worth}, with less for pages of the site, which are seldom what was asked for."""
    kinds = [one.search_number for one in registry.sources().values() if one.search_is_site_page]
    pages = set(IndexedRecord.objects.filter(kind__in=kinds).values_list("pk", flat=True))
    return {pk: value * (SITE_PAGE if pk // 2 in pages else 1) for pk, value in totals.items()}
