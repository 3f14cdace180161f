"""Files as readers get them: while a visible record has them, safely, in parts, under names in any script."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from seoulsolution.media.downloads import disposition
from tests.factories import attach, make_document, make_file, make_notice, make_post, make_user
from tests.media.documents import docx, hwp, pdf
from tests.reading import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make_file(docx("Water of Seoul"), "서울의 물 (2024).docx", title_ko="서울의 물", language="ko")


@pytest.fixture
def attached(file):
    attach(make_post(title_ko="물", body_ko="<p>물</p>"), file)
    return file


def content(file):
    with file.file.open() as opened:
        return opened.read()


def status(client, address):
    response = client.get(address)
    body_of(response)
    return response.status_code


def test_a_file_is_saved_under_its_own_name_and_runs_nothing(client, attached):
    response = client.get(attached.url)
    assert body_of(response) == content(attached)
    assert response["Content-Disposition"] == (
        'attachment; filename="(2024).docx"; '
        "filename*=UTF-8''%EC%84%9C%EC%9A%B8%EC%9D%98%20%EB%AC%BC%20%282024%29.docx"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("name", "plain"), [("물.pdf", "file.pdf"), ('a"b\\c.pdf', "abc.pdf"), ("Plan 1.pdf", "Plan 1.pdf")]
)
def test_names_in_any_script_have_a_plain_one_beside_them(name, plain):
    assert f'filename="{plain}"; filename*=UTF-8' in disposition(name)


@pytest.mark.parametrize(
    "hide",
    [
        {"state": "draft"},
        {"state": "withdrawn"},
        {"withheld_ko": True},
        {"go_live_at": datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)},
        {"expires_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)},
    ],
)
@pytest.mark.parametrize("make", [make_post, make_document, make_notice])
def test_a_file_is_there_while_a_visible_record_has_it(client, file, make, hide):
    texts = {"body_ko": "<p>물</p>"} if make is not make_notice else {"intro_ko": "<p>물</p>"}
    record = attach(make(title_ko="물", **texts), file)
    text = f"/ko/files/{file.key}/text/"
    assert (status(client, file.url), status(client, text)) == (200, 200)
    for name, value in hide.items():
        setattr(record, name, value)
    record.save()
    assert (status(client, file.url), status(client, text)) == (404, 404)


def test_a_file_of_an_imported_post(client, imported_post, file):
    assert status(client, file.url) == 404
    attach(imported_post, file)
    assert status(client, file.url) == 200
    imported_post.withdraw()
    assert status(client, file.url) == 404


def test_a_file_goes_live_and_expires_with_its_record(client, file):
    now = timezone.now()
    day = datetime.timedelta(days=1)
    attach(make_post(go_live_at=now + day, expires_at=now + 3 * day), file)
    found = []
    for days in (0, 2, 4):
        with time_machine.travel(now + days * day, tick=False):
            found.append(status(client, file.url))
    assert found == [404, 200, 404]


def test_staff_have_what_nobody_sees_yet_by_their_rights(client, file):
    attach(make_post(state="draft"), file)
    found = []
    for user in (
        make_user("nobody"),
        make_user("author", Author="news"),
        make_user("other", Author="partners"),
    ):
        client.force_login(user)
        found.append(status(client, file.url))
    assert found == [404, 200, 404]


def test_an_alternative_is_there_with_the_file_it_stands_for(client):
    other = make_file(pdf("In words"), language="en")
    file = make_file(hwp(), "plan.hwp", alternative_file=other, language="ko")
    post = attach(make_post(title_ko="물", body_ko="<p>물</p>"), file)
    assert status(client, other.url) == 200
    post.withheld_en = True
    post.save()
    assert (status(client, other.url), status(client, file.url)) == (404, 200)


def test_another_name_redirects_to_the_present_one(client, attached):
    address = attached.url.rpartition("/")[0] + "/old.docx"
    assert client.get(address).url == attached.url
    attached.uses.all().delete()
    assert client.get(address).status_code == 404


def test_a_part_of_a_file(client, attached):
    whole = content(attached)
    response = client.get(attached.url, headers={"Range": "bytes=2-5"})
    assert (response.status_code, body_of(response)) == (206, whole[2:6])
    assert response["Content-Range"] == f"bytes 2-5/{len(whole)}"
    assert response["Content-Length"] == "4"
    response = client.get(attached.url, headers={"Range": "bytes=999999-"})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(whole)}")
    again = client.get(attached.url, headers={"Range": "bytes=2-5", "If-Range": f'"{attached.sha256}"'})
    assert (again.status_code, body_of(again)) == (206, whole[2:6])
    old = client.get(attached.url, headers={"Range": "bytes=2-5", "If-Range": '"old"'})
    assert (old.status_code, body_of(old)) == (200, whole)


def test_who_has_the_file_is_told_so_and_head_has_no_body(client, attached):
    head = client.head(attached.url)
    assert (head.status_code, body_of(head)) == (200, b"")
    assert head["Content-Length"] == str(attached.size)
    assert head["Accept-Ranges"] == "bytes"
    response = client.get(attached.url, headers={"If-None-Match": head["ETag"]})
    assert response.status_code == 304
    assert client.post(attached.url).status_code == 405


def test_a_file_that_the_storage_has_lost_is_not_found(client, attached):
    attached.file.storage.delete(attached.file.name)
    assert status(client, attached.url) == 404


def test_the_list_of_files_says_language_format_size_and_pages(client):
    file = make_file(pdf("One", "Two"), title_ko="물 보고서", language="ko", licence="kogl-1")
    post = attach(make_post(title_ko="물", body_ko="<p>물</p>"), file)
    page = client.get(post.get_absolute_url("en")).content.decode()
    assert '<h2 id="files">Files</h2>' in page
    assert f'<a href="{file.url}"><span lang="en">Report</span>' in page
    assert "(Korean, PDF, 840\xa0bytes, 2 pages, KOGL Type 1: attribution)" in page
    assert f'href="/en/files/{file.key}/text/"' in page
    assert '<span lang="ko">물 보고서</span>' in client.get(post.get_absolute_url("ko")).content.decode()


@pytest.mark.parametrize("make", [make_post, make_document, make_notice])
def test_files_come_in_their_order_and_without_those_of_a_withheld_language(client, make):
    files = [
        make_file(pdf(title), title_en=title, language=language)
        for title, language in (("First", "en"), ("Second", "ko"), ("Third", ""))
    ]
    record = attach(make(withheld_ko=True), *files)
    page = client.get(record.get_absolute_url("en")).content.decode()
    assert page.index("First") < page.index("Third")
    assert "Second" not in page


def test_a_title_in_a_withheld_language_is_not_shown(client):
    file = make_file(title_en="Report", title_ko="비밀", language="en", name="report.pdf")
    post = attach(make_post(withheld_ko=True), file)
    assert "비밀" not in client.get(post.get_absolute_url("en")).content.decode()
    assert client.get(f"/ko/files/{file.key}/text/").status_code == 404
    assert "비밀" not in client.get(f"/en/files/{file.key}/text/").content.decode()


def test_the_text_of_a_file_is_read_in_the_browser(client, attached):
    page = client.get(f"/en/files/{attached.key}/text/").content.decode()
    assert '<div class="prose file-text" lang="ko"><p>Water of Seoul</p></div>' in page
    assert "taken from it automatically" in page
    assert "Up to 1 GW of geothermal energy" in page  # the way back


def test_what_the_text_of_a_file_says_is_text(client):
    file = make_file(docx("&lt;script&gt;alert(1)&lt;/script&gt;"), "x.docx")
    attach(make_post(), file)
    assert "&lt;script&gt;alert(1)" in client.get(f"/en/files/{file.key}/text/").content.decode()


def test_a_written_text_and_an_accessible_file_are_shown_instead(client):
    other = make_file(pdf("In words"), title_en="In words", language="en")
    file = make_file(hwp(), "plan.hwp", alternative_file=other, alternative_text="The plan.\n\nSecond.")
    post = attach(make_post(), file)
    page = client.get(f"/en/files/{file.key}/text/").content.decode()
    assert "<p>The plan.</p>" in page
    assert "written for readers who cannot use the file" in page
    for address in (f"/en/files/{file.key}/text/", post.get_absolute_url("en")):
        assert f'<a href="{other.url}">Accessible version' in client.get(address).content.decode()


def test_a_file_without_text_has_no_page_of_it(client):
    file = make_file(hwp(), "plan.hwp")
    attach(make_post(), file)
    assert client.get(f"/en/files/{file.key}/text/").status_code == 404
