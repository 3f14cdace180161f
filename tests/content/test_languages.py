import pytest

from seoulsolution.content.languages import Localized, other
from tests.factories import make_partner, make_post

pytestmark = pytest.mark.django_db


def test_a_reader_gets_her_own_language_where_there_is_one():
    shown = Localized(make_post(title_ko="지열", body_ko="<p>계획</p>"), "ko")
    assert (shown.lang, shown.title, shown.is_translated) == ("ko", "지열", True)
    assert shown.alternates == ["en"]


def test_an_untranslated_record_is_shown_in_its_own_language():
    shown = Localized(make_post(), "ko")
    assert (shown.lang, shown.is_translated) == ("en", False)
    assert shown.title.startswith("Up to 1 GW")


def test_an_address_stays_in_the_readers_part_and_its_canonical_one_in_the_texts():
    post = make_post()
    shown = Localized(post, "ko")
    assert shown.url == f"/ko/news/{post.pk}-up-to-1-gw-of-geothermal-energy/"
    assert shown.canonical_url == f"/en/news/{post.pk}-up-to-1-gw-of-geothermal-energy/"


def test_fields_never_fall_back_one_by_one():
    shown = Localized(make_post(title_ko="지열", body_ko="<p>계획</p>", summary_en="A plan"), "ko")
    assert shown.summary == ""


def test_rich_text_is_safe_and_cleaned():
    post = make_post(body_en="<p>a <b>b</b></p>")
    assert "<p>a" in Localized(post, "en").body_html
    assert hasattr(Localized(post, "en").body_html, "__html__")


def test_a_title_of_signs_alone_still_has_an_address():
    post = make_post(title_en="!?")
    assert post.get_absolute_url("en") == f"/en/news/{post.pk}/"


def test_a_long_title_is_cut_in_the_address():
    post = make_post(title_en="Seoul " * 30)
    assert post.slug("en") == "-".join(["seoul"] * 10)


def test_a_korean_name_is_kept_in_the_address():
    partner = make_partner(name_en="", name_ko="해외건설협회")
    assert partner.slug("en") == "해외건설협회"


KOREAN = {"title_ko": "지열 에너지", "body_ko": "<p>계획</p>"}


@pytest.mark.parametrize("hidden", [{"withheld_ko": True}, {"body_ko": ""}])
def test_the_slug_is_never_the_title_of_a_language_that_is_not_available(hidden):
    post = make_post(**KOREAN | hidden)
    assert post.slug("ko") == post.slug("en") == "up-to-1-gw-of-geothermal-energy"


def test_nothing_available_leaves_the_number_alone():
    assert make_post(body_en="").slug("en") == ""
    assert make_post(state="withdrawn").slug("en") == ""


def test_other_gives_the_other_language():
    assert (other("en"), other("ko")) == ("ko", "en")
