"""The admin of files: what is uploaded, replaced, found twice and kept while it is used."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seoulsolution.admin.urls import form_url
from seoulsolution.media import documents
from seoulsolution.media.models import File
from tests.factories import attach, make_file, make_post, make_user
from tests.forms import errors_of, restore, submit
from tests.media.documents import docx, hwp, pdf, upload

ADD = "/admin/media/file/add/"
LIST = "/admin/media/file/"
pytestmark = pytest.mark.django_db


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_file_is_uploaded_and_known_by_its_content(staff_client):
    response = submit(staff_client, ADD, file=upload("서울의 물.pdf", pdf("Water")), title_ko="서울의 물")
    assert response.status_code == 302
    file = File.objects.get()
    assert (file.format, file.pages, file.text, file.title_ko) == ("pdf", 1, "Water", "서울의 물")
    page = staff_client.get(LIST).content.decode()
    assert "서울의 물" in page
    assert "Read as text" in page


def test_without_a_title_a_file_has_its_name(staff_client):
    submit(staff_client, ADD, file=upload("Water_report.docx", docx("Water")), language="en")
    assert File.objects.get().title_en == "Water report"


def test_a_new_version_keeps_the_address_and_staff_can_have_the_old_one(staff_client, client):
    file = make_file(pdf("First"))
    address = file.url
    submit(staff_client, form_url(file), file=upload("report.pdf", pdf("Second")), title_en="Report")
    file.refresh_from_db()
    assert (file.url, file.text, file.version) == (address, "Second", 2)
    assert b"Second" in body(staff_client.get(address))
    former = f"/media/files/{file.key}/revisions/1/"
    assert former in staff_client.get(form_url(file)).content.decode()
    assert b"First" in body(staff_client.get(former))
    client.logout()
    assert client.get(former).status_code == 404


def test_restoring_a_revision_brings_its_file_and_text_back(staff_client):
    file = make_file(pdf("First"))
    submit(staff_client, form_url(file), file=upload("report.pdf", pdf("Second")))
    restore(staff_client, file, 1)
    file.refresh_from_db()
    assert (file.text, file.version) == ("First", 3)


def test_what_the_library_has_is_named_and_saved_again_only_on_demand(staff_client):
    file = make_file(pdf("Water"))
    response = submit(staff_client, ADD, file=upload("again.pdf", pdf("Water")))
    [said] = errors_of(response)["file"]
    assert "in the library already" in said
    assert form_url(file) in said
    submit(staff_client, ADD, file=upload("again.pdf", pdf("Water")), save_anyway="on")
    assert File.objects.count() == 2


def test_a_file_that_readers_cannot_open_says_so(staff_client):
    file = make_file(hwp(), "plan.hwp")
    page = staff_client.get(form_url(file)).content.decode()
    assert "Text is not taken from files of this format." in page
    assert "An accessible alternative is missing." in page
    submit(staff_client, form_url(file), alternative_text="The plan in words.")
    page = staff_client.get(form_url(file)).content.decode()
    assert "An accessible alternative is missing." not in page


def test_a_file_is_not_its_own_alternative(staff_client):
    file = make_file()
    response = submit(staff_client, form_url(file), alternative_file=str(file.pk))
    assert errors_of(response) == {"alternative_file": ["A file cannot be its own alternative."]}


@pytest.mark.parametrize("name", ["record", "alternative"])
def test_a_file_in_use_is_not_deleted_and_says_where(staff_client, name):
    file = make_file()
    user = attach(make_post(), file) if name == "record" else make_file(pdf("x"), alternative_file=file)
    page = staff_client.get(form_url(file)).content.decode()
    assert form_url(user) in page
    delete = form_url(file).replace("change", "delete")
    assert "In use, and therefore not deleted" in staff_client.get(delete).content.decode()
    staff_client.post(delete, {"post": "yes"})
    assert File.objects.filter(pk=file.pk).exists()


def test_the_list_finds_and_filters(staff_client):
    used, other = make_file(title_en="Water plan"), make_file(docx("x"), "b.docx", title_en="Budget")
    attach(make_post(), used)

    def found(query):
        return set(staff_client.get(LIST + query).context["cl"].result_list)

    assert found("?q=budget") == {other}
    assert found("?format=pdf") == {used}
    assert found("?used=yes") == {used}
    assert found("?used=no") == {other}


def test_the_list_costs_the_same_for_many(staff_client):
    staff_client.get(LIST)  # Django remembers the kinds of records
    counts = []
    for number in (1, 4):
        for at in range(number):
            make_file(pdf(f"{number} {at}"))
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_upload_is_read_before_the_transaction_begins(staff_client, monkeypatch):
    inside = []
    read = documents.read

    def watch(*args):
        inside.append(len(connection.savepoint_ids))
        return read(*args)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(documents, "read", watch)
    submit(staff_client, form_url(make_file(pdf("First"))), file=upload("report.pdf", pdf("Second")))
    assert inside == [outside, outside]


def test_who_may_not_change_files_has_nothing_read(client, monkeypatch):
    client.force_login(make_user(Translator="news"))
    monkeypatch.setattr(documents, "read", None)  # it would fail
    response = client.post(ADD, {"file": upload("x.pdf", pdf("Water"))})
    assert response.status_code == 403


def test_who_may_only_look_gets_the_address_of_readers_alone(client):
    file = make_file()
    client.force_login(make_user(Translator=""))
    page = client.get(f"/admin/media/file/{file.pk}/change/").content.decode()
    assert file.url in page
    assert file.file.name not in page


def test_in_korean_a_file_that_is_used_is_kept_with_the_right_particle(staff_client):
    file = make_file()
    attach(make_post(), file)
    page = staff_client.get(f"/admin/media/file/{file.pk}/delete/", headers={"accept-language": "ko"})
    assert "삭제할 수 없습니다: 파일" in page.content.decode()
