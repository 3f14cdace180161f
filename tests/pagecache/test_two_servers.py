"""Two servers on one database and one Redis: what one saves, the other shows at once."""

import urllib.parse
import urllib.request

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from tests.benchmarks.serving import gunicorn
from tests.factories import make_post
from tests.forms import data_of
from tests.importing.databases import url_of


def ask(server, path, data=None, **cookies):
    """Return the page that ``server`` answers with, as a browser with these cookies gets it."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    body = urllib.parse.urlencode(data, doseq=True).encode() if data else None
    request = urllib.request.Request(server.address + path, body, headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
        return response.read().decode()


@pytest.mark.usefixtures("database_on_disk")
def test_what_one_server_saves_the_other_shows_at_once(redis_url, tmp_path):
    post = make_post(title_en="Old title")
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("staff"))
    form = f"/admin/news/post/{post.pk}/change/"
    data = data_of(client.get(form)) | {"title_en": "New title"}
    environment = {
        "DATABASE_URL": url_of(connection.settings_dict),
        "CACHE_URL": redis_url,
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "true",
        "PAGE_CACHE": "on",
    }
    token, session = "x" * 32, client.cookies["sessionid"].value
    with gunicorn(environment) as one, gunicorn(environment) as other:
        assert "Old title" in ask(one, "/en/news/")
        assert "Old title" in ask(other, "/en/news/")
        ask(one, form, data | {"csrfmiddlewaretoken": token}, sessionid=session, csrftoken=token)
        assert "New title" in ask(other, "/en/news/")
        assert "New title" in ask(one, "/en/news/")
