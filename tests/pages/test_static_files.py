"""Static files of two releases at once: pages of the one before are still on their way to readers."""

import gzip

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

STORAGES = {"staticfiles": {"BACKEND": "seoulsolution.pages.static_files.StaticFiles"}}
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


def test_only_what_is_new_or_broken_is_compressed(deploy, tmp_path):
    text = "body { color: black }" * 99
    deploy(text)
    root = tmp_path / "root"
    [whole], cut = root.glob("site.*.css.gz"), root / "site.css.gz"
    cut.write_bytes(cut.read_bytes()[:30])
    before = whole.stat().st_mtime_ns
    deploy(text)
    assert whole.stat().st_mtime_ns == before
    assert gzip.decompress(cut.read_bytes()).decode() == text
    deploy(text + "a {}")
    [new] = set(root.glob("site.*.css.gz")) - {whole}
    assert gzip.decompress(new.read_bytes()).decode() == text + "a {}"
