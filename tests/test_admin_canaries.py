"""Who has a role in one section sees no secret word of another section, at any address of the admin.

A publisher of the archive asks for everything; words of documents may come back, those of all else may not.
The words are put there once.
"""

import itertools
import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client

from news.models import Document
from seoulsolution.admin.workflow import ACTIONS
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Sourced
from tests.canaries import KINDS, plant
from tests.canaries_of_staff import STAFF_PLACES
from tests.factories import make_user
from tests.reading import body_of, remembering
from tests.routes import admin_routes

pytestmark = pytest.mark.django_db
LISTS = ("", "?q=zq", "?work=draft", "?work=submitted", "?state__exact=draft", "?reviews=open")


@pytest.fixture(scope="module")
def canaries(taken_back):
    with taken_back():
        planted = plant(STAFF_PLACES)
        with remembering():
            yield planted


@pytest.fixture
def archivist(canaries):
    client = Client(raise_request_exception=False)
    client.force_login(make_user("archivist", Publisher="archive"))
    return client


def text_of(client, method, address, data=None):
    """Return status, headers and body, and take back what asking did, signing out included."""
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with transaction.atomic():
        response = getattr(client, method)(address, data or {})
        body = body_of(response)
        transaction.set_rollback(True)
    headers = [f"{name}: {value}" for name, value in response.items()]
    headers += [morsel.OutputString() for morsel in response.cookies.values()]
    client.cookies.clear()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return response.status_code, "\n".join([*headers, body.decode(errors="replace")])


def foreign(canaries, text, *allowed):
    """Return the secrets in ``text`` that are of another section, with where they are from."""
    found = canaries.leaks(text, *allowed)
    return {word: place for word, place in found.items() if canaries.kinds.get(word) not in (None, Document)}


def ids_of(canaries, model):
    """Return the ids of a draft, of a public record with a draft over it, and of those that are gone."""
    if model in KINDS:
        records = canaries.of(model)
        return [each.pk for each in (records[0], records[-1], *canaries.gone) if type(each) is model]
    return list(model.objects.order_by("pk").values_list("pk", flat=True)[:2])


def parameters(canaries, route, model):
    """Return what the address of a route is filled in with, for each record that it is asked for."""
    shared = {
        "uidb64": "MQ",
        "token": "unknown",
        "app_label": "news",
        "number": 1,
        "link_id": 1,
        "comment_id": 1,
        "sha256": "0",
        "first": 1,
        "last": 1,
    }
    models = [] if not route.parameters else [model] if model else SOURCED
    records = [
        {
            "object_id": pk,
            "id": pk,
            "pk": pk,
            "kind": each._meta.label_lower,
            "content_type_id": ContentType.objects.get_for_model(each).pk,
        }
        for each in models
        for pk in ids_of(canaries, each)
    ]
    languages = CODES if "language" in route.parameters else ("",)
    actions = ACTIONS if "action" in route.parameters else ("",)
    for record, language, action in itertools.product(records or [{}], languages, actions):
        yield shared | record | {"language": language, "action": action}


def addresses(canaries):
    """Return (model, address) of every address of the admin: of records of each kind, there and gone."""
    found = {}
    for route in admin_routes():
        model = MODELS.get("/".join(route.pattern.split("/")[1:3]))
        for known in parameters(canaries, route, model):
            found[route.filled_in(**known)] = model
    return [(model, address) for address, model in found.items()]


SOURCED = [model for model in apps.get_models() if issubclass(model, Sourced)]
#: {part of the address: model}
MODELS = {f"{model._meta.app_label}/{model._meta.model_name}": model for model in admin.site._registry}


def test_no_secret_of_another_section_is_at_any_address_of_the_admin(canaries, archivist, caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")
    leaks, opened, seen = {}, [], set()
    for (model, address), method in itertools.product(list(addresses(canaries)), ("get", "post")):
        status, text = text_of(archivist, method, address, {"_revision": 1} if method == "post" else None)
        if found := foreign(canaries, text):
            leaks[f"{method} {address}"] = found
        if model in KINDS and model is not Document and status == 200:
            opened.append(f"{method} {address}")
        seen |= canaries.leaks(text).keys()
    assert not leaks, "\n".join(f"{asked}: {found}" for asked, found in leaks.items())
    assert opened == []
    # The pages are real: the archivist's own words are there.
    own = {canaries.secrets.get(word) for word in seen}
    assert {"Document.title_en (draft)", "Document.title_en (deleted)"} <= own


def choices():
    """Return the addresses that offer the records of each relation to choose from."""
    return [
        f"/admin/autocomplete/?app_label={model._meta.app_label}&model_name={model._meta.model_name}"
        f"&field_name={field.name}&term={term}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model
        for term in ("", "zq")
    ]


def test_no_secret_of_another_section_is_in_lists_searches_and_choices(canaries, archivist):
    asked = [f"/admin/{path}/{query}" for path in MODELS for query in LISTS]
    kinds = [model._meta.label_lower for model in SOURCED]
    for query in ("", "&done=yes", "&reason=no_date"):
        asked += [f"/admin/importing/review/?kind={kind}{query}" for kind in kinds]
    asked += choices()
    found = {address: foreign(canaries, text_of(archivist, "get", address)[1], "zq") for address in asked}
    assert {address: words for address, words in found.items() if words} == {}


def test_no_secret_of_another_section_is_at_its_public_address(canaries, archivist):
    """The bar that tells staff of a draft is for who may see the record."""
    found = {}
    for record, code in itertools.product([*canaries.records, *canaries.gone], CODES):
        address = record.get_absolute_url(code)
        text = text_of(archivist, "get", address)[1]
        found[address] = foreign(canaries, text, address, canaries.reasons.get(address, ""))
    assert {address: words for address, words in found.items() if words} == {}
