"""The page for authors makes an assignment that works."""

import nbformat


def test_the_worked_example_makes_an_assignment_that_grades(follow, copy_of_course):
    follow("docs/authors.md", copy_of_course)
    graded = copy_of_course / "autograded" / "bo" / "softmax" / "Softmax.ipynb"
    cells = {cell.id: cell for cell in nbformat.read(graded, as_version=4).cells}
    hint = "differentiate each probability by its own score alone"
    assert hint in cells["softmax_backward"].outputs[0].data["text/plain"]
    assert hint not in cells["softmax_forward"].outputs[0].data["text/plain"]
