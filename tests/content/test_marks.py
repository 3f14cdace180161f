"""What machines left in imported texts is not shown; what is stored stays."""

import pytest

from news.models import Document, Post
from seoulsolution.content import excerpts, marks
from tests.factories import make_document, make_post, make_topic
from tests.importing.helpers import import_all_seeds
from tests.reading import elements, texts

CUT = "(title cut in the source)"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("[US_CNN} World's safest city", "World's safest city"),
        ("[UK_BBC] Seoul_smart city", "Seoul – smart city"),
        ("[Notice] Seoul_smart", "[Notice] Seoul_smart"),
        ("[Video] A film", "[Video] A film"),
        ("[US_CNN}", "[US_CNN}"),
    ],
)
def test_the_mark_of_a_source_is_left_out(title, shown):
    assert marks.tidy_title(title) == shown


def test_the_mark_of_a_film_is_left_out_under_its_label():
    assert (
        marks.tidy_title("[Video] Smart City, Seoul_policies", is_film=True) == "Smart City, Seoul – policies"
    )


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("seoulsolution", ""),
        ("SMG", ""),
        ("관리자", ""),
        ("jkim2", ""),
        ("j.kim@seoul.go.kr", ""),
        ("Kim", "Kim"),
        ("Kim Min-ji", "Kim Min-ji"),
        ("김민지", "김민지"),
    ],
)
def test_an_account_is_no_author(author, shown):
    assert marks.tidy_author(author) == shown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>4th Awards : FEB 24 The award is open.</p>", "<p>The award is open.</p>"),
        ("<h2>4th Awards: FEB 24</h2><p>The award.</p>", "<p>The award.</p>"),
        ("<p>4th Awards: FEB 24 &lt;b&gt;</p>", "<p>&lt;b&gt;</p>"),
        ("<p><strong>4th Awards: FEB 24</strong></p><p>The award.</p>", "<p>The award.</p>"),
        ("<p><strong>4th Awards: FEB 24</strong><br>The <em>award</em>.</p>", "<p>The <em>award</em>.</p>"),
        ("<p><strong>4th Awards: FEB 24 and more</strong></p>",) * 2,
        ("<p>Another beginning.</p>", "<p>Another beginning.</p>"),
    ],
)
def test_a_body_does_not_repeat_its_title(html, shown):
    assert excerpts.without_title(html, "4th Awards: FEB 24") == shown


@pytest.mark.django_db
def test_the_seeds_are_shown_tidied_and_kept(client):
    import_all_seeds()
    film = Document.objects.visible().filter(title_en__startswith="[Video]").first()
    tagged = Post.objects.get(title_en__startswith="[US_CNN}")
    pages = [client.get(path).content.decode() for path in ("/en/", "/en/news/", "/en/archive/")]
    pages += [client.get(record.get_absolute_url("en")).content.decode() for record in (film, tagged)]
    for page in pages:
        assert "[Video]" not in page
        assert "[US_CNN}" not in page
        assert ">seoulsolution<" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "slug"),
    [("[US_CNN} World's safest city", "worlds-safest-city"), ("[Video] Clean tap water", "clean-tap-water")],
)
def test_the_address_has_no_mark_and_the_one_that_had_leads_there(client, title, slug):
    document = make_document(title_en=title, kind="video")
    address = f"/en/archive/{document.pk}-{slug}/"
    assert document.get_absolute_url("en") == address
    response = client.get(f"/en/archive/{document.pk}-us_cnn-{slug}/")
    assert (response.status_code, response["Location"]) == (301, address)


@pytest.mark.django_db
def test_a_cut_title_says_so(client):
    make_post(title_en="Seoul opens a line for the peo", title_cut=True)
    make_document(title_en="Seoul opens another line")
    search = client.get("/en/search/", {"q": "Seoul opens"}).content.decode()
    feed = client.get("/en/news/feed.atom").content.decode()
    page = client.get(Post.objects.get().get_absolute_url("en")).content.decode()
    assert [text.count(CUT) for text in (search, page)] == [1, 1]
    assert f"Seoul opens a line for the peo… {CUT}" in feed


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "note"), [("en", CUT), ("ko", "(원본에서 제목이 잘림)")])
def test_lists_cards_and_related_records_say_so_without_clutter(client, language, note):
    topic = make_topic()
    make_post([topic], title_en="Seoul opens a <line> for the peo", title_cut=True)
    others = [
        make_post([topic], title_en="Another line opens in Seoul"),
        make_document([topic], title_en="A map"),
    ]
    paths = [f"/{language}/", f"/{language}/news/", f"/{language}/topics/{topic.slug}/"]
    for path in [*paths, *(other.get_absolute_url(language) for other in others)]:
        page = client.get(path)
        said = f"Seoul opens a <line> for the peo… {note}"
        assert any(said in text for text in texts(page, "a")), path
        assert {each["class"] for each in elements(page, "span", lang=language) if "class" in each} >= {
            "hidden"
        }
        assert CUT not in texts(page, "title")[0]
