"""Which record uses which picture or file: what is public, what cannot be deleted."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import ProtectedError

from news.models import Post, PostAttachment
from seoulsolution.media import uses
from seoulsolution.media.models import File, Image, Use
from seoulsolution.revisions import drafts, history
from tests.factories import make_image, make_issue, make_notice, make_partner, make_post

pytestmark = pytest.mark.django_db


def picture(image):
    return f'<p>Before</p><site-picture key="{image.key}" alt="A bridge"></site-picture>'


def make_file(**fields):
    return File.objects.create(**{"file": "files/x.pdf", "name": "x.pdf", "format": "pdf"} | fields)


def test_a_cover_a_text_and_an_attachment_are_uses():
    cover, inside, file = make_image(), make_image(), make_file()
    post = make_post(cover=cover, body_en=picture(inside))
    PostAttachment.objects.create(post=post, file=file, position=1)
    for thing in (cover, inside, file):
        assert uses.is_public(thing)
        assert uses.users_of(thing) == [post]


@pytest.mark.parametrize("make", [make_issue, make_notice])
def test_a_picture_in_a_part_belongs_to_the_whole(make):
    image, record = make_image(), make(2)
    part = (record.stories if hasattr(record, "stories") else record.parts).first()
    part.body_ko = picture(image)
    part.save()
    assert uses.users_of(image) == [record]
    assert uses.is_public(image)
    record.state = "withdrawn"
    record.save()
    assert not uses.is_public(image)


@pytest.mark.parametrize("make", [make_post, lambda **fields: make_issue(1, **fields)])
def test_a_picture_in_a_text_that_is_withheld_is_not_public(make):
    korean, both, record = make_image(), make_image(), make(withheld_ko=True)
    row = record.stories.get() if hasattr(record, "stories") else record
    row.body_ko, row.body_en = picture(korean) + picture(both), picture(both)
    row.save()
    assert (uses.is_public(korean), uses.is_public(both)) == (False, True)
    type(record).objects.filter(pk=record.pk).update(withheld_ko=False)
    assert uses.is_public(korean)


def test_an_imported_record_is_one_like_any(imported_post):
    image = make_image()
    imported_post.body_en += picture(image)
    imported_post.save()
    assert uses.users_of(image) == [imported_post]
    Post.objects.filter(pk=imported_post.pk).update(body_en="<p>Without</p>")
    assert uses.users_of(image) == []


def test_what_is_used_nowhere_is_not_public():
    image, post = make_image(), make_post()
    assert not uses.is_public(image)
    post.cover = image
    post.save()
    post.cover = None
    post.save(update_fields=["cover"])
    assert not uses.is_public(image)


def test_what_a_text_uses_cannot_be_deleted():
    image = make_image()
    make_post(body_en=picture(image))
    with pytest.raises(ProtectedError):
        history.delete([image])
    assert Image.objects.filter(pk=image.pk).exists()


@pytest.fixture
def count_uses():
    """What counts the uses of pictures that were there before uses were."""
    module = import_module("seoulsolution.media.migrations.0005_count_uses")
    return lambda: module.count_uses(apps, None)


def test_covers_and_logos_from_before_there_were_uses_stay_public(count_uses):
    cover, logo = make_image(), make_image()
    post, partner = make_post(cover=cover), make_partner(logo=logo)
    Use.objects.all().delete()
    count_uses()
    count_uses()
    assert uses.is_public(cover)
    assert uses.is_public(logo)
    assert [use.record for use in Use.objects.order_by("image_id")] == [post, partner]


def test_a_cover_of_a_draft_from_before_there_were_uses_is_one_of_the_draft(count_uses):
    cover, post = make_image(), make_post()
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"cover": cover.pk}))
    Use.objects.all().delete()
    count_uses()
    assert [(use.record, use.is_draft) for use in cover.uses.all()] == [(post, True)]
