"""How fast search is, and how much room it takes: run by hand, on the database of DATABASE_URL.

    .venv/bin/python tests/benchmarks/bench_search.py --documents 100000

Makes a database of its own (as a test run does), fills it with made-up documents whose words are as
unevenly common as those of a language, and prints what each kind of query takes (on a
quiet machine: nothing else should run) and one table with all that has a bar.
"""

import argparse
import datetime
import gc
import itertools
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulsolution.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models.signals import post_save  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from news.models import Document, Post, Topic  # noqa: E402
from seoulsolution.search.index.backends import backend_of  # noqa: E402
from seoulsolution.search.index.query import Query, SearchFilters  # noqa: E402
from seoulsolution.search.index.rebuild import rebuild  # noqa: E402
from seoulsolution.search.models import IndexedRecord, IndexedText, StoredText  # noqa: E402
from seoulsolution.search.page.results import Results  # noqa: E402
from seoulsolution.search.terms import plan_of  # noqa: E402

RANDOM = random.Random(20181016)  # noqa: S311 - the same documents every time
_NOUNS = """
서울 시민 도시 정책 사업 지원 교통 환경 주민 시설 문화 복지 안전 공원 버스 지하철 청년 에너지 재생 한강
시장 예산 참여 공공 교육 주택 기후 변화 미세먼지 자전거 도서관 어르신 여성 일자리 관광 축제 데이터 스마트
협력 국제 물 역 길 집
"""
_ENGLISH = """
city seoul citizen policy project transport environment resident facility culture welfare safety park bus
subway youth energy regeneration river market budget participation public education housing climate change
dust bicycle library tourism data
"""
_PARTS = "ba con der el fin gar hol im ju kel lom mir nor pol ques ran"
NOUNS, ENGLISH, PARTS = _NOUNS.split(), _ENGLISH.split(), _PARTS.split()
ENDINGS = ["", "", "", "은", "는", "이", "가", "을", "를", "의", "에", "에서", "으로", "과", "하는", "하였다"]
SYLLABLES = (
    "가나다라마바사아자차카타파하거너더러머버서어저처고노도로모보소오조초구누두루무부수우주"
    "기니디리미비시이지치감남담산상선성신정"
)


def invented(number):
    """Return ``number`` Hangul and English words that nobody knows."""
    hangul = ("".join(RANDOM.choices(SYLLABLES, k=RANDOM.choice([2, 2, 2, 3, 3, 4]))) for _ in range(number))
    latin = ("".join(RANDOM.choices(PARTS, k=RANDOM.choice([2, 3, 3]))) for _ in range(number))
    return list(hangul), list(latin)


class Vocabulary:
    """Words by rank: the n-th is chosen about 1/n as often as the first (Zipf)."""

    def __init__(self, words):
        self.words = words
        self.weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(words))))

    def text(self, length, endings=("",)):
        words = RANDOM.choices(self.words, cum_weights=self.weights, k=length)
        return " ".join(word + RANDOM.choice(endings) for word in words)


def make_documents(number):
    """Save ``number`` documents and posts; return the bytes of their plain text."""
    hangul, latin = invented(20_000)
    korean, english = Vocabulary(NOUNS + hangul), Vocabulary(ENGLISH + latin)
    topics, size = list(Topic.objects.values_list("pk", flat=True)), 0
    for start in range(0, number, 2000):
        for model, half in ((Document, 0), (Post, 1)):
            rows = []
            for place in range(start + half, min(start + 2000, number), 2):
                code = "ko" if place % 3 else "en"
                vocabulary, endings = (korean, ENDINGS) if code == "ko" else (english, ("",))
                title, body = vocabulary.text(6, endings), vocabulary.text(RANDOM.randint(20, 110), endings)
                size += len((title + body).encode())
                date = datetime.date(2003, 1, 1) + datetime.timedelta(days=RANDOM.randrange(7500))
                words = {f"title_{code}": title, f"body_{code}": f"<p>{body}</p>"}
                rows.append(model(state="published", date=date, **words))
            rows = model.objects.bulk_create(rows)
            through = model.topics.through
            owner = f"{model._meta.model_name}_id"
            through.objects.bulk_create(
                through(**{owner: row.pk, "topic_id": RANDOM.choice(topics)}) for row in rows
            )
    return size


