"""Translating in the admin: states at the fields, still right, the board and its lists, set terms."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from notices.models import SelectionStep
from seoulsolution.media.models import Image
from seoulsolution.revisions import drafts, history, translations
from seoulsolution.revisions.models import Revision
from seoulsolution.search.models import Term
from tests.admin.test_drafts import form_url, save
from tests.factories import (
    attach,
    make_file,
    make_image,
    make_issue,
    make_notice,
    make_post,
    make_topic,
    make_user,
)
from tests.forms import submit

pytestmark = pytest.mark.django_db
BOTH = {"title_en": "Trams", "title_ko": "전차", "body_en": "<p>Text</p>", "body_ko": "<p>글</p>"}


@pytest.fixture
def post():
    return make_post(**BOTH)


def make_story():
    story = make_issue(stories=1).stories.get()
    story.title_ko, story.body_ko = "글", "<p>글</p>"
    story.save()
    return story


def help_of(client, record, name):
    form = client.get(form_url(record)).context["adminform"].form
    return " ".join(strip_tags(form[name].help_text).split())


def test_each_field_says_how_far_it_is_translated(staff_client, post):
    save(staff_client, post, title_ko="새 전차", summary_ko="요약")
    told = help_of(staff_client, post, "title_en")
    assert "has changed since this was written" in told
    assert "새 전차" in told
    assert "Not translated" in help_of(staff_client, post, "summary_en")
    assert help_of(staff_client, post, "body_en").startswith("Up to date")
    assert "Not translated" not in help_of(staff_client, post, "summary_ko")


@pytest.mark.parametrize("sent", ["title_en", "en"])
def test_still_right_is_one_press_and_saves_what_is_in_the_form(staff_client, post, sent):
    save(staff_client, post, title_ko="새 전차")
    changes = {"_publish": None, "_still_right": sent, "summary_en": "Short"}
    response = submit(staff_client, form_url(post), **changes)
    assert response.url.endswith("/change/")
    assert translations.of(post) == {}
    assert drafts.shown(post).summary_en == "Short"
    assert Revision.objects.of(post).first().event == "confirmed"
    post.refresh_from_db()
    assert post.title_ko == "전차"


def test_who_translates_into_one_language_confirms_only_that(client, post):
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"title_en": "New trams"}))
    client.force_login(make_user(Translator=""))
    submit(client, form_url(post), _still_right="title_ko", _publish=None)
    assert translations.of(post) == {"title_ko": "Trams"}


def cells_of(kind):
    return [cell for _code, _name, cells in kind["languages"] for cell in cells]


def row_of(client, model):
    """Return the cells of a kind on the board, by language and state."""
    board = client.get("/admin/translations/").context
    [row] = [each for each in board["kinds"] if each["url"].endswith(f"/{model._meta.model_name}/")]
    keys = [(code, state) for code in ("en", "ko") for state in ("missing", "stale", "current", "withheld")]
    return {key: cell[1:] for key, cell in zip(keys, cells_of(row), strict=True)}


@pytest.mark.parametrize(
    ("make", "column"),
    [
        (make_topic, "name"),
        (lambda: make_image(alt_en="A tram", alt_ko="전차"), "alt"),
        (lambda: make_file(title_en="Plan", title_ko="계획"), "title"),
        (make_story, "title"),
    ],
)
def test_records_without_pages_of_their_own_say_it_too(staff_client, make, column):
    record = make()
    english = f"{column}_en"
    submit(staff_client, form_url(record), **{f"{column}_ko": "새 글"})
    assert "새 글" in help_of(staff_client, record, english)
    number, url = row_of(staff_client, type(record))["en", "stale"]
    assert (number, staff_client.get(url).context["cl"].result_count) == (1, 1)
    history_page = form_url(record).replace("change/", "history/languages/")
    assert "새 글" in staff_client.get(history_page).content.decode()
    submit(staff_client, form_url(record), _still_right="en")
    assert translations.of(history.owner(record)) == {}
    assert "Up to date" in help_of(staff_client, record, english)
    cells = row_of(staff_client, type(record))
    assert [cells["en", state][0] for state in ("missing", "stale", "withheld")] == [0, 0, 0]
    assert cells["en", "current"][0] == type(record).objects.count()


def test_a_title_in_one_language_alone_is_missing_in_the_other(staff_client):
    make_image(alt_en="A tram")
    make_image(alt_en="", is_decorative=True)
    cells = row_of(staff_client, Image)
    assert [cells[code, "missing"][0] for code in ("en", "ko")] == [0, 1]


def test_rows_of_one_line_say_it_in_their_cells(staff_client):
    notice = make_notice()
    step = SelectionStep.objects.create(
        notice=notice, position=1, year=2026, month=3, title_en="Screening", title_ko="심사"
    )
    file = make_file(title_en="Plan", title_ko="계획")
    attach(notice, file)
    submit(staff_client, form_url(file), title_ko="새 계획")
    submit(staff_client, form_url(notice), **{"selection_steps-0-title_ko": "서류 심사"})
    page = staff_client.get(form_url(notice)).content.decode()
    assert 'id="id_selection_steps-0-title_en_translation"' in page
    assert f'value="{step.uid} title_en"' in page  # of the button that says that it is still right
    assert "admin-chip-stale" in page


def test_the_board_shows_the_kinds_that_its_user_may_see(client):
    client.force_login(make_user("park", Publisher="partners"))
    kinds = client.get("/admin/translations/").context["kinds"]
    assert [kind["name"] for kind in kinds] == ["Images", "Partners"]


def test_another_word_than_the_set_term_is_marked(staff_client):
    Term.objects.create(korean="물레방아, 물방아", english="water mill, mulle", always=True)
    post = make_post(
        title_ko="물레방아에서",
        title_en="At the wheel",
        body_ko="<p>물레방아</p>",
        body_en="<p>Water mills</p>",
    )
    assert "“물레방아” is “water mill, mulle”" in help_of(staff_client, post, "title_en")
    assert "set term" not in help_of(staff_client, post, "body_en")
    assert "set term" not in help_of(staff_client, post, "title_ko")


def test_the_board_counts_and_each_number_has_its_list(staff_client):
    make_post(title_en="Only English", body_en="<p>Text</p>")
    make_post(**BOTH, withheld_ko=True)
    save(staff_client, make_post(**BOTH), title_ko="새 전차")
    make_post(**BOTH)
    posts = next(
        kind for kind in staff_client.get("/admin/translations/").context["kinds"] if "post" in kind["url"]
    )
    (_en, _name, english), (_ko, _name, korean) = posts["languages"]
    assert [number for _state, number, _url in english] == [0, 1, 3, 0]
    assert [number for _state, number, _url in korean] == [1, 0, 2, 1]
    for _state, number, url in cells_of(posts):
        assert staff_client.get(url).context["cl"].result_count == number


def test_the_board_costs_the_same_for_one_and_for_many(staff_client):
    def count():
        with CaptureQueriesContext(connection) as captured:
            staff_client.get("/admin/translations/")
        return len(captured)

    save(staff_client, make_post(**BOTH), title_ko="새 전차")
    count()
    one = count()
    for _each in range(2):
        save(staff_client, make_post(**BOTH), title_ko="새 전차")
    assert count() == one


def test_writers_are_told_of_changes_and_of_translations(staff_client, post):
    def told(reader):
        return {section.name: section.rows for section in reader.get("/admin/").context["sections"]}

    client = Client()
    save(staff_client, post, title_ko="새 전차")
    client.force_login(make_user(Editor=""))
    save(client, post, title_en="New trams")
    assert [row.what for row in told(staff_client)["translated"]] == ["English: clerk"]
    save(staff_client, post, title_ko="더 새 전차")
    assert [row.url for row in told(client)["translate"]] == [form_url(post)]
    assert "translated" not in told(staff_client)
    assert [row.what for row in told(staff_client)["outdated"]] == ["English: clerk"]


def test_any_version_of_a_language_is_shown_beside_any_of_the_other(staff_client, post):
    save(staff_client, post, title_ko="새 전차")
    save(staff_client, post, title_en="New trams")
    page = staff_client.get(form_url(post).replace("change/", "history/languages/"))
    versions = {side.code: [each.number for each in side.versions] for side in page.context["sides"]}
    assert versions == {"en": [3, 1], "ko": [2, 1]}
    assert page.context["rows"][0] == ("Title", [("en", "New trams"), ("ko", "새 전차")])
    page = staff_client.get(page.request["PATH_INFO"], {"en": 1, "ko": 2})
    assert page.context["rows"][0] == ("Title", [("en", "Trams"), ("ko", "새 전차")])
