import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from news.models import Post, Topic
from tests.factories import make_issue, make_post

pytestmark = pytest.mark.django_db


def test_a_new_site_starts_with_topics_in_both_languages():
    assert Topic.objects.count() == 9
    assert not Topic.objects.filter(name_ko="").exists()


def test_topics_that_staff_removed_stay_removed():
    Topic.objects.exclude(slug="welfare").delete()
    call_command("migrate", verbosity=0)
    assert Topic.objects.count() == 1


def test_two_issues_of_one_number_are_impossible():
    make_issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_issue()


def test_an_issue_is_found_under_its_number():
    assert make_issue().get_absolute_url("ko") == "/ko/newsletter/201/"


@pytest.mark.parametrize(
    ("field", "text"),
    [("body_en", "<p>Corrected.</p>"), ("summary_en", "Corrected."), ("summary", "Corrected.")],
)
def test_saving_a_text_alone_saves_its_excerpt(field, text):
    post = make_post()
    setattr(post, field, text)
    post.save(update_fields=[field])
    post.refresh_from_db()
    assert post.excerpt_en == "Corrected."


def test_saving_a_state_alone_reads_and_writes_no_text():
    pk = make_post(body_en="<p>First.</p>").pk
    post = Post.objects.defer("body_en", "body_ko", "summary_en", "summary_ko").get(pk=pk)
    Post.objects.filter(pk=pk).update(excerpt_en="As it was.")
    post.state = "withdrawn"
    post.save(update_fields=["state"])
    assert "body_en" in post.get_deferred_fields()
    assert Post.objects.get(pk=pk).excerpt_en == "As it was."
