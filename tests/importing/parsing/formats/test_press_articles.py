"""Articles of the press in the archive: which paper, where the original is, and no free licence."""

import pytest

from news.models import Post
from seoulsolution.importing.parsing.formats import parse
from tests.importing import seeds
from tests.importing.helpers import outcomes, run_import, write

TITLE = "서울시, 가로등을 파랗게 칠해"
TEXT = "서울시가 가로등을 칠했다. 다리 색과 같다."
ADDRESS = "https://news.example/1?id=2"
CREDIT = "기사작성: 라마바일보, 홍길동 기자, 2016.07.30 17:06"


def article(*text, title=f"[라마바일보] {TITLE}", section="언론보도"):
    body = "\n\n".join([*text, TEXT])
    return (
        f"모바일메뉴 열기/닫기\n\n{section}\n\n{title}\n\n등록일 2016-08-01 글쓴이 jkim 조회수 3\n\n{body}\n"
    )


@pytest.mark.parametrize(
    "link",
    [
        f"원문보기►({ADDRESS})",
        f"원문 보기 ▶ {ADDRESS}",
        f"기사 원문 보기 : {ADDRESS}",
        f"[원문링크] {ADDRESS}",
        f"▶ 원문보기 : {ADDRESS}",
        f"Read the original article: {ADDRESS}",
        f"원문바로가기 → <{ADDRESS}>",
    ],
)
def test_paper_and_address_are_stored_and_the_link_leaves_the_text(link):
    found = parse(article(link), seeds.TODAY)
    (record,) = found.records
    assert (record.title, record.source_name, record.source_url) == (TITLE, "라마바일보", ADDRESS)
    assert (record.text, str(record.date), record.author) == (TEXT, "2016-08-01", "jkim")
    assert "source_tag" in record.reasons
    assert found.unplaced == ()


def test_the_link_may_end_a_line():
    (record,) = parse(article(f"{CREDIT} 원문보기►({ADDRESS})"), seeds.TODAY).records
    assert (record.text.splitlines()[0], record.source_url) == (CREDIT, ADDRESS)


def test_without_a_tag_the_credit_names_the_paper():
    (record,) = parse(article(CREDIT, title=f"[단독] {TITLE}"), seeds.TODAY).records
    assert (record.title, record.source_name) == (f"[단독] {TITLE}", "라마바일보")


def test_a_lost_link_is_flagged():
    (record,) = parse(article("원문보기►"), seeds.TODAY).records
    assert (record.source_url, record.text, "lost_link" in record.reasons) == ("", TEXT, True)


def test_an_address_too_long_to_store_stays_in_the_text():
    (record,) = parse(article(f"원문보기 {ADDRESS}{'x' * 500}"), seeds.TODAY).records
    assert (record.source_url, "원문보기" in record.text) == ("", True)


def test_the_city_own_news_keeps_its_brackets():
    (record,) = parse(article(section="소식", title=f"[안내] {TITLE}"), seeds.TODAY).records
    assert (record.title, record.source_name) == (f"[안내] {TITLE}", "")


@pytest.mark.django_db
def test_the_page_shows_the_source_and_no_free_licence(client, tmp_path):
    page = write(tmp_path, "a.txt", article(f"원문보기►({ADDRESS})"))
    assert run_import(tmp_path, page)[0]
    post = Post.objects.get()
    response = client.get(post.get_absolute_url("ko"))
    assert ADDRESS in response.text
    assert "kogl.or.kr" not in response.text
    assert client.get(f"/api/news/{post.pk}/").json()["licence"] is None
    assert outcomes(run_import(tmp_path, page)[1]) == ["unchanged"]
