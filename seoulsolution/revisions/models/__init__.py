from seoulsolution.revisions.models.comment import Comment
from seoulsolution.revisions.models.draft import Draft, PreviewLink, Submission
from seoulsolution.revisions.models.form import Autosave, EditingSession, SubmittedForm
from seoulsolution.revisions.models.revision import Event, Revision
from seoulsolution.revisions.models.translation import Translation

__all__ = [
    "Autosave",
    "Comment",
    "Draft",
    "EditingSession",
    "Event",
    "PreviewLink",
    "Revision",
    "Submission",
    "SubmittedForm",
    "Translation",
]
