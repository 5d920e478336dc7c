"""A course gets another assignment, and those it has do not notice."""

from autograder.authoring.scaffold import write_assignment
from autograder.authoring.validate import validate
from autograder.course import Course
from tests.helpers import ROOT, make_course


def test_a_new_assignment_validates_and_so_do_the_others_untouched(tmp_path):
    root = make_course(tmp_path / "course")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    write_assignment(Course.load(root), "sequences")
    assert before == {path: path.read_bytes() for path in before}

    course = Course.load(root)
    *others, last = course.assignments
    assert (last, others) == ("sequences", list(Course.load(ROOT).assignments))
    assert course.assignments[last].order == course.assignments[others[-1]].order + 1
    for assignment in ("batchnorm", last):
        assert not {what: problem for what, problem in validate(course, assignment) if problem}
    # What it builds on is released with it, solved.
    given = (root / "release/sequences/nndl/layers.py").read_text()
    assert "std = np.sqrt(var + eps)" in given and "SOLUTION" not in given
