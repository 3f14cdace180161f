"""Issues of both series, with their pieces glued together, wrapped, cut."""

import pytest

from news.models import Issue, Story
from seoulsolution.importing.parsing.formats import parse
from tests.importing import seeds
from tests.importing.helpers import outcomes, run_import, write

FIRST = ("Bees Move Into the Schools", "The Seoul Metropolitan Government put bees on roofs. They like it.")
SECOND = ("Ferries Run at Night", "The Seoul Metropolitan Government lets ferries run. Fares stay.")
STORY, OTHER = " ".join(FIRST), " ".join(SECOND)
PROMOTION = "Download high-resolution photos of Seoul for free!"
COPYRIGHT = "COPYRIGHT 1996~2017 SEOUL METROPOLITAN GOVERNMENT ALL RIGHTS RESERVED."
WRAP = "\n    "
MASTHEAD = "I · SEOUL · U 2021, June No.196"


def issue(*body, title="2021 June (No.196)", category="Regular Issues"):
    lines = "\n\n".join(f"    {line}" for line in body)
    return f"Go to Main Content\n\n{category}\n\n  • {title}\n\n  • {category} SMG\n\n{lines}\n"


GLUED = {
    "nothing glued": (MASTHEAD, STORY, "Photos of Today Pump Hill", PROMOTION, OTHER),
    "masthead": (MASTHEAD + STORY, "Photos of Today Pump Hill", PROMOTION, OTHER),
    "masthead with the month last": ("No.196 2021 June" + STORY, "Photos of Today Pump Hill", OTHER),
    "masthead and space": (f"{MASTHEAD} {STORY}", "Photos of Today Pump Hill", OTHER),
    "photo": (MASTHEAD, f"{STORY}Photos of Today Pump Hill", PROMOTION, OTHER),
    "photo and promotion": (MASTHEAD, f"{STORY}Photos of Today Pump Hill{PROMOTION}", OTHER),
    "everything": (f"{MASTHEAD}{STORY}Photos of Today Pump Hill{PROMOTION}{COPYRIGHT}", OTHER),
    "everything with spaces": (
        f"{MASTHEAD} {STORY} Photos of Today Pump Hill {PROMOTION} {COPYRIGHT}",
        OTHER,
    ),
    "copyright after the last story": (MASTHEAD, STORY, "Photo of the Day Pump Hill", OTHER + COPYRIGHT),
    "copyright alone": (MASTHEAD, STORY, "Photo of the Day Pump Hill", OTHER, COPYRIGHT),
    "no masthead": (STORY, "Photos of Today Pump Hill", OTHER),
    "motto alone": ("I · SEOUL · U", STORY, "Photos of Today Pump Hill", OTHER),
    "stories on one line": (MASTHEAD, "Photos of Today Pump Hill", f"{STORY} {OTHER}"),
    "hard-wrapped": (
        MASTHEAD,
        STORY.replace("Metropolitan", f"{WRAP}Metropolitan").replace("bees", f"{WRAP}bees"),
        "Photos of Today Pump Hill",
        OTHER.replace("Night", f"{WRAP}Night").replace("ferries", f"{WRAP}ferries"),
    ),
    "hard-wrapped together": (
        MASTHEAD,
        f"{STORY} {OTHER}".replace(" put", WRAP + "put").replace(" lets", WRAP + "lets"),
        "Photos of Today Pump Hill",
    ),
    "titles on lines of their own": (MASTHEAD, *FIRST, "Photos of Today Pump Hill", *SECOND),
    "a photo's words below": (
        MASTHEAD,
        STORY,
        "Photos of Today\n    Pump Hill",
        OTHER,
        "© Seoul Metropolitan Government. All rights reserved.\n    Unsubscribe",
    ),
    "titles above without a blank line": (
        MASTHEAD,
        "\n    ".join(FIRST),
        "Photos of Today Pump Hill",
        "\n    ".join(SECOND),
    ),
}


@pytest.mark.parametrize("body", GLUED.values(), ids=GLUED.keys())
def test_stories_are_found_and_nothing_is_glued_to_them(body):
    found = parse(issue(*body), seeds.TODAY)
    (record,) = found.records
    assert [(story.title, story.text) for story in record.children] == [FIRST, SECOND]
    assert (record.details.number, record.details.series) == (196, "newsletter")
    assert (record.details.photo_caption, record.text, record.draft) == ("Pump Hill", "", False)
    assert found.unplaced == ()


