"""What notices put into search."""

from django.utils.translation import gettext_lazy as _

from notices.models import Notice
from seoulsolution.content.richtext import to_text
from seoulsolution.search.registry import Source, joined, register


def notice_text(notice, language):
    parts = [to_text(getattr(notice, f"intro_{language}"))]
    parts += [getattr(notice, f"{name}_{language}") for name in ("how_to_submit", "where_to_submit")]
    for part in notice.parts.all():
        parts += [part.title_in(language), to_text(getattr(part, f"body_{language}"))]
    parts += [step.title_in(language) for step in notice.selection_steps.all()]
    return notice.title_in(language), joined(parts, [notice.author])


register(
    Source(
        name="notices",
        number=5,
        model=Notice,
        label=_("Notices"),
        text=notice_text,
        date=lambda notice: notice.date or notice.submission_opens,
        dated_by="",  # ordered by its period where it has no date, but that is no day of publication
        parts=("parts", "selection_steps"),
    )
)
