import pytest

from seoulsolution.pages.models import Page


@pytest.fixture(autouse=True)
def _without_default_pages(request):
    """The pages that every new site has would be found too."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        Page.objects.all().delete()