def queries():
    """Return (kind of query, words): the commonest words there are, common, rare, several, none."""
    for word in NOUNS[:10] + ENGLISH[:8]:
        yield "the commonest words", word
    for word in NOUNS[10:-4] + ENGLISH[8:]:
        yield "common words", word
    for first, second in zip(NOUNS[0:20], NOUNS[20:40], strict=True):
        yield "two common words", f"{first} {second}"
    for word in NOUNS[:10]:
        yield "with a particle", word + "에서"
    for word in NOUNS[-4:]:
        yield "one syllable", word
    for word in RARE:
        yield "rare words", word
    for word in ("없는낱말", "zzzz", "뷁뷁 서울", "서울 zzzz", "도시 뷁뷁"):
        yield "nothing found", word


RARE = []
#: What times are measured by: the clock on the wall, or the time of this process where others run beside it.
CLOCK = [time.perf_counter]
#: ms, but for the build (s) and the size (times the text).
PAGE_BAR, WORST_BAR, CPU_BAR, SAVE_BAR, BUILD_BAR, SIZE_BARS = (
    50,
    250,
    40,
    5,
    90,
    {"sqlite": 2, "postgresql": 7},
)


def measure(action, clock=None):
    clock = clock or CLOCK[-1]
    start = clock()
    action()
    return (clock() - start) * 1000


def ask():
    """Return {(kind of query, what was asked): [ms]}; every query is asked once to warm up."""
    wheres = {
        "": {},
        " of a year": {"year": "2015"},
        " of a kind and language": {"kind": "news", "language": "ko"},
        " of a topic": {"topic": "transport"},
    }
    times = {}
    for kind, words in queries():
        plan = plan_of(words)
        for name, parameters in wheres.items():
            measure(lambda: Results(words, parameters, "ko").items)  # noqa: B023
            results = []
            times.setdefault((kind, f"counts{name}"), []).append(
                measure(lambda: results.append(Results(words, parameters, "ko")))  # noqa: B023
            )
            times.setdefault((kind, f"ranked page{name}"), []).append(measure(lambda: results[0].items))  # noqa: B023
        query = Query(plan, "ko", SearchFilters())
        deep = measure(lambda: query.page(5000, 10, by_date=True))  # noqa: B023
        times.setdefault((kind, "page 500 by date"), []).append(deep)
    return times


def whole_pages():
    """Return the ms of CPU that the server needs for each first page, template included."""
    client, times = Client(SERVER_NAME="localhost"), []
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        for _kind, words in queries():
            client.get("/ko/search/", {"q": words, "kind": "news"})  # warms up, another page for the cache
            times.append(measure(lambda: client.get("/ko/search/", {"q": words}), time.process_time))  # noqa: B023
    return times


def save_cost():
    """Return the median ms that saving a changed post takes with and without the index."""
    posts = list(Post.objects.order_by("pk")[1000:1300] or list(Post.objects.order_by("pk")[:300]))

    def save(post):
        code = "ko" if post.title_ko else "en"
        setattr(post, f"title_{code}", getattr(post, f"title_{code}") + " 새로 new")
        with transaction.atomic():
            post.save()

    with_index = sorted(measure(lambda: save(post)) for post in posts)  # noqa: B023
    receivers = post_save.receivers
    post_save.receivers = [one for one in receivers if not str(one[0][0]).startswith("search:")]
    post_save.sender_receivers_cache.clear()
    try:
        without = sorted(measure(lambda: save(post)) for post in posts)  # noqa: B023
    finally:
        post_save.receivers = receivers
        post_save.sender_receivers_cache.clear()
    return quantile(with_index, 0.5), quantile(without, 0.5), quantile(with_index, 0.95)


