"""Documents with a video: nothing is asked of another company before the reader wants it."""

import pytest

from news.videos import clock_time, player_of
from seoulsolution.admin.urls import form_url
from tests.factories import make_document, make_post
from tests.forms import errors_of, submit

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://m.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/embed/dQw4w9WgXcQ",
    ],
)
def test_addresses_of_youtube(address):
    assert player_of(address).url == YOUTUBE


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://vimeo.com/123", "https://player.vimeo.com/video/123?dnt=1&autoplay=1"),
        ("https://vimeo.com/123/abc4", "https://player.vimeo.com/video/123?dnt=1&autoplay=1&h=abc4"),
        ("https://player.vimeo.com/video/123?h=x", "https://player.vimeo.com/video/123?dnt=1&autoplay=1&h=x"),
    ],
)
def test_addresses_of_vimeo(address, url):
    assert player_of(address).url == url


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://video.example.org/1",
        "https://www.youtube.com/@seoul",
        "https://www.youtube.com/watch?v=short",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=dQw4w9WgXc%22",
        "https://vimeo.com/channels/seoul",
        "https://[vimeo.com/1",
    ],
)
def test_other_addresses_are_only_linked(address):
    assert player_of(address) is None


def test_lengths_are_said_as_players_do():
    assert [clock_time(seconds) for seconds in (5, 245, 3723)] == ["0:05", "4:05", "1:02:03"]


@pytest.mark.django_db
def test_only_the_page_of_a_video_may_frame_its_player(client):
    film = make_document(kind="video", video_url="https://youtu.be/dQw4w9WgXcQ", duration=245)
    address = film.get_absolute_url("en")
    for _time in range(2):  # the second one is kept
        response = client.get(address)
        assert "frame-src https://www.youtube-nocookie.com;" in response["Content-Security-Policy"] + ";"
    page = response.content.decode()
    assert "<iframe" not in page
    assert f'data-player="{YOUTUBE}"' in page
    assert "which learns your internet address" in page
    assert "Watch at YouTube (4:05)" in " ".join(page.split())
    for other in (make_post(), make_document(video_url="https://video.example.org/1")):
        response = client.get(other.get_absolute_url("en"))
        assert "frame-src" not in response["Content-Security-Policy"]
        assert "data-player" not in response.content.decode()


@pytest.mark.django_db
def test_a_transcript_is_read_found_and_given_out(client):
    film = make_document(
        kind="video",
        title_ko="영상",
        video_url="https://youtu.be/dQw4w9WgXcQ",
        duration=245,
        transcript_en="A heron lands.\n\nIt leaves.",
        transcript_ko="왜가리가 앉는다.",
    )
    assert "<p>A heron lands.</p>" in client.get(film.get_absolute_url("en")).content.decode()
    assert "왜가리가 앉는다." in client.get(film.get_absolute_url("ko")).content.decode()
    assert film.get_absolute_url("en") in client.get("/en/search/?q=heron").content.decode()
    [record] = client.get("/api/archive/").json()["records"]
    assert (record["duration"], record["transcript"]["ko"]) == (245, "왜가리가 앉는다.")
    page = client.get(film.get_absolute_url("en")).content.decode()
    assert '"duration": "PT245S"' in page or '"duration":"PT245S"' in page


@pytest.mark.django_db
def test_a_transcript_of_a_withheld_language_is_not_shown(client):
    film = make_document(kind="video", title_ko="영상", transcript_ko="비밀", withheld_ko=True)
    assert "비밀" not in client.get(film.get_absolute_url("en")).content.decode()
    assert client.get("/api/archive/").json()["records"][0]["transcript"]["ko"] is None


@pytest.mark.django_db
def test_staff_write_a_transcript_and_the_length(staff_client):
    film = make_document(kind="video")
    submit(staff_client, form_url(film), transcript_ko="왜가리", duration="245")
    film.refresh_from_db()
    assert (film.transcript_ko, film.duration) == ("왜가리", 245)
    response = submit(staff_client, form_url(film), duration="0")
    assert list(errors_of(response)) == ["duration"]
