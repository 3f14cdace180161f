"""Photographs for bench_media.py: made by Pillow, and put into the site that is measured."""

import io

from PIL import Image, ImageChops

#: Records on a page of a list, while bytes are measured.
ON_A_PAGE = 20


def photograph(width, height):
    """Return a picture with coarse and fine structure, like that of a photograph."""
    return Image.merge("RGB", [_channel(width, height) for _name in "RGB"])


def _channel(width, height):
    total = Image.new("L", (width, height), 128)
    for scale, strength in ((256, 110), (64, 70), (16, 40), (4, 14)):
        small = Image.effect_noise((max(2, width // scale), max(2, height // scale)), strength)
        total = ImageChops.add(total, small.resize((width, height), Image.Resampling.BICUBIC), offset=-128)
    return total


def encoded(picture, format, **options):
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def put():
    """Give every post and every document of the site a photograph. Called in ``manage.py shell``."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from news.models import Document, Post
    from seoulsolution.media import making
    from seoulsolution.media.models import Image as Picture

    for record in [*Post.objects.all(), *Document.objects.all()]:
        content = encoded(photograph(2400, 1600), "JPEG", quality=90)
        record.cover = Picture.objects.create(file=SimpleUploadedFile("a.jpg", content), alt_en="A view")
        record.save()
    for _picture in making.make_waiting():
        pass


def post_worker_init(worker):
    """Let lists be longer. gunicorn calls this where this module is its configuration."""
    from seoulsolution.content.lists import listing

    listing.PER_PAGE = ON_A_PAGE
