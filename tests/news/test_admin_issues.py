import pytest

from news.models import Document, Issue, PopularTitle, Story, Topic
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import publishing
from seoulsolution.revisions.models import Revision
from tests.factories import make_document, make_issue, make_post
from tests.forms import errors_of, restore, submit

ADD = "/admin/news/issue/add/"
pytestmark = pytest.mark.django_db


def change_of(issue):
    return f"/admin/news/issue/{issue.pk}/change/"


def story(row, **fields):
    return {f"stories-{row}-{name}": value for name, value in fields.items()}


def test_an_issue_is_added_with_stories_and_popular_titles(staff_client):
    post = make_post()
    response = submit(
        staff_client,
        ADD,
        title_en="No. 202",
        number=202,
        year=2021,
        month=12,
        _publish="1",
        **{"stories-TOTAL_FORMS": 2, "popular_titles-TOTAL_FORMS": 1},
        **story(0, position="", title_en="One", body_en="<p>1</p>", title_ko="하나", body_ko="<p>일</p>"),
        **story(1, position="", title_ko="둘", body_ko="<p>이</p>"),
        **{"popular_titles-0-title": post.title_en, "popular_titles-0-language": "en"},
        **{"popular_titles-0-post": post.pk},
    )
    assert response.status_code == 302
    issue = Issue.objects.get()
    assert [(row.position, row.title_ko, row.body_ko) for row in issue.stories.all()] == [
        (1, "하나", "<p>일</p>"),
        (2, "둘", "<p>이</p>"),
    ]
    assert PopularTitle.objects.get().post == post


def test_an_issue_number_is_given_once(staff_client):
    make_issue(number=201)
    response = submit(staff_client, ADD, title_en="Again", number=201, year=2021, month=11)
    assert errors_of(response) == {"number": ["There is an issue of this number already."]}


def test_a_month_that_is_none_is_refused_at_the_field(staff_client):
    response = submit(staff_client, ADD, title_en="Title", number=1, year=2021, month=13)
    assert list(errors_of(response)) == ["month"]


def test_popular_titles_change_places(staff_client):
    issue = make_issue()
    for position in (1, 2, 3):
        PopularTitle.objects.create(issue=issue, position=position, title=f"Title {position}")
    rows = {"popular_titles-0-position": 2, "popular_titles-1-position": 1}
    assert submit(staff_client, change_of(issue), **rows).status_code == 302
    assert [row.title for row in issue.popular_titles.order_by("position")] == [
        "Title 2",
        "Title 1",
        "Title 3",
    ]


def test_a_deleted_row_gives_its_number_free(staff_client):
    issue = make_issue()
    for position in (1, 2):
        PopularTitle.objects.create(issue=issue, position=position, title=f"Title {position}")
    rows = {"popular_titles-0-position": 2, "popular_titles-1-DELETE": "on"}
    assert submit(staff_client, change_of(issue), **rows).status_code == 302
    row = issue.popular_titles.get()
    assert (row.title, row.position) == ("Title 1", 2)


@pytest.mark.parametrize(
    ("row", "number", "order"),
    [(3, 2, [1, 4, 2, 3]), (0, 3, [2, 3, 1, 4]), (1, 1, [2, 1, 3, 4]), (2, "", [1, 2, 4, 3])],
)
def test_a_row_that_gets_the_number_of_another_goes_to_its_place(staff_client, row, number, order):
    issue = make_issue(stories=4)
    assert submit(staff_client, change_of(issue), **story(row, position=number)).status_code == 302
    rows = issue.stories.order_by("position").values_list("title_en", flat=True)
    assert list(rows) == [f"Story {place}" for place in order]


def test_scripts_are_removed_from_stories(staff_client):
    issue = make_issue(stories=1)
    submit(staff_client, change_of(issue), **story(0, body_ko="<p>본문</p><script>alert(1)</script>"))
    assert Story.objects.get().body_ko == "<p>본문</p>"


def test_an_earlier_revision_brings_stories_back(staff_client):
    issue = make_issue(stories=1)
    submit(staff_client, change_of(issue), **story(0, title_ko="처음"))
    submit(staff_client, change_of(issue), **story(0, title_ko="나중"))
    _second, first, _found = Revision.objects.of(issue)
    before = Story.objects.get()
    response = restore(staff_client, issue, first.number)
    assert response.status_code == 302
    publishing.publish(issue)
    assert Story.objects.get() == before
    assert Story.objects.get().title_ko == "처음"


def test_a_story_has_its_own_reviews(staff_client, staff):
    make_issue(stories=1)
    entry = Story.objects.get()
    Review.objects.create(record=entry, reason="unsure_cut")
    page = f"/admin/news/story/{entry.pk}/change/"
    submit(staff_client, page, **{"reviews-review-content_type-object_id-0-resolved": "on"})
    assert entry.reviews.get().resolved_by == staff
    assert staff_client.get("/admin/news/story/?review=any").context["cl"].result_count == 0


@pytest.mark.parametrize("kind", ["issue", "story", "document", "topic"])
def test_lists_cost_the_same_queries_for_one_and_for_many(staff_client, django_assert_max_num_queries, kind):
    def count():
        with django_assert_max_num_queries(50) as captured:
            staff_client.get(f"/admin/news/{kind}/")
        return len(captured)

    make_issue(stories=1)
    make_document(topics=Topic.objects.all()[:1])
    count()  # content types are looked up once
    one = count()
    make_issue(stories=3, number=202)
    make_document(topics=Topic.objects.all()[:2])
    Topic.objects.create(slug="new", name_en="New")
    assert count() == one


def test_a_form_costs_the_same_queries_for_one_row_and_for_many(staff_client, django_assert_max_num_queries):
    def count(issue):
        with django_assert_max_num_queries(60) as captured:
            staff_client.get(change_of(issue))
        return len(captured)

    small, large = make_issue(stories=1, number=1), make_issue(stories=5, number=2)
    count(small)
    assert count(small) == count(large)


def test_a_document_is_added_with_a_title_alone(staff_client):
    response = submit(
        staff_client,
        "/admin/news/document/add/",
        title_ko="서울의 수돗물",
        kind="brochure",
        _publish="1",
    )
    assert response.status_code == 302
    assert Document.objects.visible("ko").get().kind == "brochure"


def test_documents_are_filtered_by_kind(staff_client):
    make_document(kind="video", title_en="Film")
    make_document(kind="report")
    found = staff_client.get("/admin/news/document/?kind__exact=video").context["cl"].result_list
    assert [str(document) for document in found] == ["Film"]


def test_a_topic_is_added_in_both_languages(staff_client):
    submit(staff_client, "/admin/news/topic/add/", name_en="Water", name_ko="물", slug="water", position=9)
    assert Topic.objects.get(slug="water").name_ko == "물"
