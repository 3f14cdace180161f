"""Values that no list can be asked for: 400 or the list as it is, never an error of the server."""

import pytest

from seoulsolution.admin.bad_requests import refuse_absurd_values
from tests.factories import make_post

pytestmark = pytest.mark.django_db
LISTS = ("news/post", "auth/user", "subscriptions/subscriber", "importing/run", "accounts/auditentry")
QUERIES = (
    "year=0",
    "date__year=99999999999",
    "created_at__year=0",
    "at__year=0",
    "last_login__year=0",
    "confirmed_at__year=2024&confirmed_at__month=99999999999",
    "started_at__year=99999999999",
    "o=1.2.3.4.5",
    "o=99999999999999999999",
    "p=99999999999999999999",
    "id__exact=99999999999999999999999",
    "q=%00",
    "state__exact=%00",
)


@pytest.fixture
def lenient_client(staff_client):
    staff_client.raise_request_exception = False
    return staff_client


@pytest.mark.parametrize("where", LISTS)
def test_a_list_answers_whatever_it_is_asked(lenient_client, where):
    make_post()
    answers = {query: lenient_client.get(f"/admin/{where}/?{query}").status_code for query in QUERIES}
    assert {query: status for query, status in answers.items() if status not in (200, 302, 400)} == {}


@pytest.mark.parametrize(
    "address",
    [
        "autocomplete/?app_label=news&model_name=populartitle&field_name=post&term=%00",
        "autocomplete/?app_label=news&model_name=populartitle&field_name=post&term=a&page=99999999999999999999",
        "importing/review/?reason=%00",
        "media/image/picker/?q=%00",
        "editing/?key=%00",
    ],
)
def test_so_do_the_other_pages_that_read_their_address(lenient_client, address):
    assert lenient_client.get(f"/admin/{address}").status_code in (200, 400, 404)


@pytest.mark.parametrize("chosen", ["\0", "x", "99999999999999999999999"])
def test_rows_that_are_none_are_no_error(lenient_client, chosen):
    data = {"action": "publish", "_selected_action": [chosen], "select_across": "0"}
    assert lenient_client.post("/admin/news/post/", data).status_code in (302, 400)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "could not be understood"), ("ko", "요청을 이해할 수 없습니다")]
)
def test_the_answer_is_a_page_in_the_language_of_the_reader(lenient_client, language, text):
    page = lenient_client.get("/admin/news/post/?created_at__year=0", headers={"accept-language": language})
    assert page.status_code == 400
    assert text in page.content.decode()


def test_our_own_faults_are_not_blamed_on_the_address(rf):
    def broken(request):
        raise ValueError("our own fault")

    request = rf.get("/admin/")
    request.resolver_match = None
    with pytest.raises(ValueError, match="our own fault"):
        refuse_absurd_values(broken)(request)
