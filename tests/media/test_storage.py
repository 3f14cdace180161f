"""Pictures and files in an S3-compatible storage: tests of the disk again, and what is different."""

import gzip
import io
import urllib.request

import boto3
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import override_settings
from moto.server import ThreadedMotoServer

from seoulsolution.environment import bucket_address, media_storage
from seoulsolution.media import downloads
from seoulsolution.media.models import File
from seoulsolution.operations.export import writing
from seoulsolution.operations.export.crawling import Page
from seoulsolution.operations.export.places import CACHE_CONTROL, PLAIN
from seoulsolution.pagecache import version
from tests.factories import make_image
from tests.media.test_images import (  # noqa: F401
    full_disk,
    test_a_deleted_picture_takes_its_files_along_when_that_is_committed,
    test_a_full_disk_leaves_neither_row_nor_file,
    test_a_restore_keeps_the_present_file_and_says_so,
    test_a_rolled_back_change_leaves_the_old_picture_and_nothing_of_the_new,
    test_an_upload_becomes_a_master_and_a_rendition_for_every_reader,
    test_another_file_raises_the_version_and_the_old_files_go_when_it_is_committed,
    test_what_was_made_since_it_was_read_is_not_overwritten,
)
from tests.media.test_making import (  # noqa: F401
    test_a_failure_while_storing_leaves_the_first_renditions,
    test_all_renditions_are_made_and_offered_under_new_addresses,
    test_crops_keep_the_focal_point,
)
from tests.media.test_serving import (  # noqa: F401
    content,
    get,
    image,
    test_a_lost_file_is_not_found,
    test_a_part_is_served,
    test_a_picture_is_served_while_a_public_record_shows_it,
    test_a_range_behind_the_end_is_refused,
    test_an_address_of_an_earlier_version_has_the_present_picture_and_is_not_kept,
    test_who_has_the_picture_is_told_so,
)
from tests.operations.test_backups import test_a_restored_site_is_as_it_was  # noqa: F401

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore"),
]


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module", autouse=True)
def _bucket(endpoint):
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "test")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="media")
        bucket = media_storage("s3://media", endpoint)
        with override_settings(STORAGES=settings.STORAGES | {"default": bucket}):
            yield


def test_it_is_a_bucket_that_gives_nothing_to_strangers():
    assert type(default_storage._wrapped).__name__ == "S3Storage"
    address = default_storage.url(make_image().file.name)
    assert "X-Amz-Signature=" in address
    assert "X-Amz-Expires=60" in address


def test_a_file_is_fetched_from_the_bucket_by_an_address_for_a_minute(rf):
    file = File.objects.create(file=SimpleUploadedFile("서울 계획.txt", "서울".encode()))
    response = downloads.download(rf.get("/"), file.file.name, file.name, file.format, file.sha256)
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"
    with urllib.request.urlopen(response["Location"]) as answer:  # noqa: S310 - our own server
        assert answer.read().decode() == "서울"
        assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_the_public_site_is_written_into_a_bucket(endpoint, monkeypatch):
    """With what says how to read each file; again what differs, and what is gone goes."""
    bucket = boto3.resource("s3", endpoint_url=endpoint).create_bucket(Bucket="public")
    bucket.put_object(Key="robots.txt", Body=b"of somebody else")
    home, said = {"Content-Type": "text/html; charset=utf-8", "Content-Language": "ko"}, io.StringIO()
    csv = {"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="news.csv"'}
    old, new = (Page("/ko/서울/", home, body) for body in (b"<p>Old</p>", b"<p>New</p>"))
    news, table = Page("/ko/news/?page=2", home, b"<p>News</p>"), Page("/api/news.csv", csv, b"title")
    monkeypatch.setattr(version, "read", lambda: None)
    for pages in ([old, news, table], [new, table]):
        monkeypatch.setattr(writing, "pages", lambda pages=pages: iter(pages))
        with override_settings(MEDIA_STORAGE_ENDPOINT=endpoint):
            call_command("export_site", "s3://public", stdout=said)
    assert said.getvalue().splitlines() == [
        "3 addresses: 3 written, 0 files removed.",
        "2 addresses: 1 written, 2 files removed.",
    ]
    names = ("ko/서울/index.html", "ko/서울/index.html.gz", "api/news.csv.gz")
    plain, page, table = (bucket.Object(f"{PLAIN}/{name}").get() for name in names)
    assert gzip.decompress(page["Body"].read()) == plain["Body"].read() == new.body
    assert (page["ContentType"], page["ContentLanguage"]) == tuple(home.values())
    assert (page["ContentEncoding"], page["CacheControl"]) == ("gzip", CACHE_CONTROL)
    assert table["ContentDisposition"] == csv["Content-Disposition"]
    assert len([*bucket.objects.all()]) == 6  # both pages twice, the state, and what is not of the export


@pytest.mark.parametrize(("bucket", "problem"), [("media", "has the uploads"), ("none", "cannot be written")])
def test_a_bucket_that_is_not_there_or_has_the_uploads_is_a_sentence(endpoint, bucket, problem):
    options = {"MEDIA_STORAGE": "s3://media", "MEDIA_STORAGE_ENDPOINT": endpoint}
    with override_settings(**options), pytest.raises(CommandError, match=problem):
        call_command("export_site", f"s3://{bucket}")


def test_without_a_bucket_it_is_the_disk():
    assert media_storage("", "") == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert "endpoint_url" not in media_storage("s3://media", "")["OPTIONS"]


@pytest.mark.parametrize("value", ["media", "https://s3.example/media", "s3://", "s3://media/folder"])
def test_what_names_no_bucket_is_an_error_of_the_environment(value):
    assert bucket_address("s3://media") == "s3://media"
    with pytest.raises(ValueError, match="is no bucket such as"):
        bucket_address(value)
