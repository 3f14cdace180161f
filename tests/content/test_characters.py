"""Text that nobody can see, and text in another spelling of the same characters."""

import unicodedata
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from news.models import Post
from notices.models import Notice
from partners.models import Partner
from seoulsolution.content import characters, richtext
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Revision
from tests.factories import make_document, make_image, make_notice, make_partner, make_post
from tests.media.test_uses import picture

NOTHING = ["\u200b", "\u00a0", "\u3164", "\u2800 \u00ad", "\u202e\u202c", "\u0301", "\ufeff\t"]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_drawn_is_no_text(text):
    assert characters.tidy(text) == ""
    assert richtext.clean(f"<p><strong>{text}</strong></p>") == ""


@pytest.mark.parametrize(
    "html", ["<p>&nbsp;</p>", "<p>&#8203;<br></p>", "<ul><li></li></ul>", "<h2> </h2><hr>"]
)
def test_empty_tags_are_an_empty_document(html):
    assert richtext.clean(html) == ""


@pytest.mark.parametrize("text", ["0", "…", "–", "😀", "값"])
def test_what_is_drawn_stays(text):
    assert characters.tidy(text) == text


def test_an_address_hidden_by_an_invisible_character_is_checked_again():
    cleaned = richtext.clean('<p><a href="java&#8203;script:alert(1)">a</a></p>')
    assert "javascript" not in cleaned


def test_a_mark_does_not_compose_with_the_end_of_a_tag():
    assert richtext.clean("<p>&#824;a</p>").startswith("<p>")


def test_a_link_without_a_scheme_is_one_to_a_site():
    cleaned = richtext.clean('<p><a href="www.seoul.go.kr">Seoul</a></p>')
    assert 'href="https://www.seoul.go.kr"' in cleaned


@pytest.mark.django_db
@pytest.mark.parametrize("text", NOTHING)
def test_a_language_needs_something_visible(text):
    post = make_post(title_ko=text, body_ko="<p>본문</p>")
    bare = make_document(title_ko="제목", title_en=text)
    assert post.languages == ("en",)
    assert bare.languages == ("ko",)


@pytest.mark.django_db
def test_an_invisible_text_is_not_public_after_an_update_of_many(imported_post):
    Post.objects.filter(pk=imported_post.pk).update(title_en="\u200b", body_en="<p>&nbsp;</p>")
    assert not Post.objects.visible("en").filter(pk=imported_post.pk).exists()


@pytest.mark.django_db
def test_texts_are_saved_composed_and_without_bidi_controls(imported_post):
    imported_post.title_ko = unicodedata.normalize("NFD", "서울\u202e 소식")
    imported_post.body_ko = unicodedata.normalize("NFD", "<p>지\u200b열</p>")
    imported_post.save()
    stored = Post.objects.get(pk=imported_post.pk)
    assert stored.title_ko == "서울 소식"
    assert stored.body_ko == "<p>지열</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["지열", "지\u200b열", unicodedata.normalize("NFD", "지열")])
def test_pasted_text_is_found(client, query):
    make_post(title_ko=unicodedata.normalize("NFD", "지\u200b열 도시"), body_ko="<p>본문</p>")
    page = client.get("/ko/search/", {"q": query})
    assert page.context["listing"].total == 1


@pytest.fixture
def migrate():
    """Empty what was saved before there was a rule, as the migration of each app does."""
    names = {
        "news": "0013",
        "notices": "0006",
        "partners": "0005",
        "seoulsolution.pages": "0007",
    }
    modules = [
        import_module(f"{app}.migrations.{number}_empty_invisible_texts") for app, number in names.items()
    ]
    return lambda: [module.empty(apps, connection.schema_editor()) for module in modules]


def as_before(record, **values):
    """Save ``values`` of ``record`` as they are."""
    QuerySet.update(type(record)._base_manager.filter(pk=record.pk), **values)


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.django_db
def test_what_was_saved_before_the_rule_is_emptied_and_its_history_stays(migrate, text):
    both = {"title_ko": "전차", "body_ko": "<p>글</p>"}
    post, kept = make_post(**both), make_post(title_en="<b>")
    notice, partner = make_notice(), make_partner(name_ko="협력")
    with history.change([post]):
        pass
    before = list(Revision.objects.order_by("pk").values())
    as_before(post, title_en=text, body_en=f"<p>{text}</p>", summary_en=text)
    as_before(notice, intro_en=f"<ul><li>{text}</li></ul>")
    as_before(partner, name_en=text)
    assert Post.objects.visible("en").count() == 2
    for _again in range(2):
        migrate()
    post.refresh_from_db()
    assert (post.title_en, post.body_en, post.summary_en, post.languages) == ("", "", text, ("ko",))
    assert list(Post.objects.visible("en")) == [kept]
    assert not Notice.objects.visible().exists()
    assert Partner.objects.get(pk=partner.pk).languages == ("ko",)
    assert list(Revision.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_body_that_is_only_a_picture_is_not_emptied(migrate):
    post, shown = make_post(), f"<p>\u200b</p>{picture(make_image())}"
    as_before(post, body_en=shown)
    migrate()
    post.refresh_from_db()
    assert post.body_en == shown


FAMILY, WANT, FLAG = "👨\u200d👩\u200d👧", "می\u200cخواهم", "🏴\U000e0067\U000e0062\U000e007f"


@pytest.mark.parametrize("text", [FAMILY, WANT, FLAG, "❤\ufe0f\u200d🔥", "क्\u200dष"])
def test_joiners_stay_where_they_change_what_is_seen(text):
    assert characters.normalise(f"a {text} b") == f"a {text} b"


@pytest.mark.parametrize(
    "hidden", ["\u200c", "\u200d", "\u3164", "\ufff9", "\U000e0001", "\U000e0041\U000e0042"]
)
def test_what_hides_in_a_word_is_removed(hidden):
    assert characters.normalise(f"서{hidden}울 Se{hidden}oul") == "서울 Seoul"


def test_a_place_of_an_object_is_no_text():
    assert richtext.clean("<p>\ufffc</p>") == ""


@pytest.mark.django_db
@pytest.mark.parametrize("gap", ["\n\n", "\t", "\u2028", "\u2029", " \r\n"])
def test_a_title_is_one_line(imported_post, gap):
    imported_post.title_en, imported_post.key_points_en = f"x{gap}y", "a\nb"
    imported_post.save()
    stored = Post.objects.get(pk=imported_post.pk)
    assert (stored.title_en, stored.key_points_en) == ("x y", "a\nb")


@pytest.mark.django_db
@pytest.mark.parametrize("query", [WANT, WANT.replace("\u200c", ""), WANT.replace("\u200c", "\u200c\u200b")])
def test_words_are_found_with_and_without_joiners(client, query):
    make_post(title_en=f"Poem {WANT}")
    assert client.get("/en/search/", {"q": query}).context["listing"].total == 1
