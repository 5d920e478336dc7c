"""A reader of graded work: nbgrader's commands, a real formgrader and a real browser."""

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import unicodedata
import urllib.request
from contextlib import contextmanager
from functools import partial

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import sync_playwright

NOTEBOOK = "Batch-Normalization"
BEACON = "http://beacon.invalid"
TOKEN = "browser-test"


class _Page:
    """A page as a reader meets it, and what it asked for while every part of it was touched."""

    def __init__(self, browser, url):
        self.fired = set()
        context = browser.new_context()
        context.route("**/*", self._route)
        page = context.new_page()
        page.goto(url)
        page.wait_for_timeout(500)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        # A variable of a formula is read as a letter of an alphabet for mathematics.
        self.text = unicodedata.normalize("NFKC", " ".join(page.inner_text("body").split()))
        self.images = page.eval_on_selector_all(
            "#notebook-container img", "all => all.map(image => [image.alt, image.naturalWidth])"
        )
        self.links = page.locator(":is(.rendered_html, .output_area, .input_area) a").count()
        page.evaluate(_TOUCH)
        page.wait_for_timeout(1000)
        context.close()

    def _route(self, route):
        url = route.request.url
        if url.startswith(BEACON):
            self.fired.add(url.removeprefix(BEACON + "/"))
        elif "evil" in url:
            self.fired.add("evil")
        elif url.startswith(("file:", "data:", "http://127.0.0.1")):
            route.continue_()
            return
        elif "/mathjax/" not in url:
            self.fired.add(url)
        route.fulfill(status=204)  # which leaves the page where it is


_TOUCH = """async () => {
    const all = document.querySelectorAll(':is(.rendered_html, .output_area, .input_area) *');
    for (const element of all) {
        for (const kind of ['mouseover', 'mouseenter', 'focus', 'click'])
            element.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
        if (element.closest('a, button')) await new Promise(done => setTimeout(done, 15));
    }
}"""


@contextmanager
def _formgrader(root, home):
    """A real server in the course's folder; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [
        *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}"),
    ]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=root, env={**os.environ, **places}, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(150):
            try:
                _fetch(f"{address}/api")
                break
            except OSError:
                assert server.poll() is None, (home / "server.log").read_text()
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _fetch(url):
    request = urllib.request.Request(url, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.headers, answer.read()


def _nbgrader(root, *arguments):
    command = [os.path.join(sysconfig.get_path("scripts"), "nbgrader"), *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def browser(chromium):
    """A Chromium for the tests of a module."""
    switches = "no-sandbox disable-gpu disable-quic no-first-run disable-component-update"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=[f"--{switch}" for switch in switches.split()]
        )
        yield browser
        browser.close()


@contextmanager
def _instructor(browser, root, home):
    """A page of an instructor's browser, logged in, with formgrader open."""
    with _formgrader(root, home) as address:
        page = browser.new_page()
        page.route("**/mathjax/**", lambda route: route.fulfill(status=204))  # there is no network
        page.goto(f"{address}/formgrader?token={TOKEN}")
        yield page
        page.close()


@contextmanager
def _shown_pages(browser, root, home):
    """A notebook's feedback and its page in formgrader, touched, while the server runs."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        number = gradebook.find_submission_notebook(NOTEBOOK, "batchnorm", "hostile").id
    feedback = root / "feedback" / "hostile" / "batchnorm" / f"{NOTEBOOK}.html"
    # Cleaned as it is, nothing in it should need the policy, which test_student_page.py tests.
    cleaned = feedback.with_name("without-policy.html")
    cleaned.write_text(re.sub("<meta[^>]*Content-Security-Policy[^>]*>", "", feedback.read_text()))
    with _formgrader(root, home) as address:
        url = f"{address}/formgrader/submissions/{number}/"
        yield {
            "url": url,
            "feedback": _Page(browser, cleaned.as_uri()),
            "formgrader": _Page(browser, f"{url}?token={TOKEN}"),
        }


@pytest.fixture(scope="session")
def nbgrader():
    """A function that runs an nbgrader command in a course."""
    return _nbgrader


@pytest.fixture(scope="session")
def fetch():
    """A function that gets a page of the server with the instructor's token."""
    return _fetch


@pytest.fixture(scope="module")
def shown_pages(browser):
    """A context: course, folder for the server -> "feedback", "formgrader" and its "url"."""
    return partial(_shown_pages, browser)


@pytest.fixture
def instructor(browser):
    """A context: course, folder for the server -> a browser's page that shows formgrader."""
    return partial(_instructor, browser)
