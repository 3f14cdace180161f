"""Panels that other apps add: shown at their position, and saved together with the record or not at all."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from seoulsolution.admin import panels
from seoulsolution.admin.panels import Panel, Position
from tests.admin.reviewing import LIST, page_of, press, review
from tests.factories import make_post

pytestmark = pytest.mark.django_db


class ChoicePanel(Panel):
    position = Position.FORM
    template_name = "admin/reviews/resolved.html"  # any small template
    reason = "second_text"

    def is_shown(self):
        return self.record is not None

    def is_valid(self, data):
        self.answer = data.get("answer")
        return self.answer != "wrong"

    def save(self):
        if self.answer == "refused":
            raise ValidationError("No.")
        return ["Answer"]


@pytest.fixture(autouse=True)
def _only_one_panel(monkeypatch):
    monkeypatch.setattr(panels, "_registered", [])
    panels.register(ChoicePanel)


def test_panels_are_found_by_position_and_only_when_shown(rf):
    post = make_post()
    assert [type(panel) for panel in panels.get_panels(Position.FORM, rf.get("/"), post)] == [ChoicePanel]
    assert panels.get_panels(Position.FORM, rf.get("/")) == []
    assert panels.get_panels(Position.SOURCE, rf.get("/"), post) == []


def test_a_panel_decides_its_reason_without_a_box(staff_client):
    post = make_post(date=None)
    dated = review(post)
    review(post, "second_text")
    boxes = staff_client.get(page_of(post)).context["record_review"].boxes
    assert boxes == [(dated, False)]


def test_a_panel_is_saved_with_the_record(staff_client):
    post = make_post(date=None)
    review(post)
    assert press(staff_client, page_of(post), date="2020-06-11", answer="yes").url == LIST
    post.refresh_from_db()
    assert post.date == datetime.date(2020, 6, 11)
    (entry,) = staff_client.get("/admin/").context["user"].logentry_set.all()
    assert "Answer" in entry.get_change_message()


@pytest.mark.parametrize("answer", ["wrong", "refused"])
def test_what_a_panel_refuses_saves_nothing(staff_client, answer):
    post = make_post(date=None)
    open_review = review(post)
    assert press(staff_client, page_of(post), date="2020-06-11", answer=answer).status_code == 200
    post.refresh_from_db()
    open_review.refresh_from_db()
    assert (post.date, open_review.resolved_at) == (None, None)