def forget_index():
    """Leave the index empty, as it is before it is built for the first time."""
    backend_of(connection).empty(connection)
    for model in (IndexedText, StoredText, IndexedRecord):
        model.objects.all().delete()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM FULL search_indexedtext, search_storedtext, search_indexedrecord")


def timed_rebuild():
    """Return (seconds, texts); others work on it too, so that its processor time says little."""
    start = time.perf_counter()
    texts = sum(rebuild("default"))
    return time.perf_counter() - start, texts


def index_size():
    """Return the bytes of all that the index stores."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN "
                "('search_indexedrecord', 'search_facets', 'search_indexedtext', 'search_storedtext', "
                "'search_vocabulary')"
            )
        else:
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%search_%'")
        return int(cursor.fetchone()[0])


def pick_rare_words():
    for text in Document.objects.order_by("pk").values_list("body_ko", "body_en")[:2000:100]:
        words = next(filter(None, text)).removesuffix("</p>").split()
        RARE.append(max(words[1:], key=len))


def quantile(times, share):
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def print_times(console, times):
    table = Table("query", "asked", "n", "p50 ms", "p95 ms", "worst ms")
    grouped = {}
    for (kind, asked), values in times.items():
        table.add_row(kind, asked, *_row(values))
        grouped.setdefault(asked, []).extend(values)
    table.add_section()
    for asked, values in grouped.items():
        table.add_row("all", asked, *_row(values))
    console.print(table)


def _row(values):
    return [
        str(len(values)),
        *(f"{quantile(values, share):.1f}" for share in (0.5, 0.95)),
        f"{max(values):.1f}",
    ]


def run(number):
    console = Console(width=120)
    start = time.perf_counter()
    size = make_documents(number)
    console.print(f"{connection.vendor}: {number} documents made in {time.perf_counter() - start:.0f} s")
    forget_index()
    build, texts = timed_rebuild()
    stored = index_size()
    gc.collect()
    gc.freeze()  # a server has not made documents
    pick_rare_words()
    times = ask()
    print_times(console, times)
    title = f"{connection.vendor}, {texts} texts with {size / 1e6:.0f} MB of plain text"
    table = Table("measure", "p50", "p95", "worst", "bars (p95, worst)", title=title)
    for name, asked in (
        ("all counts of a page, ms", "counts"),
        ("ranked first page, ms", "ranked page"),
        ("page 500 by date, ms", "page 500"),
    ):
        for part, filtered in (("", False), (", filtered", True)):
            chosen = [
                value
                for (_kind, what), values in times.items()
                if what.startswith(asked) and (" of a " in what) == filtered
                for value in values
            ]
            if chosen:
                table.add_row(name + part, *_row(chosen)[1:], f"{PAGE_BAR}, {WORST_BAR}")
    pages = whole_pages()
    table.add_row("CPU of a whole first page, ms", *_row(pages)[1:], f"{CPU_BAR}")
    table.add_section()
    with_index, without, slow = save_cost()
    table.add_row("one save of a post, ms", f"{with_index:.1f}", f"{slow:.1f}", "", "")
    table.add_row("what the index adds to it, ms", f"{with_index - without:.1f}", "", "", f"{SAVE_BAR}")
    # Last: on PostgreSQL its old rows slow down what comes before the next vacuum.
    again, _texts = timed_rebuild()
    share = f"{stored / 1e6:.0f} MB = {stored / size:.2f} × the text"
    table.add_row("all that the index stores", share, "", "", f"{SIZE_BARS[connection.vendor]} ×")
    table.add_row("building it", f"{build:.0f} s", "", "", f"{BUILD_BAR} s")
    table.add_row("building it again, over the old one", f"{again:.0f} s", "", "", f"{BUILD_BAR} s")
    console.print(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true", help="keep the database when done")
    parser.add_argument("--cpu", action="store_true", help="time this process only, but for the build")
    options = parser.parse_args()
    if options.cpu:
        CLOCK.append(time.process_time)
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "benchmark.sqlite3")
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            run(options.documents)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0, keepdb=options.keep)


if __name__ == "__main__":
    main()
