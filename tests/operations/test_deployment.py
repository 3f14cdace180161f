"""The files of a deployment: complete, of this site, and accepted by the programs that read them."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from gunicorn.config import Config

from seoulsolution.operations.deployment.variables import quoted

HOST = "archive.example.org"


@pytest.fixture
def made(tmp_path):
    """Return a function that writes the files of a kind and returns {name: text}."""

    def made(kind, **options):
        call_command("deployment", kind, host=HOST, to=tmp_path, verbosity=0, **options)
        return {path.name: path.read_text() for path in tmp_path.iterdir()}

    return made


def test_nginx_has_the_limits_of_the_site(made):
    with override_settings(MEDIA_MAX_MEGABYTES=200, STATIC_ROOT="/srv/static"):
        [text] = made("nginx", server=["10.0.0.1:8000", "10.0.0.2:8000"]).values()
    assert f"server_name {HOST};" in text
    assert "client_max_body_size 410m;" in text  # the site itself refuses what is larger than 205
    assert "alias /srv/static/;" in text
    assert text.count("max_fails=2 fail_timeout=5s;") == 2
    assert text.count("{") == text.count("}")
    assert "@site" not in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="install Debian's package systemd")
def test_systemd_accepts_every_unit(made, tmp_path):
    units = made("systemd", user="root", export="/srv/export")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in units)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "seoulsolution" in line]
    assert (done.returncode, ours) == (0, [])


def test_each_timer_starts_a_command_that_is_there(made):
    units = made("systemd", export="s3://public")
    jobs = {name.partition(".")[0] for name in units if name.endswith(".timer")}
    commands = {name: re.search(r"manage\.py (\w+)", units[f"{name}.service"])[1] for name in jobs}
    assert commands == {
        "seoulsolution-backup": "backup",
        "seoulsolution-export": "export_site",
        "seoulsolution-housekeeping": "housekeeping",
        "seoulsolution-mail": "send_subscriptions",
    }


def test_what_a_unit_writes_to_it_may_write_to(made):
    with override_settings(VAR_DIR="/data", MEDIA_ROOT="/data/media", STATIC_ROOT="/srv/static"):
        units = made("systemd", export="/srv/export")
    assert "ReadWritePaths=/srv/export\n" in units["seoulsolution-export.service"]
    for name, text in units.items():
        if name.endswith(".service"):
            assert {"/data", "/srv/static"} <= set(re.findall(r"ReadWritePaths=(.*)", text))
            assert "ReadWritePaths=/data/media" not in text
            assert "EnvironmentFile=/etc/seoulsolution.env" in text


def test_compose_names_what_it_starts(made):
    files = made("compose")
    services = yaml.safe_load(files["compose.yaml"])["services"]
    assert set(services) == {"site", "prepare", "database", "cache", "housekeeping", "backup", "mail"}
    assert services["site"]["ports"] == ["127.0.0.1:8000:8000"]
    assert services["site"]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert services["site"]["environment"]["CACHE_URL"].startswith("redis://cache:")
    assert all(services[name]["image"] for name in services)
    # By this name, Docker and Podman read it: passwords stay out of the image.
    assert {".env", "seoulsolution.env", ".git"} < set(files[".dockerignore"].split())
    [command] = re.findall(r"^CMD (.*)", files["Containerfile"], re.MULTILINE)
    assert json.loads(command)[:4] == ["python", "-m", "gunicorn", "seoulsolution.wsgi"]


def test_an_export_is_written_by_a_job_of_its_own(made):
    jobs = yaml.safe_load(made("compose", export="/srv/export")["compose.yaml"])["services"]
    assert jobs["export"]["command"] == "python manage.py export_site /srv/export"
    assert set(jobs["export"]["volumes"]) - set(jobs["backup"]["volumes"]) == {"/srv/export:/srv/export"}
    with pytest.raises(CommandError, match="nginx gives out a folder"):
        made("nginx", export="s3://public")


def test_gunicorn_knows_every_option(made):
    [command] = re.findall(r"^ExecStart=(.*)", made("systemd")["seoulsolution.service"], re.MULTILINE)
    words = command.partition("seoulsolution.wsgi ")[2].split()
    arguments = Config().parser().parse_args([*words, "seoulsolution.wsgi"])
    assert (arguments.bind, arguments.timeout, arguments.threads) == (["127.0.0.1:8000"], 60, 8)


def test_the_environment_is_that_of_a_public_site(made, tmp_path, monkeypatch):
    """A shell reads it, and the deployment check has nothing to say of it but what only the city knows."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SITE_NAME_KO", "서울의 '정책' $HOME `id` \"x\"")
    made("env")
    check = f"set -a; . {tmp_path}/seoulsolution.env; exec {sys.executable} manage.py check --deploy"
    done = subprocess.run(
        ["sh", "-c", f'{check}; printf "%s" "$SITE_NAME_KO"'.replace("exec ", "")],
        env={"PATH": os.environ["PATH"]},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    # Neither migrate nor collectstatic has run, and nobody has said who runs the site.
    assert set(re.findall(r"seoulsolution\.(\w+)", done.stderr)) == {"E008", "E009", "W001"}
    assert done.stdout.endswith("서울의 '정책' $HOME `id` \"x\"")


def test_a_secret_key_is_made_once_and_then_kept(made, monkeypatch):
    first, second = (made("env")["seoulsolution.env"] for _ in range(2))
    assert first != second
    monkeypatch.setenv("SECRET_KEY", "kept")
    assert 'SECRET_KEY="kept"' in made("env")["seoulsolution.env"]


@pytest.mark.parametrize("value", ["plain", 'a "b"', "a\\b", "$HOME", "서울 시"])
def test_systemd_and_a_shell_read_what_was_meant(value):
    done = subprocess.run(["sh", "-c", f"printf %s {quoted(value)}"], capture_output=True, check=True)
    assert done.stdout.decode() == value


def test_without_a_name_it_says_what_to_say():
    with pytest.raises(CommandError, match="--host"):
        call_command("deployment", "nginx")


@pytest.mark.parametrize("option", ["host", "user", "certificate"])
def test_nobody_writes_directives_into_a_file(option):
    with pytest.raises(CommandError, match="no name"):
        call_command("deployment", "nginx", **{"host": HOST} | {option: "x; include /etc/passwd"})


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("deployment", "nginx", host=HOST, to=tmp_path / "file")


def test_it_is_printed_where_no_folder_is_named(capsys):
    call_command("deployment", "systemd", host=HOST)
    assert capsys.readouterr().out.count("# ---- ") == 7
