"""A course gets another assignment, and the one it has does not notice."""

from autograder.authoring.scaffold import write_assignment
from autograder.authoring.validate import validate
from autograder.course import Course
from tests.helpers import make_course


def test_a_new_assignment_validates_and_so_does_the_other_untouched(tmp_path):
    root = make_course(tmp_path / "course")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    write_assignment(Course.load(root), "dropout")
    assert before == {path: path.read_bytes() for path in before}

    course = Course.load(root)
    assert list(course.assignments) == ["batchnorm", "dropout"]
    assert course.assignments["dropout"].order == course.assignments["batchnorm"].order + 1
    for assignment in course.assignments:
        assert not {what: problem for what, problem in validate(course, assignment) if problem}
    # What it builds on is released with it, solved.
    given = (root / "release/dropout/nndl/layers.py").read_text()
    assert "std = np.sqrt(var + eps)" in given and "SOLUTION" not in given
