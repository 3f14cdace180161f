"""Files made to do harm, sent through the real forms: refused with a sentence, or kept and harmless."""

import pytest

from seoulsolution.admin.urls import form_url
from seoulsolution.media import documents
from seoulsolution.media.models import File
from tests.factories import make_post
from tests.forms import errors_of, submit
from tests.marks import REFUSED_BY_A_FORM
from tests.media.documents import (
    archive,
    bomb_docx,
    docx,
    encrypted_pdf,
    endless_pdf,
    entity_docx,
    looping_pdf,
    pdf,
    slow_pdf,
    upload,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/media/file/add/"
MACROS = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
REFUSED = {
    "zip bomb": (bomb_docx, "a.docx", "unpacks to far more"),
    "nested zip": (lambda: archive({"a.zip": archive({"a.txt": "a"})}), "a.docx", "not accepted"),
    "program": (lambda: b"MZ\x90\x00", "a.pdf", "not accepted"),
    "page": (lambda: b"<html><script>alert(1)</script>", "a.txt", "not accepted"),
    "macros": (lambda: docx("Water", types=MACROS), "a.docm", "holds macros"),
    "half a file": (lambda: docx("Water")[:300], "a.docx", "is damaged"),
    "nothing": (lambda: b"", "a.pdf", "empty"),
}
KEPT = {
    "entities": (entity_docx, "a.docx", "entities"),
    "loop": (looping_pdf, "a.pdf", None),
    "many pages": (endless_pdf, "a.pdf", None),
    "password": (lambda: encrypted_pdf("secret"), "a.pdf", "encrypted"),
    "half a PDF": (lambda: pdf("Water")[:200], "a.pdf", "damaged"),
}


@REFUSED_BY_A_FORM
@pytest.mark.parametrize("place", ["library", "post"])
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_leaves_nothing(staff_client, kind, place):
    make, name, said = REFUSED[kind]
    file = upload(name, make())
    if place == "library":
        response = submit(staff_client, ADD, file=file)
        [message] = errors_of(response)["file"]
    else:
        row = {"attachments-TOTAL_FORMS": "1", "attachments-0-uid": "", "attachments-0-upload": file}
        response = submit(staff_client, form_url(make_post()), **row)
        [message] = errors_of(response)["attachments-0-upload"]
    assert said in message
    assert not File.objects.exists()


@pytest.mark.parametrize("kind", KEPT)
def test_what_cannot_be_read_is_kept_and_says_so(staff_client, kind):
    make, name, problem = KEPT[kind]
    assert submit(staff_client, ADD, file=upload(name, make()), title_en="A").status_code == 302
    file = File.objects.get()
    assert file.text == ""
    assert file.problem == problem if problem else file.problem in documents.PROBLEMS
    assert file.get_problem_display() in staff_client.get(form_url(file)).content.decode()


def test_a_reader_that_its_limits_end_leaves_the_file_with_a_problem(staff_client, monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 2)
    assert submit(staff_client, ADD, file=upload("slow.pdf", slow_pdf()), title_en="A").status_code == 302
    file = File.objects.get()
    assert (file.format, file.text, file.problem) == ("pdf", "", "limits")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.pdf"),
        ("pl\u200ban.pdf", "plan.pdf"),
        ("한강.hwp".encode().decode(), "한강.pdf"),
        ("." * 40 + ".pdf", "file.pdf"),
    ],
)
def test_names_are_harmless(staff_client, name, kept):
    submit(staff_client, ADD, file=upload(name, pdf("Water")), title_en="A")
    file = File.objects.get()
    assert file.name == kept
    assert file.file.name == f"files/{file.key}/1.pdf"


def test_a_nul_in_a_name_is_no_error_page(staff_client):
    file = upload("plan.pdf", pdf("Water"))
    file._name = "pl\x00an.pdf"
    assert submit(staff_client, ADD, file=file, title_en="A").status_code in (200, 302, 400)
