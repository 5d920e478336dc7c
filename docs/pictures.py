"""Makes the pictures that README and documentation open with, from the demo's class.

    make pictures

Needs a Chromium (apt-get install chromium), and `make demo` to have been run, which it is.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console

from autograder import terminal
from autograder.course.config import Course
from autograder.overview.page import write_class_report
from demo import demo
from tests.conftest import CHROMIUM

FOLDER = Path(__file__).parent / "pictures"
ASSIGNMENT = "batchnorm"
STUDENT = "fay"  # who has a wrong backward pass that is diagnosed
_COLORS = 128  # of a picture: its file is a third as long
_SWITCHES = ["--no-sandbox", "--disable-gpu"]


def table(course: Course, assignment: str) -> str:
    """What the demo prints at its end, as a page: HTML."""
    recorded = Console(record=True, width=104, file=io.StringIO(), force_terminal=True)
    demo.console = terminal.console = recorded
    demo.show(course, assignment)
    drawn = recorded.export_svg(title="make demo")
    return f"<!doctype html><body style='margin: 0'>{drawn}</body>"


def shoot(browser: Browser, name: str, address: str, width: int, height: int) -> None:
    """Write a picture of a page, as much as a window shows of it.

    Args:
        browser: draws it.
        name: of the picture.
        address: of the page.
        width, height: of the picture, CSS pixels; the height is the page's own if it is less.
    """
    page = browser.new_page(viewport={"width": width, "height": 1}, device_scale_factor=1.5)
    page.route("http*://**", lambda route: route.abort())
    page.goto(address)
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, whole)})
    shot = Image.open(io.BytesIO(page.screenshot()))
    shot.convert("RGB").quantize(_COLORS).save(FOLDER / f"{name}.png", optimize=True)
    page.close()


def main() -> None:
    if CHROMIUM is None:
        sys.exit("pictures need a browser: apt-get install chromium")
    course = Course.load(demo.DEMO)
    (feedback,) = (demo.DEMO / "feedback" / STUDENT / ASSIGNMENT).glob("*.html")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".html") as drawn, sync_playwright() as playwright:
        drawn.write(table(course, ASSIGNMENT))
        drawn.flush()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_SWITCHES)
        shoot(browser, "report", write_class_report(course, ASSIGNMENT).as_uri(), 1100, 820)
        shoot(browser, "student", feedback.as_uri(), 900, 1120)
        shoot(browser, "terminal", Path(drawn.name).as_uri(), 1000, 800)
        browser.close()


if __name__ == "__main__":
    main()
