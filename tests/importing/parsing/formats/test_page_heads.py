"""Pages of the English site in whose frame something is missing, doubled, glued, or in another language."""

import pytest

from news.models import Post
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.formats import parse
from tests.importing import seeds
from tests.importing.helpers import outcomes, run_import, write

TITLE = "Lamps Along the Stream"
TEXT = (
    "    Seoul hangs lamps along the stream. They burn until midnight.\n\n    Walkers come every evening.\n"
)


def page(*head, text=TEXT, foot=""):
    return "\n\n".join([*head, text]) + foot


def named(byline="  • City News SMG 77", *above, title=f"  • {TITLE}", category="City News", text=TEXT):
    return page(*above, category, title, byline, text=text)


WHOLE = named("  • City News SMG 77", "Go to Main Content")
VARIANTS = {
    "glued skip links": named("  • SMG 77", "Go to Main ContentGo to Footer Content"),
    "doubled skip links": named("  • SMG 77", "Go to Main Content\nGo to Main Content"),
    "skip links as bullets": named("  • SMG 77", "  • Skip to content\n  • Skip to footer"),
    "three skip links": named("  • SMG 77", "Skip to main content Skip to menu / Skip to footer"),
    "no skip link": named("  • City News SMG 77"),
    "no skip link, office alone": named("  • SMG 77"),
    "no category": page("Go to Main Content", f"  • {TITLE}", "  • SMG 77"),
    "empty bullet as category": page("Go to Main Content", "  •", f"  • {TITLE}", "  • SMG 77"),
    "neither": page(f"  • {TITLE}", "  • SMG 77"),
    "byline indented below the title": page(
        "Go to Main Content", "City News", f"  • {TITLE}\n    City News SMG 77"
    ),
    "office indented below the title": page("Go to Main Content", "City News", f"  • {TITLE}\n    SMG 77"),
    "byline at the margin": page("Go to Main Content", "City News", f"  • {TITLE}", "City News SMG 77"),
    "number below the office": named("  • SMG\n    77", "Go to Main Content"),
    "number as a bullet": named("  • SMG\n  • 77", "Go to Main Content"),
    "number above the office": named("  • 77\n\n  • SMG 77", "Go to Main Content"),
    "byline on lines of its own": named("    City News\n    SMG\n    Views 77", "Go to Main Content"),
    "byline in bullets of its own": named("  • City News\n\n  • SMG 77", "Go to Main Content"),
    "question as category": named("  • What's New? SMG 77", "Go to Main Content", category="What's New?"),
    "number before the office": named("  • 77 SMG", "Go to Main Content"),
    "number before the office in a byline": named("  • City News 77 SMG", "Go to Main Content"),
    "reads": named("  • City News SMG 77 READS", "Go to Main Content"),
    "views in both languages": named("  • City News SMG 조회수 77 READS", "Go to Main Content"),
    "hits": named("  • City News SMG Hits 77", "Go to Main Content"),
    "brackets": named("  • City News SMG (77)", "Go to Main Content"),
    "label and brackets": named("  • City News SMG | Views (77)", "Go to Main Content"),
    "title repeated above the category": named("  • SMG 77", "Go to Main Content", TITLE),
    "title repeated below the category": page(
        "Go to Main Content", "City News", TITLE, f"  • {TITLE}", "  • City News SMG 77"
    ),
    "menu above": named(
        "  • City News SMG 77", "Go to Main Content\n  • Subscribe to our letter\n  • going out?\nT T"
    ),
    "menu and buttons without a category": page(
        "Go to Main Content\n  • Subscribe to our letter\n  • going out?\nA A", f"  • {TITLE}", "  • SMG 77"
    ),
    "menu at the margin": named("  • City News SMG 77", "Go to Main Content", "Home", "About the city"),
    "buttons between category and title": page(
        "Go to Main Content", "City News", "A A", f"  • {TITLE}", "  • SMG 77"
    ),
    "buttons between title and byline": page(
        "Go to Main Content", "City News", f"  • {TITLE}\n    T T", "  • City News SMG 77"
    ),
    "buttons below the byline": named("  • City News SMG 77\n    image_pdfimage_print", "Go to Main Content"),
    "buttons below the text": WHOLE + "\n    image_pdfimage_print\n",
    "Korean buttons": named("  • SMG 77", "본문 바로가기", "글자 크기\n가 가"),
    "copyright below": WHOLE + "\nCOPYRIGHT 1996~2017 SEOUL METROPOLITAN GOVERNMENT ALL RIGHTS RESERVED.\n",
    "office glued to the category": named("  • City NewsSMG 77", "Go to Main Content"),
    "asterisks": named("*   SMG 77", "Go to Main Content", title=f"*   {TITLE}"),
    "no bullets": page("City News", TITLE, "SMG 77", "Font size + -\nFacebook Twitter Email"),
    "glued Korean buttons": named("  • SMG 77", "본문 바로가기", "글자크기 확대 축소 인쇄"),
    "category in another case": named("  • CITY NEWS SMG 77", "Go to Main Content"),
}


