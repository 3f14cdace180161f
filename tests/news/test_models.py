import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from news.models import Topic
from tests.factories import make_issue

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
