"""What is sent to whom, in which language, and that it is sent once."""

import datetime
import io
import threading
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from notices.models import Notice
from seoulsolution.revisions import history
from seoulsolution.subscriptions.models import Delivery, SignUp, Subscriber, Subscription
from tests.factories import make_issue, make_notice, make_post
from tests.importing.helpers import import_seed_of
from tests.subscriptions.conftest import make_subscriber, path_in, subjects

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
KOREAN = {"title_ko": "명예시민 추천 공고", "intro_ko": "<p>서울시는 명예시민을 선정한다.</p>"}
TITLE = "Notice of Recommendation for Honorary Citizenship"


def run():
    out = io.StringIO()
    call_command("send_subscriptions", stdout=out)
    return out.getvalue()


@pytest.fixture
def subscriber():
    return make_subscriber()


# What -----------------------------------------------------------------------------------------------------


def test_what_becomes_public_is_sent_once(subscriber):
    make_notice(title_en="Before", state="draft")
    make_notice()
    make_issue(stories=2)
    make_post()
    assert "2 sent" in run()
    assert sorted(subjects()) == ["Newsletter No. 201, November 2021", TITLE]
    assert "0 sent" in run()
    assert len(mail.outbox) == 2


def test_each_gets_what_they_chose_in_their_language(subscriber):
    make_subscriber("ko@example.org", "ko", ["notices"])
    make_notice(**KOREAN)
    make_issue()
    run()
    assert subjects("ko@example.org") == ["명예시민 추천 공고"]
    assert len(subjects("reader@example.org")) == 2


def test_an_untranslated_text_is_marked_and_its_translation_is_sent_too():
    make_subscriber("ko@example.org", "ko")
    notice = make_notice()
    run()
    assert subjects() == [f"[영문] {TITLE}"]
    with history.change([notice]) as [locked]:
        for name, text in KOREAN.items():
            setattr(locked, name, text)
        locked.save()
    run()
    assert subjects() == [f"[영문] {TITLE}", "명예시민 추천 공고"]


def test_a_translation_into_another_language_is_no_news(subscriber):
    notice = make_notice()
    run()
    notice.title_ko, notice.intro_ko = KOREAN.values()
    notice.save()
    notice.withheld_en = True
    notice.save()
    run()
    assert subjects() == [TITLE]


def test_what_was_public_before_is_not_sent(subscriber):
    Subscriber.objects.all().delete()
    make_notice()
    make_subscriber()
    run()
    assert not mail.outbox


def test_a_text_that_goes_live_later_is_sent_then(subscriber):
    make_notice(go_live_at=timezone.now() + DAY)
    run()
    assert not mail.outbox
    with time_machine.travel(timezone.now() + DAY + datetime.timedelta(minutes=1)):
        run()
    assert subjects() == [TITLE]


def test_what_is_withdrawn_before_it_is_sent_is_not_sent(subscriber, monkeypatch):
    from seoulsolution.subscriptions import sending

    notice = make_notice()
    sending.plan()
    Notice.objects.filter(pk=notice.pk).update(state="withdrawn")
    run()
    assert not mail.outbox


def test_what_is_published_again_is_not_sent_again(subscriber):
    notice = make_notice()
    run()
    for state in ("withdrawn", "published"):
        notice.state = state
        notice.save()
        run()
    assert len(mail.outbox) == 1


def test_an_import_is_no_news_but_what_staff_translate_of_it_is(subscriber, tmp_path):
    """On a record of the seeds."""
    make_subscriber("ko@example.org", "ko")
    import_seed_of(Notice, tmp_path)
    run()
    assert not mail.outbox
    notice = Notice.objects.visible().first()
    language = "ko" if not notice.available_ko else "en"
    with history.change([notice]) as [locked]:
        setattr(locked, f"title_{language}", "명예시민\n추천\u202e")
        setattr(locked, f"intro_{language}", "<p>서울시는 명예시민을 선정한다.</p>")
        locked.save()
    run()
    (message,) = mail.outbox
    assert message.subject == "명예시민 추천"
    assert f"https://archive.example.org/{language}/notices/{notice.pk}-" in message.body


