"""The site with the real records: the seeds imported and every page fetched, once per run."""

import datetime
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content
from tests.crawling import STARTS, crawl
from tests.factories import make_document, make_notice, make_partner, make_post
from tests.reading import remembering
from tests.syndication import make_in_both

#: What is asked for by name, not by following a link.
WELL_KNOWN = ["/robots.txt", "/sitemap.xml"]


@pytest.fixture(scope="session")
def _crawls(taken_back, tmp_path_factory):
    report = tmp_path_factory.mktemp("seeds") / "report.json"
    client = Client(raise_request_exception=False)
    with taken_back():
        call_command("import_seeds", report=report, verbosity=0)
        with remembering():
            seeds = crawl(client, [*STARTS.values(), *WELL_KNOWN])
        seeds.records = _record_addresses()
        starts = [
            f"/{code}/search/?q={words}" for code in CODES for words in ("zzzz", "seoul", quote("서울"))
        ]
        starts += [record.get_absolute_url(code) for record in _make_what_seeds_lack() for code in CODES]
        with remembering():
            return seeds, crawl(client, starts, known=seeds.pages.values())


@pytest.fixture
def seeded_site(_crawls):
    """A Crawl of the site with the seeds in it."""
    return _crawls[0]


@pytest.fixture
def whole_site(_crawls):
    """The same with what the seeds lack: texts in both languages, open notices, searches."""
    return _crawls[1]


def _record_addresses():
    """Return (address, other address) of every record that the public may see, whatever kind it is of."""
    kinds = [model for model in apps.get_models() if issubclass(model, Content)]
    return [
        tuple(record.get_absolute_url(code) for code in CODES)
        for model in kinds
        for record in model.objects.visible()
        if getattr(record, "has_page", True)
    ]


def _make_what_seeds_lack():
    today = timezone.localdate()
    period = {
        "submission_opens": today - datetime.timedelta(days=3),
        "submission_closes": today + datetime.timedelta(days=9),
    }
    return [
        make_in_both(
            "news", "두 언어로 된 글", title_en="In both", summary_en="In short.", summary_ko="요지"
        ),
        make_document(kind="video", title_ko="영상", video_url="https://video.example.org/1"),
        make_in_both("newsletter", "2030년 1월", number=999, title_en="2030 January", year=2030, month=1),
        make_in_both("partners", "새 기관", name_en="A new partner", description_en="<p>Text.</p>"),
        make_in_both(
            "notices",
            "명예시민 추천 공고",
            parts=3,
            **period,
            where_to_submit_en="City Hall",
            citizens_required=30,
        ),
        make_post(title_en="", body_en="", title_ko="한국어로만", body_ko="<p>본문</p>"),
        make_document(
            kind="interview",
            title_en="An interview",
            source_name="A paper",
            source_url="https://paper.example.org/",
        ),
        make_partner(name_en="", name_ko="세계도시협회", kind="association"),
        make_notice(
            title_en="Next year's notice",
            submission_opens=today + datetime.timedelta(days=90),
            submission_closes=today + datetime.timedelta(days=120),
        ),
    ]
