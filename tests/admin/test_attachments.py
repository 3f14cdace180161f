"""Attachments in the forms of posts, documents and notices."""

import pytest
from django.contrib.messages import get_messages

from seoulsolution.admin.urls import form_url
from seoulsolution.media.models import File
from seoulsolution.revisions import history
from tests.factories import attach, make_document, make_file, make_notice, make_post, make_user
from tests.forms import data_of, errors_of, open_form, restore, submit
from tests.media.documents import docx, hwp, pdf, upload
from tests.reading import body_of

pytestmark = pytest.mark.django_db


def row(at, total, **fields):
    """Return the fields of a new row of attachments."""
    named = {f"attachments-{at}-{name}": value for name, value in {"uid": "", **fields}.items()}
    return {"attachments-TOTAL_FORMS": str(total), **named}


def files(record):
    return [attachment.file for attachment in type(record).objects.get(pk=record.pk).attachments.all()]


def said(response):
    return " ".join(map(str, get_messages(response.wsgi_request)))


@pytest.fixture(params=["post", "document", "notice"])
def record(request, db):
    makers = {"post": make_post, "document": make_document, "notice": make_notice}
    return makers[request.param]()


def test_a_file_of_the_library_is_attached(staff_client, record):
    file = make_file()
    response = submit(staff_client, form_url(record), **row(0, 1, file=str(file.pk)))
    assert response.status_code == 302
    assert files(record) == [file]


def test_a_file_is_uploaded_in_place(staff_client, record):
    sent = row(0, 1, upload=upload("서울의 물.docx", docx("서울의 물")))
    assert submit(staff_client, form_url(record), **sent).status_code == 302
    [file] = files(record)
    assert (file.title_ko, file.language, file.name) == ("서울의 물", "ko", "서울의 물.docx")
    assert [revision.created_by.username for revision in history.Revision.objects.of(file)] == ["staff"]


def test_an_imported_post_gets_a_file(staff_client, imported_post):
    sent = row(0, 1, upload=upload("report.pdf", pdf("Water")))
    assert submit(staff_client, form_url(imported_post), **sent).status_code == 302
    assert [file.text for file in files(imported_post)] == ["Water"]


def test_an_upload_outlives_an_error_elsewhere(staff_client):
    post = make_post()
    sent = row(0, 1, upload=upload("report.pdf", pdf("Water"))) | {"date": "yesterday"}
    response = submit(staff_client, form_url(post), **sent)
    assert list(errors_of(response)) == ["date"]
    file = File.objects.get()
    assert data_of(response)["attachments-0-file"] == str(file.pk)
    staff_client.post(form_url(post), data_of(response) | {"date": "2024-01-01"})
    assert files(post) == [file]


def test_what_the_library_has_is_used_and_not_kept_twice(staff_client):
    post, file = make_post(), make_file(pdf("Water"))
    response = submit(staff_client, form_url(post), **row(0, 1, upload=upload("again.pdf", pdf("Water"))))
    assert files(post) == [file]
    assert "The library had this file already" in said(response)


def test_a_file_that_needs_an_alternative_is_attached_with_a_word_about_it(staff_client):
    post = make_post()
    response = submit(staff_client, form_url(post), **row(0, 1, upload=upload("plan.hwp", hwp())))
    assert "Give it an accessible alternative" in said(response)


@pytest.mark.parametrize(
    ("sent", "field", "reason"),
    [
        ({"position": "1"}, "file", "Choose a file, or upload one."),
        ({"file": "999"}, "file", "not one of the available choices"),
        ({"file": "9\x00"}, "file", "Null characters"),
        ({"file": "abc"}, "file", "not one of the available choices"),
        ({"upload": upload("x.pdf", b"MZ")}, "upload", "not accepted"),
    ],
)
def test_what_cannot_be_attached_is_said_in_its_row(staff_client, sent, field, reason):
    response = submit(staff_client, form_url(make_post()), **row(0, 1, **sent))
    [message] = errors_of(response)[f"attachments-0-{field}"]
    assert reason in message
    assert not File.objects.exists()


def test_rows_change_places_and_leave(staff_client):
    one, two = make_file(pdf("1")), make_file(pdf("2"))
    post = attach(make_post(), one, two)
    submit(staff_client, form_url(post), **{"attachments-0-position": "2", "attachments-1-position": "1"})
    assert files(post) == [two, one]
    submit(staff_client, form_url(post), **{"attachments-0-DELETE": "on"})
    assert files(post) == [one]


def test_a_draft_keeps_what_is_attached_from_readers_until_it_is_published(staff_client, client):
    post = make_post()
    submit(staff_client, form_url(post), _publish=None, **row(0, 1, upload=upload("r.pdf", pdf("Water"))))
    assert files(post) == []
    file = File.objects.get()
    assert [use.is_draft for use in file.uses.all()] == [True]
    assert open_form(staff_client, form_url(post))["attachments-0-file"] == file.pk
    submit(staff_client, form_url(post))
    assert files(post) == [file]


def test_a_restore_brings_a_file_back_and_leaves_out_one_that_is_gone(staff_client):
    one, two = make_file(pdf("1")), make_file(pdf("2"))
    post = attach(make_post(state="draft"), one, two)
    submit(staff_client, form_url(post), **{"attachments-0-DELETE": "on", "attachments-1-DELETE": "on"})
    assert files(post) == []
    history.delete([two])
    response = restore(staff_client, post, 1, follow=True)
    assert files(post) == [one]
    assert "no longer there" in response.content.decode()


def test_two_people_who_attach_files_both_keep_theirs(staff_client):
    post, mine, theirs = make_post(state="draft"), make_file(pdf("1")), make_file(pdf("2"))
    opened = open_form(staff_client, form_url(post))
    submit(staff_client, form_url(post), **row(0, 1, file=str(theirs.pk)))
    sent = opened | row(0, 1, upload=upload("mine.pdf", pdf("1")))
    response = staff_client.post(form_url(post), sent)
    assert response.status_code == 200
    staff_client.post(form_url(post), data_of(response))
    assert files(post) == [theirs, mine]


def test_who_may_not_add_files_may_choose_one_and_not_upload(client):
    user, file, post = make_user(Translator="news"), make_file(), make_post(state="draft")
    client.force_login(user)
    assert "attachments-0-upload" not in open_form(client, form_url(post))
    submit(client, form_url(post), **row(0, 1, upload=upload("r.pdf", pdf("Water"))))
    assert File.objects.get() == file


def test_who_edits_one_section_uploads_there_and_sees_no_other_file(client):
    make_file(title_en="Secret")
    notice = make_notice(state="draft")
    client.force_login(make_user("editor", Editor="notices"))
    sent = row(0, 1, upload=upload("report.pdf", pdf("Rules")))
    assert submit(client, form_url(notice), **sent).status_code == 302
    [file] = files(notice)
    assert client.get("/admin/media/file/").status_code == 403
    response = client.get(file.url)
    assert (response.status_code, body_of(response)[:5]) == (200, b"%PDF-")


def test_a_translator_cannot_attach(client):
    user, file, post = make_user(Translator=""), make_file(), make_post(state="draft")
    client.force_login(user)
    response = submit(client, form_url(post), **row(0, 1, file=str(file.pk)))
    assert errors_of(response)
    assert files(post) == []
