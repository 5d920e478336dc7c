"""A class's code, read as text: what each student changed, and whose files are identical."""

import shutil
import time
from difflib import unified_diff

import pytest
from bs4 import BeautifulSoup

from autograder.course.config import Course
from autograder.overview.code import Shared, compare, write_code_pages
from tests.helpers import ROOT, make_course

RELEASED = ROOT / "release" / "batchnorm" / "nndl"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("course"))
    stub, net = ((RELEASED / name).read_text() for name in ("layers.py", "fc_net.py"))
    mine = stub.replace("raise NotImplementedError", "return None  # </pre><script>", 1)
    for student, files in {
        "ada": {"layers.py": mine, "fc_net.py": net + "# mine\n"},
        "bo": {"layers.py": mine, "fc_net.py": net + "# mine\n"},
        "cy": {"layers.py": mine, "fc_net.py": net + "# another's\n"},
        "dora": {"layers.py": stub, "fc_net.py": net},
        "eve": {"layers.py": stub, "fc_net.py": "\n"},
        "fay": {"layers.py": "a = 1\n" * 6_000, "fc_net.py": "\n"},
    }.items():
        folder = root / "submitted" / student / "batchnorm" / "nndl"
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text)
    return Course.load(root)


def test_identical_files_are_named_and_stubs_and_empty_files_are_not(course):
    shared, authors = compare(course, "batchnorm")
    assert shared == [
        Shared(["nndl/fc_net.py"], ["ada", "bo"]),
        Shared(["nndl/layers.py"], ["ada", "bo", "cy"]),
    ]
    assert authors == ["ada", "bo", "cy", "dora", "eve", "fay"]


def test_a_page_shows_what_a_student_changed_as_text(course):
    write_code_pages(course, "batchnorm")
    folder = course.reports("batchnorm") / "code"
    page = BeautifulSoup((folder / "ada.html").read_text(), "html.parser")
    assert [each.get_text() for each in page.find_all("h2")] == ["nndl/fc_net.py", "nndl/layers.py"]
    assert not page.find("script")
    added = [each.get_text() for each in page.find_all(class_="added")]
    assert "+# mine" in added
    assert any("return None  # </pre><script>" in line for line in added)
    assert any("raise NotImplementedError" in each.text for each in page.find_all(class_="removed"))
    assert "all files are as they were released" in (folder / "dora.html").read_text()
    assert "6,000 lines are too many to be compared" in (folder / "fay.html").read_text()


def test_pages_of_those_who_are_gone_go(course):
    folder = course.reports("batchnorm") / "code"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gone.html").write_text("")
    write_code_pages(course, "batchnorm")
    assert "gone.html" not in {path.name for path in folder.iterdir()}


def test_a_file_that_cannot_be_compared_costs_nobody_else_their_page(course, monkeypatch):
    def compare_lines(before, after, **how):
        if "# mine" in after:
            raise RecursionError("a file of ada's")
        return unified_diff(before, after, **how)

    monkeypatch.setattr("autograder.overview.code.unified_diff", compare_lines)
    write_code_pages(course, "batchnorm")
    folder = course.reports("batchnorm") / "code"
    assert "a file of ada" in (folder / "ada.html").read_text()
    assert "return None" in (folder / "ada.html").read_text()  # in the other file
    assert "# another" in (folder / "cy.html").read_text()


def test_a_page_is_found_by_the_whole_of_a_long_id(course):
    student = "z" * 220
    shutil.copytree(course.path / "submitted" / "cy", course.path / "submitted" / student)
    _, authors = compare(course, "batchnorm")
    assert student in authors
    write_code_pages(course, "batchnorm")
    assert (course.reports("batchnorm") / "code" / f"{student}.html").exists()


def test_a_file_made_to_be_compared_slowly_takes_no_longer_than_seconds(course):
    folder = course.path / "submitted" / "gus" / "batchnorm" / "nndl"
    folder.mkdir(parents=True)
    # Each line of the stub as often as can be without being passed over as too frequent.
    lines = [*filter(str.strip, (RELEASED / "layers.py").read_text().splitlines())]
    (folder / "layers.py").write_text("\n".join((lines * 50)[:4_990]))
    start = time.process_time()
    write_code_pages(course, "batchnorm")
    assert time.process_time() - start < 20
