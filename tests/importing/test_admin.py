"""Staff read runs, files, unplaced lines and proposals; their forms change nothing."""

import pytest

from seoulsolution.importing.models import Proposal, Run, SourceFile, UnplacedLine
from tests.importing import pages
from tests.importing.helpers import run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line <b>Around</b> the City"
MODELS = (Run, SourceFile, UnplacedLine, Proposal)


@pytest.fixture
def _imported(tmp_path):
    other = "The city of Seoul closes a line. <script>alert(1)</script>"
    page = write(tmp_path, "a.txt", "What is <i>this</i>?\n" + pages.home((TITLE,)))
    run_import(tmp_path, page, write(tmp_path, "b.txt", pages.home((TITLE, "2020-06-11", other))))


@pytest.mark.usefixtures("_imported")
@pytest.mark.parametrize("model", MODELS)
def test_lists_and_pages_open(model, staff_client):
    name = model._meta.model_name
    assert staff_client.get(f"/admin/importing/{name}/").status_code == 200
    response = staff_client.get(f"/admin/importing/{name}/{model.objects.first().pk}/change/")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"<i>this" not in response.content


@pytest.mark.usefixtures("_imported")
@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added_changed_or_deleted(model, staff_client):
    name, pk = model._meta.model_name, model.objects.first().pk
    assert staff_client.get(f"/admin/importing/{name}/add/").status_code == 403
    assert staff_client.post(f"/admin/importing/{name}/{pk}/change/").status_code == 403
    assert staff_client.post(f"/admin/importing/{name}/{pk}/delete/").status_code == 403


@pytest.mark.usefixtures("_imported")
def test_a_file_shows_its_lines_with_their_numbers(staff_client):
    source = SourceFile.objects.get(lines_unplaced=1)
    response = staff_client.get(f"/admin/importing/sourcefile/{source.pk}/change/")
    content = " ".join(response.content.decode().split())
    line = '<span class="source-line-text">What is &lt;i&gt;this&lt;/i&gt;?</span>'
    assert f" 1</span> {line}" in content


@pytest.mark.usefixtures("_imported")
def test_a_proposal_leads_to_its_record(staff_client):
    """An open one to the work list, a decided one to the record itself."""
    pk = Proposal.objects.get().entry.object_id
    content = staff_client.get("/admin/importing/proposal/").content.decode()
    assert f"/admin/importing/review/news.post/{pk}/" in content
    Proposal.objects.update(status=Proposal.Status.DISMISSED)
    content = staff_client.get("/admin/importing/proposal/").content.decode()
    assert f"/admin/news/post/{pk}/change/" in content


def test_others_see_nothing(client):
    assert client.get("/admin/importing/run/").status_code == 302
