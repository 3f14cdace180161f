"""A file line by line, from a record to its lines and back, and the work list of unplaced lines."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation

from news.models import Post
from seoulsolution.importing.models import SourceFile, UnplacedLine
from seoulsolution.importing.parsing import formats
from seoulsolution.importing.review.lines import FORMAT_NAMES, FileLines
from tests.importing import pages, seeds
from tests.importing.helpers import import_all_seeds, run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"


@pytest.fixture
def source(tmp_path):
    """A file with two unplaced lines, a heading, a post and two partners."""
    run_import(tmp_path, write(tmp_path, "a.txt", "What is this?\nAnd <b>this</b>?\n" + pages.home((TITLE,))))
    return SourceFile.objects.get()


def lines_of(client, source, query=""):
    return client.get(f"/admin/importing/sourcefile/{source.pk}/change/{query}").context["lines"]


def test_each_line_says_what_became_of_it(staff_client, source):
    lines = lines_of(staff_client, source)
    statuses = [line.status for line in lines if line.status != "blank"]
    assert statuses == ["unplaced"] * 2 + ["boilerplate"] + ["record"] * 3 + ["boilerplate"] + ["record"] * 2
    assert [line.number for line in lines] == list(range(1, source.lines_total + 1))
    post = Post.objects.get()
    line = next(line for line in lines if TITLE in line.text)
    assert line.records == ((TITLE, f"/admin/news/post/{post.pk}/change/"),)


def test_the_counts_are_those_of_the_lines_on_every_seed(staff_client):
    import_all_seeds()
    for source in SourceFile.objects.all():
        statuses = [line.status for line in lines_of(staff_client, source)]
        assert statuses.count("record") == source.lines_record
        assert statuses.count("boilerplate") == source.lines_boilerplate
        assert statuses.count("unplaced") == source.lines_unplaced


def test_a_story_is_named_and_not_the_issue_around_it(staff_client, tmp_path):
    run_import(tmp_path, seeds.SEEDS / f"{seeds.NAMES[0]}.txt")
    lines = lines_of(staff_client, SourceFile.objects.get())
    assert [title for title, _url in lines[10].records] == ["Seoul Global City Competitiveness Forum 2021"]
    assert len(lines[21].records) == 3


def test_a_record_leads_to_its_lines(staff_client, source):
    post = Post.objects.get()
    place = post.provenances.get()
    path = f"/admin/importing/sourcefile/of/{place.sha256}/{place.first_line}-{place.last_line}/"
    assert path in staff_client.get(f"/admin/news/post/{post.pk}/change/").content.decode()
    assert path in staff_client.get(f"/admin/importing/review/news.post/{post.pk}/").content.decode()
    address, _hash, line = staff_client.get(path).url.partition("#")
    response = staff_client.get(address)
    asked = [each.number for each in response.context["lines"] if each.asked]
    assert asked == list(range(place.first_line, place.last_line + 1))
    assert f'id="{line}"' in response.content.decode()


def test_lines_of_a_deleted_record_say_so(staff_client, source):
    Post.objects.get().delete()
    line = next(line for line in lines_of(staff_client, source) if TITLE in line.text)
    assert (line.status, line.note) == ("gone", TITLE)


def test_long_files_have_pages(staff_client, source):
    source.text, source.lines_total = "\n".join(f"Line {n}" for n in range(1, 1_201)), 1_200
    source.save()
    assert len(lines_of(staff_client, source)) == 500
    assert [line.number for line in lines_of(staff_client, source, "?page=3")][-1] == 1_200
    address = staff_client.get(f"/admin/importing/sourcefile/of/{source.sha256}/777-778/").url
    assert [
        line.number for line in lines_of(staff_client, source, "?" + address.split("?")[1]) if line.asked
    ] == [
        777,
        778,
    ]


def test_line_ends_count_as_in_the_import(source, rf, staff):
    source.text = "One\u2028still one\rTwo\r\nThree\x0cstill three\n"
    request = rf.get("/")
    request.user = staff
    texts = [line.text for line in FileLines(source, 1, 10, request).lines(range(0))]
    assert texts == ["One\u2028still one", "Two", "Three\x0cstill three"]


def test_a_file_costs_the_same_for_few_and_for_many(staff_client, tmp_path, django_assert_max_num_queries):
    def cost(source):
        with django_assert_max_num_queries(40) as captured:
            lines_of(staff_client, source)
        return len(captured)

    titles = [(f"{TITLE}: number {number}",) for number in range(12)]
    run_import(tmp_path, write(tmp_path, "few.txt", pages.home(titles[0])))
    few = SourceFile.objects.get()
    run_import(tmp_path, write(tmp_path, "many.txt", pages.home(*titles)))
    cost(few)
    assert cost(SourceFile.objects.exclude(pk=few.pk).get()) == cost(few)


def test_the_place_needs_the_permission_and_a_file(client, staff_client, source, django_user_model):
    assert staff_client.get(f"/admin/importing/sourcefile/of/{'0' * 64}/1-2/").status_code == 404
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_post"))
    client.force_login(clerk)
    assert client.get(f"/admin/importing/sourcefile/of/{source.sha256}/1-2/").status_code == 403
    content = client.get(f"/admin/news/post/{Post.objects.get().pk}/change/").content.decode()
    assert "/admin/importing/sourcefile/" not in content


def test_who_may_not_see_a_record_gets_its_kind_alone(client, source, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_sourcefile"))
    client.force_login(clerk)
    line = next(line for line in lines_of(client, source) if TITLE in line.text)
    assert line.records == (("news post", ""),)


# The work list of unplaced lines ------------------------------------------------------------------------


def test_unplaced_lines_are_ticked_off(staff_client, staff, source):
    first, second = UnplacedLine.objects.all()
    assert staff_client.get("/admin/importing/unplacedline/?done=no").context["cl"].result_count == 2
    data = {"action": "resolve", "_selected_action": [first.pk]}
    response = staff_client.post("/admin/importing/unplacedline/", data, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["1 line marked as done."]
    first.refresh_from_db()
    assert first.resolved_by == staff
    left = staff_client.get("/admin/importing/unplacedline/?done=no").context["cl"].result_list
    assert list(left) == [second]
    assert lines_of(staff_client, source)[0].unplaced.resolved_by == staff


def test_what_was_ticked_off_stays_so_when_the_file_comes_again(staff, source, tmp_path):
    UnplacedLine.objects.get(number=1).resolve(staff)
    run_import(tmp_path, write(tmp_path, "other name.txt", (tmp_path / "a.txt").read_bytes()))
    assert [line.resolved_by for line in UnplacedLine.objects.order_by("number")] == [staff, None]


def test_who_may_only_look_ticks_nothing_off(client, source, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_unplacedline"))
    client.force_login(clerk)
    data = {"action": "resolve", "_selected_action": [UnplacedLine.objects.first().pk]}
    client.post("/admin/importing/unplacedline/", data)
    assert not UnplacedLine.objects.exclude(resolved_at=None).exists()


def test_each_kind_of_page_has_a_name_in_both_languages():
    kinds = [name for each in formats.all_formats() for name in getattr(each, "KINDS", [each.NAME])]
    assert set(kinds) == set(FORMAT_NAMES)
    with translation.override("ko"):
        assert all(translation.gettext(name) != name for name in FORMAT_NAMES)
