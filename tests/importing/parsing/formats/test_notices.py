"""Calls for honorary citizens: in prose, with weekdays, in other languages; and news that is no call."""

import pytest

from notices.models import Notice
from seoulsolution.importing.parsing.formats import parse
from tests.importing import seeds
from tests.importing.helpers import run_import, write

TITLE = "Honorary Citizens of Seoul"
PERIOD = ("2017-06-05", "2017-06-30")


def page(*text, title=TITLE, category="City News"):
    body = "\n\n".join(f"    {line}" for line in text)
    return f"Go to Main Content\n\n{category}\n\n  • {title}\n\n  • {category} SMG 5\n\n{body}\n"


def only(text):
    (record,) = parse(text, seeds.TODAY).records
    return record


def days(record):
    return tuple(str(day) for day in (record.details.opens, record.details.closes))


CALLS = [
    "The SMG will be accepting recommendations from Mon, Jun. 5 to Fri, Jun. 30, 2017.",
    "Recommendations will be accepted from June 5 to June 30, 2017.",
    "The city is accepting nominations of candidates between June 5 and June 30, 2017.",
    "Please recommend a good neighbour. Recommendations are received from June 5 (Mon) to 30 (Fri), 2017.",
    "Seoul is now receiving nominations.\n\n    Period: 2017. 6. 5.(Mon) ~ 6. 30.(Fri)",
    "Seoul calls for candidates to be recommended.\n\n      • Recommendation period: June 5 - 30, 2017",
    "The SMG will be accepting recommendations\n    from June 5\n    to June 30, 2017.",
    "Seoul is now receiving nominations. Send them from 5 June to 30 June 2017.",
    "Seoul is now receiving nominations. The period is 5 June (Mon) to 30 June (Fri) 2017.",
    "Seoul is now receiving nominations.\n\n    ▶ Period: June 5 (Mon.) – June 30 (Fri.), 2017",
    "Seoul is now receiving nominations.\n\n    1. Period: 2017. 6. 5.(Mon) ~ 6. 30.(Fri)\n\n    2. Who",
    "서울시는 명예시민 후보를 추천받습니다. 추천은 2017년 6월 5일(월)부터 6월 30일(금)까지 접수합니다.",
    "명예시민 추천을 받습니다.\n\n    접수기간: 2017. 6. 5.(월) ~ 6. 30.(금)",
]


@pytest.mark.parametrize("text", CALLS)
def test_a_call_in_prose_is_a_notice_with_its_period(text):
    title = "서울시 명예시민" if "시민" in text else TITLE
    record = only(page("Seoul honours those who help.", text, "It is an honour.", title=title))
    assert (record.kind, days(record), record.draft) == ("notice", PERIOD, False)
    assert "missing_period" not in record.reasons


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        (
            "ソウル市名誉市民の推薦",
            "ソウル市は名誉市民の推薦を募集する。受付は2017年6月5日(月)から6月30日(金)まで。",
            "ja",
        ),
        (
            "首尔市荣誉市民推荐公告",
            "首尔市公开征集荣誉市民推荐。推荐时间：2017年6月5日（周一）至6月30日（周五）。",
            "zh",
        ),
        ("首爾市榮譽市民推薦", "首爾市受理榮譽市民推薦。\n\n    推薦期間：2017年6月5日～30日", "zh"),
    ],
)
def test_calls_in_other_languages(title, text, code):
    record = only(page(text, title=title, category="ニュース" if code == "ja" else "新闻"))
    assert (record.kind, record.language, days(record), record.draft) == ("notice", code, PERIOD, True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Until June 30, the SMG will receive recommendations.", "no year: Until June 30"),
        ("Recommendations are accepted from June 5 to June 30.", "no year: Recommendations"),
        ("SMG는 추천을 받습니다. 6월 5일(월)부터 6월 30일(금)까지 접수합니다.", "no year: SMG는 추천을"),
        ("The SMG accepts recommendations all year.", ""),
    ],
)
def test_an_empty_period_says_why(text, why):
    record = only(page("Seoul honours those who help.", text))
    (detail,) = [review.detail for review in record.reviews if review.reason == "missing_period"]
    assert record.kind == "notice"
    assert days(record) == ("None", "None")
    assert detail[: len(why) or None] == why


def test_a_last_day_alone_is_taken_and_flagged():
    record = only(page("The SMG accepts recommendations until June 30, 2017."))
    (detail,) = [review.detail for review in record.reviews if review.reason == "missing_period"]
    assert (days(record), detail.partition(":")[0]) == (("None", PERIOD[1]), "only the last day")


@pytest.mark.parametrize(
    "text",
    [
        "Eighteen people received honorary citizenship. Citizens had recommended them.",
        "Eighteen people, who will receive the honorary title on the recommendation of citizens, came.",
        "The mayor gave certificates from October 1 to October 3, 2017.",
    ],
)
def test_news_about_honorary_citizens_is_no_notice(text):
    assert only(page(text)).kind == "news_post"


@pytest.mark.parametrize(
    "text",
    [
        "Nominators are heads of agencies, or a group of more than 30 Seoul citizens.",
        "推荐人: 机构负责人或30名以上市民",
    ],
)
def test_the_number_of_citizens_is_read_from_prose(text):
    assert only(page(CALLS[0], text)).details.citizens_required == 30


@pytest.mark.parametrize("wrapped", ["Honorary Citizens\n    of Seoul", "Honorary Citizens of Seoul"])
def test_its_own_title_is_no_part_of_its_introduction(wrapped):
    record = only(page(wrapped, CALLS[0]))
    assert record.text == CALLS[0]
    assert only(page(f"{wrapped}\n    {CALLS[0]}")).text == CALLS[0]


@pytest.mark.django_db
def test_a_notice_in_prose_on_its_page(client, tmp_path):
    assert run_import(tmp_path, write(tmp_path, "a.txt", page("Seoul honours helpers.", CALLS[0])))[0]
    notice = Notice.objects.get()
    response = client.get(notice.get_absolute_url("en"))
    assert "Seoul honours helpers." in response.text
    assert str(notice.submission_opens) == PERIOD[0]
