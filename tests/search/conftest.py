import pytest

from seoulsolution.pages.models import Page
from tests.importing import repeated


@pytest.fixture(autouse=True)
def _without_default_pages(request):
    """Delete the pages of a new site, which searches would find too."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        repeated.as_after("no pages", Page.objects.all().delete)
