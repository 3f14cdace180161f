"""What SQLite knows of its indexes when it chooses among them."""

import pytest
from django.core.management import call_command
from django.db import connection

from news.models import Post
from tests.factories import make_post

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL gathers statistics by itself"),
]


def test_a_migration_leaves_no_index_that_only_some_statistics_know():
    for number in range(40):
        make_post(title_en=f"Post {number}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE idx = 'post_list'")
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'news_post'")
        known = {name for (name,) in cursor.fetchall()}
    assert {"post_list", "post_counts", "post_by_state", "post_by_date"} <= known
    assert "post_list" in Post.objects.visible()[:12].explain()
