"""Written answers are never settled unread; only a person settles what a person decided."""

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

NAME = "Toy"
ANSWER, CELL = "findings", "scale_backward"
UNTOUCHED = "nobody"
PICTURE = {"plot.png": {"image/png": "iVBORw0KGgo="}}


def answer_cell(nb):
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == ANSWER)


def put(path, nb, encoding="utf-8"):
    path.write_bytes(nbformat.writes(nb).encode(encoding))


def with_answer(path, text="Mine."):
    nb = nbformat.read(path, as_version=4)
    answer_cell(nb).source = text
    return nb


def byte_order_mark(path):
    put(path, with_answer(path), "utf-8-sig")


def utf_16(path):
    put(path, with_answer(path), "utf-16")


def merge_conflict(path):
    text = nbformat.writes(with_answer(path))
    path.write_text(text.replace('"cells"', '<<<<<<< HEAD\n"cells"\n=======\n>>>>>>> main\n', 1))


def too_large(path):
    nb = with_answer(path)
    nb.metadata["more"] = "x" * (20 * 2**20)
    put(path, nb)


def deleted_and_rewritten(path):
    nb = with_answer(path)
    nb.cells.remove(answer_cell(nb))
    nb.cells.append(new_markdown_cell("Mine."))
    put(path, nb)


def only_rewritten_elsewhere(path):
    nb = nbformat.read(path, as_version=4)
    nb.cells.append(new_markdown_cell("Mine."))
    put(path, nb)


def in_a_cell_that_was_there(path):
    nb = nbformat.read(path, as_version=4)
    cell = next(c for c in nb.cells if c.cell_type == "markdown" and "nbgrader" not in c.metadata)
    cell.source += "\n\nMine."
    put(path, nb)


def a_picture_without_text(path):
    nb = nbformat.read(path, as_version=4)
    answer_cell(nb).attachments = PICTURE
    put(path, nb)


def in_another_notebook(path):
    put(path.with_name("answers.ipynb"), with_answer(path))


def a_link(path):
    path.rename(path.with_name("kept"))
    path.symlink_to("kept")


def gone(path):
    path.unlink()


def a_cell_was_lost(path):
    nb = nbformat.read(path, as_version=4)
    nb.cells = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") != CELL]
    put(path, nb)


WAYS = [
    byte_order_mark, utf_16, merge_conflict, too_large, deleted_and_rewritten,
    only_rewritten_elsewhere, in_a_cell_that_was_there, a_picture_without_text,
    in_another_notebook, a_link, gone, a_cell_was_lost,
]  # fmt: skip


@pytest.fixture(scope="module")
def classroom(make_classroom, reference):
    classroom = make_classroom()
    for way in WAYS:
        way(classroom.hand_in(way.__name__, reference) / f"{NAME}.ipynb")
    classroom.hand_in(UNTOUCHED, reference)
    classroom.nbgrader("autograde", "toy", "--no-execute")
    return classroom


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_answer_is_to_be_read_wherever_it_may_stand(classroom, way):
    grade = classroom.grades(way.__name__)[ANSWER]
    assert (grade["auto_score"], grade["needs_manual_grade"]) == (None, True)
    assert comment(classroom, way.__name__) is None


def test_an_answer_left_blank_in_a_notebook_in_order_needs_nobody(classroom):
    grade = classroom.grades(UNTOUCHED)[ANSWER]
    assert (grade["auto_score"], grade["needs_manual_grade"]) == (0, False)
    assert comment(classroom, UNTOUCHED) == "No response."


@pytest.mark.parametrize("way", [byte_order_mark, utf_16], ids=lambda way: way.__name__)
def test_what_can_be_read_is_read(classroom, way):
    assert answer_cell(classroom.graded(way.__name__)).source == "Mine."
    assert classroom.report(way.__name__)["notes"] == []


def comment(classroom, student):
    with Gradebook(classroom.db_url) as gradebook:
        return gradebook.find_comment(ANSWER, NAME, "toy", student).auto_comment


def grade_by_hand(classroom, student, name, score):
    """Enter a score as formgrader does, which takes the flag back."""
    with Gradebook(classroom.db_url) as gradebook:
        grade = gradebook.find_grade(name, NAME, "toy", student)
        grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.db.commit()


def autograde(classroom, student, *arguments):
    select = ("--no-execute", f"--student={student}")
    classroom.nbgrader("autograde", "toy", *select, *arguments)


def flagged(classroom, student, name):
    grade = classroom.grades(student)[name]
    assert grade["manual_score"] == 1, "a person's score was touched"
    return grade["needs_manual_grade"]


def picture(nb, data):
    answer_cell(nb).attachments = {"plot.png": {"image/png": data}}


CHANGES = {
    "text": lambda nb: answer_cell(nb).update(source="Another."),
    "blank": lambda nb: answer_cell(nb).update(source="*Your answer here.*", attachments={}),
    "picture": lambda nb: picture(nb, "iVBORw0KGgp="),
    "added": lambda nb: nb.cells.append(new_markdown_cell("More.")),
    "lost": lambda nb: nb.cells.remove(answer_cell(nb)),
}


@pytest.fixture(scope="module")
def flags(classroom, reference):
    """Whether each changed answer, and a test cell of other code, waited for a person, when."""
    watched = {f"changed-{change}": ANSWER for change in CHANGES} | {"changed-code": CELL}
    seen = {}

    def grade(when, *arguments):
        autograde(classroom, "changed-*", *arguments)
        seen[when] = {who: flagged(classroom, who, name) for who, name in watched.items()}

    def look():
        for student, name in watched.items():
            grade_by_hand(classroom, student, name, 1)

    paths = {}
    for student in watched:
        paths[student] = classroom.hand_in(student, {}) / f"{NAME}.ipynb"
        nb = with_answer(paths[student])
        picture(nb, "iVBORw0KGgo=")
        put(paths[student], nb)
    autograde(classroom, "changed-*")
    look()
    grade("nothing changed", "--force")
    for change, make in CHANGES.items():
        nb = nbformat.read(paths[f"changed-{change}"], as_version=4)
        make(nb)
        put(paths[f"changed-{change}"], nb)
    layers = paths["changed-code"].parent / "nndl" / "layers.py"
    layers.write_text(f"{layers.read_text()}\n# earns as little\n")
    grade("changed")
    grade("nobody has looked", "--force")
    look()
    grade("a person has looked", "--force")
    return seen


@pytest.mark.parametrize(
    ("when", "waits"),
    [
        ("nothing changed", False),
        ("changed", True),
        ("nobody has looked", True),
        ("a person has looked", False),
    ],
)
def test_what_changed_since_a_person_graded_it_waits_until_one_looks_again(flags, when, waits):
    assert flags[when] == dict.fromkeys(flags[when], waits)
