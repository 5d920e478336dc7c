"""An instructor grades a written answer in formgrader, and the student reads it in the feedback."""

import shutil
import subprocess
import sysconfig
from pathlib import Path

from playwright.sync_api import expect

from tests.helpers import write_answer

NOTEBOOK = "Batch-Normalization"
ANSWER = "A normalised layer does not care for the scale of its weights."
COMMENT = "Right, but **why** not?"


def autograder_feedback(course):
    command = [Path(sysconfig.get_path("scripts")) / "autograder", "feedback", "batchnorm"]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=900)


def test_points_and_comment_given_in_formgrader_reach_the_student(
    copy_of_course, nbgrader, instructor, tmp_path
):
    nbgrader(copy_of_course, "generate_assignment", "batchnorm")
    folder = copy_of_course / "submitted" / "ada" / "batchnorm"
    shutil.copytree(copy_of_course / "release" / "batchnorm", folder)
    shutil.copytree(copy_of_course / "nndl", folder / "nndl", dirs_exist_ok=True)
    write_answer(folder, ANSWER)
    nbgrader(copy_of_course, "autograde", "batchnorm", "--no-execute")
    nbgrader(copy_of_course, "generate_feedback", "batchnorm")  # which is soon out of date
    assert autograder_feedback(copy_of_course).returncode == 1

    with instructor(copy_of_course, tmp_path) as page:
        page.get_by_role("link", name="Manual Grading").click()
        page.get_by_role("link", name="batchnorm").click()
        page.get_by_role("link", name=NOTEBOOK).click()
        row = page.locator("tbody tr")
        expect(row.locator(".score").first).to_have_text("80 / 100")
        expect(row.locator(".needs-manual-grade .glyphicon-ok")).to_be_visible()
        page.get_by_role("link", name="Submission #1").click()

        cell = page.locator(".nbgrader_cell", has_text=ANSWER)
        expect(page.get_by_text("30 of 30 points from the hidden tests")).to_be_visible()
        # The fields as they are once the page has asked the server what is in them.
        fields = {".score.needs_manual_grade": "17", ".comment[placeholder]": COMMENT}
        for field, value in fields.items():
            with page.expect_response(lambda answer: answer.request.method == "PUT"):
                cell.locator(field).fill(value)
                cell.locator(field).press("Tab")

        page.goto(page.url.partition("/submissions/")[0] + f"/gradebook/batchnorm/{NOTEBOOK}")
        expect(row.locator(".score").first).to_have_text("97 / 100")
        expect(row.locator(".needs-manual-grade .glyphicon-ok")).to_have_count(0)

        feedback = copy_of_course / "feedback" / "ada" / "batchnorm" / f"{NOTEBOOK}.html"
        for make in (
            lambda: nbgrader(copy_of_course, "generate_feedback", "batchnorm"),
            lambda: autograder_feedback(copy_of_course).check_returncode(),
        ):
            make()
            page.goto(feedback.as_uri())
            expect(page.locator(".total")).to_have_text("97 / 100 points")
            exercise = page.locator(".exercise", has_text=ANSWER)
            expect(exercise.locator(".score")).to_have_text("17 / 20")
            expect(exercise.locator(".comment")).to_contain_text("Right, but why not?")
            feedback.unlink()