def test_who_changes_the_language_does_not_get_everything_again(client, sign_up, subscriber):
    make_notice(**KOREAN)
    run()
    sign_up(language="ko")
    client.post(path_in(mail.outbox[-1], "confirm"))
    mail.outbox.clear()
    run()
    assert not mail.outbox


def test_what_was_sent_is_forgotten_and_still_not_sent_again(subscriber):
    make_notice()
    run()
    with time_machine.travel(timezone.now() + 61 * DAY):
        run()
        assert not Delivery.objects.exists()
        run()
    assert len(mail.outbox) == 1


# The mail -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_mail_can_be_read_and_left(client, language):
    make_subscriber(language=language)
    make_notice(**KOREAN)
    run()
    message = mail.outbox[0].message()
    leave = path_in(mail.outbox[0], "unsubscribe")
    assert message["List-Unsubscribe"] == f"<https://archive.example.org{leave}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, rich = message.get_payload()
    assert (plain.get_content_type(), rich.get_content_type()) == ("text/plain", "text/html")
    html = rich.get_payload(decode=True).decode()
    assert f'<html lang="{language}">' in html
    assert "<img" not in html
    assert 'href="/' not in html
    assert leave in html
    assert client.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200


@pytest.mark.parametrize(
    "title", ["Open\r\nBcc: all@example.org", "Open\u2028X: y\x0b", "Open \u202egnp.exe\u2066", "Open" * 70]
)
def test_a_hostile_title_stays_in_its_line(subscriber, title):
    notice = make_notice()
    Notice.objects.filter(pk=notice.pk).update(title_en="Open")
    from django.db.models import QuerySet

    QuerySet(Notice).filter(pk=notice.pk).update(title_en=title[:300])
    run()
    message = mail.outbox[0].message()
    assert mail.outbox[0].subject.startswith("Open")
    assert len(mail.outbox[0].subject) <= 201
    assert "Bcc" not in message
    assert not {"\u202e", "\u2066", "\u2028", "\n"} & set(mail.outbox[0].subject)


def test_a_title_with_markup_is_text(subscriber):
    notice = make_notice(title_en="R&D <b>now</b>", intro_en="<p>A &amp; B <i>c</i>.</p>")
    run()
    message = mail.outbox[0]
    assert "R&D <b>now</b>" in message.body
    assert "R&amp;D &lt;b&gt;now" in message.alternatives[0][0]
    assert str(notice.pk) in message.body


# Once -----------------------------------------------------------------------------------------------------


class Flaky(locmem.EmailBackend):
    """Fails as told: ``errors`` is what each mail raises in turn, before or after it was taken."""

    errors: list = []
    taken = True

    def send_messages(self, messages):
        if not (self.errors and (error := self.errors.pop(0))):
            return super().send_messages(messages)
        if self.taken:
            super().send_messages(messages)
        raise error


