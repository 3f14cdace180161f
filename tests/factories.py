"""Plain functions that make one valid, published record each; every field can be given."""

import dataclasses
import datetime
import functools
import io

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from news.models import Document, Issue, Post, Story, Topic
from notices.models import Notice, NoticePart
from partners import aliases
from partners.models import Partner
from seoulsolution.accounts.models import RoleAssignment
from seoulsolution.media.documents import examine
from seoulsolution.media.models import File, Image
from seoulsolution.pages.models import Alert
from seoulsolution.revisions import drafts, history
from tests.media.documents import pdf, upload

PUBLISHED = "published"
OFFICIAL = "Regional Network of Local Authorities"


def make_topic(**fields):
    return Topic.objects.create(**{"slug": "water", "name_en": "Water", "name_ko": "물"} | fields)


def make_post(topics=(), **fields):
    defaults = {
        "state": PUBLISHED,
        "title_en": "Up to 1 GW of geothermal energy",
        "body_en": "<p>The city announced a plan.</p>",
        "date": datetime.date(2023, 11, 24),
    }
    post = Post.objects.create(**defaults | fields)
    post.topics.set(topics)
    return post


def make_document(topics=(), **fields):
    defaults = {
        "state": PUBLISHED,
        "kind": Document.Kind.BROCHURE,
        "title_en": "Seoul Tap Water (Brochure)",
        "date": datetime.date(2020, 5, 21),
    }
    document = Document.objects.create(**defaults | fields)
    document.topics.set(topics)
    return document


def make_issue(stories=0, **fields):
    defaults = {
        "state": PUBLISHED,
        "number": 201,
        "year": 2021,
        "month": 11,
        "title_en": "2021 November (No.201)",
    }
    issue = Issue.objects.create(**defaults | fields)
    for position in range(1, stories + 1):
        Story.objects.create(
            issue=issue, position=position, title_en=f"Story {position}", body_en=f"<p>Text {position}.</p>"
        )
    return issue


def make_partner(**fields):
    return Partner.objects.create(
        **{"state": PUBLISHED, "name_en": "CityNet", "official_name_en": OFFICIAL} | fields
    )


def confirm_known_names():
    """Give the partners that are there the names that the site proposes, as staff confirm them."""
    for partner in Partner.objects.all():
        for name, value in aliases.proposal(partner).items():
            setattr(partner, name, value)
        partner.save()


def make_notice(parts=0, **fields):
    defaults = {
        "state": PUBLISHED,
        "title_en": "Notice of Recommendation for Honorary Citizenship",
        "intro_en": "<p>The city confers honorary citizenship.</p>",
        "submission_opens": datetime.date(2018, 7, 2),
        "submission_closes": datetime.date(2018, 7, 27),
    }
    notice = Notice.objects.create(**defaults | fields)
    for number in range(1, parts + 1):
        NoticePart.objects.create(
            notice=notice, number=number, title_en=f"Part {number}", body_en=f"<p>Rule {number}.</p>"
        )
    return notice


def make_alert(**fields):
    return Alert.objects.create(**{"state": PUBLISHED, "message_en": "The library is closed."} | fields)


def make_image(size=(1500, 1000), **fields):
    out = io.BytesIO()
    Picture.new("RGB", size, "teal").save(out, "JPEG")
    file = SimpleUploadedFile("seoul.jpg", out.getvalue())
    return Image.objects.create(**{"file": file, "alt_en": "A teal field"} | fields)


def make_file(content=None, name="report.pdf", **fields):
    """Make a file of the library, by default a PDF of one page that says "Water of Seoul"."""
    file = upload(name, content or pdf("Water of Seoul"))
    if content is None and name.endswith(".pdf"):
        # To read a file starts a process, which takes longer than most tests.
        file.examined = dataclasses.replace(_examined_pdf(), name=name)
    return File.objects.create(**{"file": file, "title_en": "Report"} | fields)


@functools.cache
def _examined_pdf():
    return examine(upload("report.pdf", pdf("Water of Seoul")))


def attach(record, *files):
    """Attach files to a record, in their order."""
    for position, file in enumerate(files, start=1):
        record.attachments.create(file=file, position=position)
    return record


def rendition_of(image):
    """Return what names a rendition of ``image`` in an address, but for the version."""
    shape, width, format = next(image.stored())
    return {"key": image.key, "shape": shape, "width": width, "format": format}


def make_user(name="clerk", *, is_active=True, **roles):
    """Make a member of staff with ``roles``: role=section, "" for all sections."""
    user = get_user_model().objects.create_user(name, is_staff=True, is_active=is_active)
    for role, section in roles.items():
        RoleAssignment.objects.create(user=user, role=Group.objects.get(name=role), section=section)
    return user


def make_draft(record, user=None, **fields):
    """Keep a draft of ``record`` with other ``fields``, and return the record."""
    with history.change([record]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, fields), user=user)
    return record


def allow(user, *codenames):
    """Give ``user`` the permissions with these code names."""
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