@pytest.mark.parametrize("text", VARIANTS.values(), ids=VARIANTS.keys())
def test_the_same_article_in_every_frame(text):
    found = parse(text, seeds.TODAY)
    (record,), (whole,) = found.records, parse(WHOLE, seeds.TODAY).records
    assert (record.kind, record.title, record.author) == ("news_post", TITLE, "SMG")
    assert (record.text, record.blocks, record.draft) == (whole.text, whole.blocks, False)
    assert found.unplaced == ()


LANGUAGES = {
    "ja": (
        "メインコンテンツに移動",
        "国際交流ニュース",
        "ソウル市、川沿いの街灯を青く塗装",
        "ソウル市は街灯を青く塗った。",
    ),
    "ja2": ("コンテンツへスキップ", "ニュース", "チャムシルの夜市が始まる", "ソウル市は夜市を開く。"),
    "zh": ("跳转至主要内容", "国际关系新闻", "首尔市将路灯涂成蓝色", "首尔市把四十盏路灯涂成蓝色。"),
    "zh2": ("跳至主內容", "首爾新聞", "首爾市將路燈塗成藍色", "首爾市將四十盞路燈塗成藍色。"),
    "ko": ("메인 콘텐츠로 바로가기", "시정 소식", "서울시, 가로등을 파랗게", "서울시가 가로등을 칠했다."),
    "ru": ("Перейти к содержанию", "Новости", "Сеул красит фонари", "Город Сеул красит фонари."),
    "vi": ("Chuyển đến nội dung", "Tin tức", "Seoul sơn đèn", "Thành phố Seoul đã sơn các đèn và ghế."),
    "fr": (
        "Aller au contenu",
        "Actualités",
        "Les lampes bleues de Séoul",
        "La ville a peint les lampes.",
    ),
}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("skipped", [True, False])
def test_frames_in_other_languages(code, skipped):
    skip, category, title, text = LANGUAGES[code]
    above = (skip,) if skipped else ()
    whole = page(*above, category, f"  • {title}", f"  • {category} SMG 77", text=f"    {text}\n")
    (record,) = parse(whole, seeds.TODAY).records
    assert (record.language, record.title, record.author) == (code[:2], title, "SMG")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (VARIANTS["no skip link"], ["link to the main content"]),
        (VARIANTS["no category"], ["category"]),
        (VARIANTS["neither"], ["link to the main content", "category"]),
        (page("Go to Main Content", "City News", f"  • {TITLE}"), ["byline"]),
        (WHOLE, []),
    ],
)
def test_what_is_missing_is_said(text, missing):
    warnings = [note.message for note in parse(text, seeds.TODAY).warnings]
    assert warnings == [f"no {name} found" for name in missing]


@pytest.mark.parametrize(
    "author", ["jkim", "Seoul Metropolitan Government", "서울시", "International Cooperation Division"]
)
@pytest.mark.parametrize(
    "views", ["", " 5", " 1,077", " 조회수 12 READS", " Hits 5", " 點閱: 5", " [5]", " Views: 1.2K"]
)
def test_views_never_become_part_of_an_author(author, views):
    (record,) = parse(named(f"  • City News {author}{views}", "Go to Main Content"), seeds.TODAY).records
    assert record.author == author


OTHERS = {
    "another city": named("  • City News BMC 120").replace("Seoul", "Busan"),
    "another city that names this one": named(
        "  • City News BMC 120",
        text="    Busan met Seoul. Busan is by the sea, and Busan has beaches.\n",
    ),
    "a shop": page(
        "Skip to content", "Lamps", "  • Blue Lamp", "  • Add to cart 77", text="    It is blue.\n"
    ),
    "a list of bullets": "Seoul\n\n  • One\n  • Two\n  • Three\n\nThe end of Seoul.\n",
    "without a text": named(text=""),
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_pages_are_refused_with_what_was_looked_for(text):
    with pytest.raises(Refused, match=r"unknown kind of page \(.*page of the English site: "):
        parse(text, seeds.TODAY)


@pytest.mark.parametrize("name", ["glued skip links", "no skip link", "menu above"])
def test_two_pages_in_one_file_are_refused(name):
    with pytest.raises(Refused, match="so more than one page"):
        parse(VARIANTS[name] + "\n\n" + named("  • City News SMG 9"), seeds.TODAY)


@pytest.mark.django_db
def test_an_article_with_and_without_buttons_is_one_record(tmp_path):
    names = ("glued skip links", "menu above", "buttons below the byline", "no category")
    files = [write(tmp_path, f"{name}.txt", VARIANTS[name]) for name in names]
    succeeded, report, _printed = run_import(tmp_path, *files)
    assert succeeded
    assert sorted(outcomes(report)) == ["created", "unchanged", "unchanged", "unchanged"]
    assert Post.objects.get().provenances.count() == len(names)
