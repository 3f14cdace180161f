"""Static files of two releases at once: pages of the one before are still on their way to readers."""

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]


@pytest.fixture
def deploy(tmp_path):
    """Return a function that collects a stylesheet as a release with it does, and returns its addresses."""
    source, root = tmp_path / "source", tmp_path / "root"
    source.mkdir()

    def deploy(text):
        (source / "site.css").write_text(text)
        call_command("collectstatic", interactive=False, verbosity=0)
        return {f"/static/{path.name}" for path in root.glob("site.*.css")}

    options = {"STATICFILES_DIRS": [source], "STATIC_ROOT": root, "STATICFILES_FINDERS": FINDERS}
    with override_settings(STORAGES=STORAGES, **options):
        yield deploy


def test_a_release_leaves_the_files_of_the_one_before(deploy):
    [before] = deploy("body { color: black }")
    both = deploy("body { color: navy }")
    assert before in both
    assert len(both) == 2
    with override_settings(MIDDLEWARE=["whitenoise.middleware.WhiteNoiseMiddleware"]):
        client = Client()
        for address in both:
            assert client.get(address).getvalue().startswith(b"body")