@pytest.mark.parametrize(
    ("title", "category", "series", "is_sure"),
    [
        ("2021 June (No.196)", "Regular Issues", "newsletter", True),
        ("2020 March (Vol.46)", "Special Issues", "special", True),
        ("2020 March (Vol. 46)", "Newsletter", "special", True),
        ("2021년 6월 제196호", "정기 소식지", "newsletter", True),
        ("2021년 6월 제46호", "소식지 특별호", "special", True),
        ("2020 March (No.46)", "Special Issues", "special", False),
    ],
)
def test_the_series_of_an_issue(title, category, series, is_sure):
    (record,) = parse(issue(STORY, title=title, category=category), seeds.TODAY).records
    assert record.details.series == series
    assert ("unclear_place" not in record.reasons) == is_sure


@pytest.mark.parametrize("end", ["They li", "They like it. Ferries Run at"])
def test_an_issue_cut_in_mid_sentence_is_a_draft(end):
    (record,) = parse(issue(STORY.replace("They like it.", end)).rstrip(), seeds.TODAY).records
    assert (record.draft, "incomplete" in record.reasons) == (True, True)


@pytest.mark.parametrize(
    ("paragraph", "is_of_story"),
    [
        ("They will stay on the roofs. Pupils look after them.", True),
        ("Ferries Run at Night on the River Fares stay the same.", False),
    ],
)
def test_a_paragraph_below_a_story_is_its_own_unless_it_begins_with_a_title(paragraph, is_of_story):
    (record,) = parse(issue(MASTHEAD, "It is June.", STORY, paragraph, OTHER), seeds.TODAY).records
    first, second = record.children
    owner = first if is_of_story else record
    assert ("It is June." in record.text, second.text) == (True, SECOND[1])
    assert (paragraph in owner.text, first.text.startswith(FIRST[1])) == (True, True)
    assert paragraph in [review.detail for review in owner.reviews if review.reason == "unsure_cut"]


def test_marks_between_popular_titles_are_their_boundaries():
    titles = ("Owl Buses Get Heated Seats", "Soup Carts Visit the Hills", "New Maps for Walkers")
    (record,) = parse(issue(STORY, "Popular News Top 3", " / ".join(titles)), seeds.TODAY).records
    assert record.details.popular_titles == titles


def test_an_issue_that_ends_in_a_line_of_contact_is_whole():
    text = f"{OTHER} Whoever would like to know more of them may ask. Contact: 02-120-0000"
    (record,) = parse(issue(MASTHEAD, STORY, text), seeds.TODAY).records
    assert (record.draft, "incomplete" in record.children[1].reasons) == (False, False)


@pytest.mark.django_db
def test_both_series_have_their_own_numbers_and_addresses(client, tmp_path):
    special = write(tmp_path, "a.txt", issue(STORY, title="2020 March (Vol.46)", category="Special Issues"))
    regular = write(tmp_path, "b.txt", issue(OTHER, title="2009 April (No.46)"))
    assert run_import(tmp_path, special, regular)[0]
    addresses = [record.get_absolute_url("en") for record in Issue.objects.order_by("year")]
    assert addresses == ["/en/newsletter/46/", "/en/newsletter/special-46/"]
    assert [FIRST[0] in client.get(address).text for address in addresses] == [False, True]
    assert client.get("/api/newsletter/special-46/").json()["record"]["series"] == "special"
    assert client.get("/api/newsletter/46/").json()["record"]["series"] == "newsletter"
    assert client.get("/en/newsletter/special-47/").status_code == 404


@pytest.mark.django_db
def test_the_whole_issue_repairs_the_cut_one(tmp_path):
    cut = write(tmp_path, "a.txt", issue(STORY, OTHER).rstrip()[:-14])
    assert run_import(tmp_path, cut)[0]
    assert Issue.objects.get().state == "draft"
    assert run_import(tmp_path, write(tmp_path, "b.txt", issue(STORY, OTHER, COPYRIGHT)))[0]
    assert Issue.objects.get().state == "published"
    assert Story.objects.get(title_en=SECOND[0]).body_en.endswith("Fares stay.</p>")
    assert outcomes(run_import(tmp_path, tmp_path / "b.txt")[1]) == ["unchanged"] * 3
