"""Links from texts to pages of this site: kept by the record they lead to, found broken without the text."""

import pytest
from django.db.migrations import Migration

from news.models import Post, Story, Topic
from seoulsolution.content.apps import write_down_links
from seoulsolution.content.internal_links import MADE_BY, InternalLink, broken, look_again, path_within
from tests.factories import make_issue, make_notice, make_post, make_topic

pytestmark = pytest.mark.django_db


def link(address):
    return f'<p><a href="{address}">Plan</a></p>'


def kept():
    rows = InternalLink.objects.exclude(kind="pages.page").order_by("address")
    return list(rows.values_list("kind", "field", "address", "target_kind", "target_id"))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/en/news/1/?page=2#top", "/en/news/1/?page=2"),
        ("http://127.0.0.1:8000", "/"),
        ("http://127.0.0.1:8000/ko/news/", "/ko/news/"),
        ("https://example.org/en/news/1/", ""),
        ("//example.org/x", ""),
        ("mailto:a@example.org", ""),
        ("#top", ""),
        ("http://[", ""),
    ],
)
def test_only_addresses_of_this_site_count(address, path):
    assert path_within(address) == path


def test_a_link_is_kept_by_the_record_it_leads_to_and_goes_with_its_text():
    target, topic = make_post(), make_topic(slug="harbour")
    text = link(target.get_absolute_url("en")) + link("/ko/topics/harbour/") + link("https://example.org/")
    post = make_post(body_en=text)
    assert kept() == [
        ("news.post", "body_en", target.get_absolute_url("en"), "news.post", target.pk),
        ("news.post", "body_en", "/ko/topics/harbour/", "news.topic", topic.pk),
    ]
    post.body_en = link("/en/about/")
    post.save()
    assert [row[2] for row in kept()] == ["/en/about/"]
    InternalLink.objects.all().delete()
    app, name = MADE_BY
    write_down_links(plan=[(Migration(name, app), False)])
    assert [row[2] for row in kept()] == ["/en/about/"]
    post.delete()
    assert kept() == []


def test_parts_and_rows_written_at_once_are_followed():
    issue = make_issue()
    target = make_post()
    path = target.get_absolute_url("ko")
    Story.objects.bulk_create([Story(issue=issue, position=1, title_en="A", body_ko=link(path))])
    Post.objects.update(body_en=link(issue.get_absolute_url("en")))
    assert {row[:2] for row in kept()} == {("news.story", "body_ko"), ("news.post", "body_en")}
    assert {row[3:] for row in kept()} == {("news.post", target.pk), ("news.issue", issue.pk)}


@pytest.mark.parametrize(
    "address", ["/en/no-such-page/", "/en/newsletter/999/", "/en/news/7654321/", "/no/way/"]
)
def test_what_leads_nowhere_is_broken(address):
    make_post(body_en=link(address))
    assert broken([address]) == {address}
    assert [each.address for each in InternalLink.objects.broken()] == [address]


@pytest.mark.parametrize("address", ["/en/", "/ko/news/?page=2", "/news/", "/static/x.css"])
def test_pages_without_a_record_are_there(address):
    make_post(body_en=link(address))
    assert broken([address]) == set()
    assert not InternalLink.objects.broken().exists()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_link_breaks_and_heals_with_the_record_that_it_leads_to(post, state):
    path = post.get_absolute_url("en")
    make_notice(intro_en=link(path))
    assert not InternalLink.objects.broken().exists()
    Post.objects.filter(pk=post.pk).update(state=state)
    assert [each.address for each in InternalLink.objects.broken()] == [path]
    assert broken([path]) == {path}
    Post.objects.filter(pk=post.pk).update(state="published", title_en="Another title")
    assert not InternalLink.objects.broken().exists()


def test_a_link_to_a_former_address_leads_to_the_record_that_had_it():
    make_post(body_en=link("/archives/1234?page=2"))
    assert InternalLink.objects.broken().exists()
    target = make_post(old_addresses="/archives/1234")
    assert look_again() == 1
    assert kept()[0][3:] == ("news.post", target.pk)
    assert not InternalLink.objects.broken().exists()


@pytest.mark.parametrize("number", [1, 12])
def test_the_queries_do_not_depend_on_the_number_of_links(django_assert_num_queries, number):
    topics = [Topic.objects.create(slug=f"t{each}", name_en=f"T{each}") for each in range(number)]
    paths = [f"/en/topics/{topic.slug}/" for topic in topics]
    paths += [f"/en/news/{each}/" for each in range(number)]
    make_post(body_en="".join(map(link, paths)))
    with django_assert_num_queries(2):
        list(InternalLink.objects.broken())
    with django_assert_num_queries(5):
        broken([*paths, "/nowhere/"])
