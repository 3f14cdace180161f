"""Pictures in texts as readers, feeds, the API, the history and previews have them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seoulsolution.content import richtext
from seoulsolution.revisions import diff, drafts, history, preview_links, restoring, snapshots
from seoulsolution.revisions.models import Revision
from tests.factories import make_image, make_issue, make_post

pytestmark = pytest.mark.django_db


def picture(image, **said):
    said = {"alt": "A bridge"} | said
    attributes = "".join(f' {name}="{value}"' for name, value in said.items())
    return f'<site-picture key="{image.key}"{attributes}></site-picture>'


def test_an_article_shows_the_picture_with_its_own_words(client):
    image = make_image(credit="City")
    post = make_post(body_en=f"<p>One</p>{picture(image, caption='Over the &lt;Han&gt;')}")
    page = client.get(f"/en/news/{post.pk}/", follow=True).content.decode()
    assert f'<source type="image/webp" srcset="{image.url()} 960w" sizes="' in " ".join(page.split())
    assert f'src="{image.url(format="jpeg")}"' in page
    assert 'alt="A bridge"' in page
    assert 'width="960"' in page
    assert 'height="640"' in page
    assert "<figcaption>Over the &lt;Han&gt; <small>City</small></figcaption>" in page
    assert client.get(image.url()).getvalue()


def test_without_words_of_its_own_a_text_has_the_alternative_of_the_library():
    image = make_image(alt_en="A teal field", alt_ko="청록색 들판")
    text = picture(image, alt="")
    assert 'alt="청록색 들판"' in richtext.render(text, "ko")
    image.alt_ko = ""
    image.save()
    assert 'alt="A teal field" lang="en"' in richtext.render(text, "ko")
    assert 'alt=""' in richtext.render(picture(image, decorative="true"), "en")


def test_a_picture_that_is_gone_leaves_nothing():
    image = make_image()
    text = f"<p>One</p>{picture(image)}"
    image.delete()
    assert richtext.render(text, "en") == "<p>One</p>"


def test_all_pictures_of_a_text_are_read_at_once(django_assert_num_queries):
    text = "".join(picture(make_image()) for _number in range(3))
    with django_assert_num_queries(1):
        assert str(richtext.render(text, "en")).count("<figure") == 3
    with django_assert_num_queries(0):
        richtext.render("<p>None</p>", "en")


def test_feeds_and_the_api_have_whole_addresses(client, settings):
    image = make_image()
    post = make_post(body_en=f"<p>One</p>{picture(image)}")
    whole = f"{settings.SITE_URL}{image.url(format='jpeg')}"
    assert whole in client.get("/en/news/feed.atom").content.decode()
    page = json.loads(client.get(f"/api/news/{post.pk}/").content)
    assert f'src="{whole}"' in json.dumps(page, ensure_ascii=False).replace('\\"', '"')
    assert "site-picture" not in json.dumps(page)


def test_the_history_names_the_picture():
    image, post = make_image(), make_post(body_en="<p>One</p>")
    before = snapshots.take(post)
    post.body_en = f"<p>One</p>{picture(image, credit='Kim')}"
    [change] = diff.compare(type(post), before, snapshots.take(post))
    assert change.new == "One\n[Picture: A bridge] Kim"


def test_a_restore_leaves_out_a_picture_that_is_gone_and_says_so(imported_post):
    image = make_image()
    with history.change([imported_post]) as [locked]:
        locked.body_en += picture(image)
        locked.save()
    number = history.latest_number(imported_post)
    with history.change([imported_post]) as [locked]:
        locked.body_en = "<p>Without</p>"
        locked.save()
    history.delete([image])
    old = Revision.objects.of(imported_post).get(number=number)
    applied = restoring.restore(old, imported_post)
    assert "body_en" in applied.left_out
    assert "site-picture" not in drafts.shown(imported_post).body_en


@pytest.mark.parametrize("make", [make_post, lambda: make_issue(1)])
def test_a_preview_by_link_shows_the_pictures_of_the_draft(client, make, staff):
    record, image = make(), make_image()
    data = snapshots.take(record)
    rows = data["children"].get("stories") or [data]
    rows[0]["fields"]["body_en"] = picture(image)
    with history.change([record], user=staff) as [locked]:
        drafts.save(locked, data, user=staff)
    token, _link = preview_links.create(record, user=staff, days=1)
    page = client.get(f"/preview/{token}/en/").content.decode()
    width = image.widths()[0]
    address = f"/preview/{token}/media/{image.key}/full-{width}.webp"
    assert address in page
    response = client.get(address)
    response.getvalue()
    assert response.status_code == 200
    assert client.get(image.url()).status_code == 404


def test_a_page_with_many_pictures_costs_as_much_as_with_one(client):
    one = make_post(body_en=picture(make_image()))
    many = make_post(body_en="".join(picture(make_image()) for _number in range(5)))
    counts = []
    for post in (one, many):
        client.get(f"/en/news/{post.pk}/", follow=True)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/en/news/{post.pk}/", follow=True).content
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_change_of_the_library_changes_the_page(client):
    image = make_image(alt_en="Old words")
    post = make_post(body_en=picture(image, alt=""))
    address = post.get_absolute_url("en")
    assert "Old words" in client.get(address).content.decode()
    image.alt_en = "New words"
    image.save()
    assert "New words" in client.get(address).content.decode()