@pytest.fixture
def flaky(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Flaky"
    monkeypatch.setattr("seoulsolution.subscriptions.sending.get_connection", lambda: Flaky())

    def fail(*errors, taken):
        Flaky.errors, Flaky.taken = list(errors), taken

    return fail


def readers(number):
    return [make_subscriber(f"reader{n}@example.org", kinds=["notices"]).email for n in range(number)]


class KilledError(BaseException):
    pass


@pytest.mark.parametrize("error", [KilledError(), SMTPServerDisconnected("gone"), TimeoutError()])
def test_who_dies_half_way_sends_nothing_twice(flaky, error):
    everybody = readers(5)
    make_notice()
    flaky(None, None, error, taken=True)
    with pytest.raises((KilledError, CommandError)):
        run()
    run()
    assert sorted(each for message in mail.outbox for each in message.to) == everybody


def test_what_the_server_does_not_take_now_is_sent_later(flaky):
    everybody = readers(3)
    make_notice()
    flaky(SMTPDataError(451, b"later"), None, taken=False)
    with pytest.raises(CommandError, match="1 not sent now"):
        run()
    run()
    assert sorted(each for message in mail.outbox for each in message.to) == everybody


def test_what_the_server_will_never_take_is_given_up(flaky):
    everybody = readers(2)
    make_notice()
    flaky(SMTPRecipientsRefused({everybody[0]: (550, b"no such user")}), taken=False)
    assert "1 sent, 1 refused" in run()
    assert "0 sent, 0 refused" in run()
    assert [message.to for message in mail.outbox] == [[everybody[1]]]


def test_a_mail_that_cannot_be_made_holds_up_no_other(monkeypatch):
    from notices.kinds import NoticeKind

    readers(1)
    bad = make_notice(title_en="Bad")
    make_notice(title_en="Good")

    def summary(self, item):
        if item.record == bad:
            raise ValueError(item)
        return "Summary"

    monkeypatch.setattr(NoticeKind, "feed_summary", summary)
    with pytest.raises(CommandError, match="1 not sent now"):
        run()
    monkeypatch.undo()
    assert subjects() == ["Good"]


def test_the_mails_cost_the_same_for_one_text_and_for_many_parts(django_assert_max_num_queries):
    readers(1)
    make_notice(parts=20)
    with django_assert_max_num_queries(60):
        run()
    assert len(mail.outbox) == 1


def test_without_a_mail_server_nothing_is_sent_and_old_sign_ups_go(settings):
    settings.HAS_MAIL_SERVER = False
    readers(1)
    make_notice()
    now = timezone.now()
    SignUp.objects.create(email="old@example.org", language="en", created_at=now - 7 * DAY)
    SignUp.objects.create(email="new@example.org", language="en", created_at=now - 6 * DAY)
    assert "1 unconfirmed forgotten" in run()
    assert [each.email for each in SignUp.objects.all()] == ["new@example.org"]
    assert not mail.outbox


def test_who_signed_up_while_the_mail_server_was_away_is_asked_later(flaky, sign_up):
    flaky(ConnectionRefusedError(), taken=False)
    assert sign_up().status_code == 302
    assert not mail.outbox
    assert "1 asked to confirm" in run()
    assert "0 asked to confirm" in run()


# At once --------------------------------------------------------------------------------------------------


def together(actions):
    errors, start = [], threading.Barrier(len(actions))

    def work(action):
        try:
            start.wait(30)
            action()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not errors


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_on_disk")
def test_three_runs_at_once_send_each_mail_once():
    everybody = readers(20)
    for number in range(3):
        make_notice(title_en=f"Notice {number}")
    together([run] * 3)
    sent = sorted((message.to[0], message.subject) for message in mail.outbox)
    assert sent == sorted((email, f"Notice {number}") for email in everybody for number in range(3))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_on_disk")
def test_who_leaves_during_a_run_breaks_nothing():
    readers(30)
    make_notice()

    def leave():
        from seoulsolution.subscriptions import subscribing

        for subscriber in Subscriber.objects.all():
            subscribing.erase(subscriber)

    together([run, leave, run])
    assert not Subscriber.objects.exists()
    assert not Delivery.objects.exists()
    assert len(mail.outbox) == len({message.to[0] for message in mail.outbox})


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_on_disk")
def test_who_confirms_twice_and_unsubscribes_at_once_meets_no_error():
    from seoulsolution.subscriptions import subscribing, tokens

    for _time in range(5):
        subscriber = make_subscriber(kinds=["notices"])
        unsubscribe = tokens.to_unsubscribe(subscriber.subscriptions.get())
        sign_up = SignUp.objects.create(email=subscriber.email, language="ko", kinds=["newsletter"])
        confirm = tokens.to_confirm(sign_up)
        together(
            [
                lambda token=confirm: subscribing.confirm(token),
                lambda token=confirm: subscribing.confirm(token),
                lambda token=unsubscribe: subscribing.unsubscribe(token),
            ]
        )
        left = [each.kind for each in Subscription.objects.all()]
        assert left in ([], ["newsletter"])
        Subscriber.objects.all().delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_on_disk")
def test_many_sign_ups_at_once_do_not_pass_the_limit():
    from seoulsolution.subscriptions import limits

    passed = []
    together([lambda: passed.append(limits.address_may("reader@example.org"))] * 12)
    assert sum(passed) <= 3
