"""One submission graded: taken in, run in the sandbox, judged by the hidden tests, reported."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..course.config import Course
from ..files import lay_out
from ..intake.modules import Intake, Staged
from ..judging.diagnosis import Explanation, explain
from ..judging.excuses import excuse, merge
from ..judging.hidden_tests import HiddenTests
from ..judging.known import Known
from ..judging.plugin import Finding
from ..judging.prices import Prices, settle
from ..judging.reference import load_library, solved
from ..judging.stand_ins import StandIns
from ..report import Report, TestResult
from ..sandbox.confine import Sandbox
from ..sandbox.environment import Environment
from ..student.submission import Submission
from ..text import clean
from . import dependencies

# The first that applies is a Report's status.
_FAILURES = ("unreadable", "memory", "timeout", "crashed")


class Grader:
    """Grades submissions to one assignment, all on inputs drawn from one seed.

    Attributes:
        intake: takes submissions in.
        sandbox: where their code runs.
        tests: the hidden tests.
        known: what may explain what a submission computes.
        library: the reference, the release with its solutions: path -> text.
        package: the name of what students write.
        assignment, seed: what is graded, on which inputs.
        hashes: what identifies tests, course, autograder and environment.
    """

    def __init__(self, course: Course, assignment: str, seed: int, release: Path | None = None):
        """Read the course's side, prove the sandbox, and lay out what is given to all.

        Args:
            course, assignment, seed: what is graded, on which inputs.
            release: the folder of what was released, if not the course's own.

        Raises:
            CourseError: the assignment, its release or its hidden tests are not in order.
            SandboxError: student code cannot be confined here.
        """
        self.intake = Intake(course, assignment, release)
        self.sandbox = Sandbox(
            config=course.config,
            environment=Environment(self.intake.release.folder / "requirements.txt"),
            **course.assignments[assignment].limits,
        )
        self.library = solved(course, assignment, self.intake.release)
        self.tests = HiddenTests(course, assignment, self.library)
        self.known = Known(course, assignment, self.library, self.intake.library)
        self._prices = Prices(self.tests, seed) if course.price_mistakes else None
        self._stand_ins = StandIns(course, assignment, self.library, self.intake.library)
        # What a Report depends on, beside the seed and the submission.
        self.hashes = {
            "tests": dependencies.tests(self.tests.folder, course.price_mistakes),
            "autograder": dependencies.autograder(),
            "environment": self.sandbox.environment.path.name,
            "course": dependencies.library(
                self.intake.library, self.library, [*self.known.others, self._stand_ins.texts]
            ),
        }
        self.package, self.assignment = course.package, assignment
        self.seed = seed
        self.sandbox.check(course.path)
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-")
        self._given = self.intake.write_given(Path(self._folder.name))

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exc_info) -> None:
        self.tests.close()
        self._folder.cleanup()

    @contextlib.contextmanager
    def files(self, staged: Staged, *, for_notebook: bool = False) -> Iterator[dict[str, Path]]:
        """What a submission's working directory holds in the sandbox, on disk for as long.

        Args:
            staged: the submission.
            for_notebook: see Intake.write_given.
        """
        with tempfile.TemporaryDirectory(prefix="autograder-") as name:
            folder, given = Path(name), self._given
            if for_notebook:
                given = self.intake.write_given(folder, for_notebook=True)
            package = folder / self.package
            package.mkdir()
            lay_out(staged.files, folder)
            yield {**given, self.package: package}

    def grade(self, source: Path) -> Report:
        """Take in a submission's folder and grade it; the Report names it by the path given."""
        return self.grade_staged(self.intake.stage(source, str(source)))

    @contextlib.contextmanager
    def open(self, staged: Staged, deadline: float | None = None) -> Iterator[Submission]:
        """The functions of a submission already taken in; see Submission for the deadline."""
        modules = dict.fromkeys(self.intake.modules, "") | staged.absent()
        with (
            self.files(staged) as files,
            Submission(self.package, files, modules, self.sandbox, deadline) as submission,
        ):
            yield submission

    def judge(self, staged: Staged) -> Judgement:
        """Run the hidden tests on a submission already taken in, and let one mistake cost once."""
        with self.open(staged) as submission:
            findings, errors = self.tests.run(submission, self.seed)
            if submission.too_much:
                errors.append("nothing was diagnosed: what the code returned is too much to keep")
            kept = [] if submission.too_much else findings
            known = explain(self.known, kept)
            priced = self._prices.of(submission, known, kept) if self._prices else {}
            findings = excuse(self.tests, submission, self.seed, findings, known, self.library)
        judgement = Judgement(findings, errors, [known], [submission], priced)
        if self._stand_ins.to_judge(findings):
            self._judge_on_stand_ins(staged, judgement)
        for submission in judgement.submissions:
            if submission.broken:
                raise submission.broken
        return judgement

    def _judge_on_stand_ins(self, staged: Staged, judgement: Judgement) -> None:
        findings, (first,) = judgement.findings, judgement.submissions
        functions = self._stand_ins.wanted(findings)
        library = self._stand_ins.library(functions)
        used = frozenset().union(*(finding.used for finding in findings))
        stood = self._stand_ins.stage(staged, functions, used)
        with self.open(stood, first.deadline) as submission:
            above, reference = self._stand_ins.to_judge(findings), load_library(library)
            only = {finding.key for finding in above}
            again, _ = self.tests.run(submission, self.seed, only=only, reference=reference)
            kept = [] if submission.too_much else again
            known = explain(self.known.on(library), kept)
            if self._prices:
                priced = self._prices.of(submission, known, kept, reference)
                judgement.priced = priced | judgement.priced
        layers = " and ".join(
            name.rpartition(".")[2] for name in self._stand_ins.functions if name in functions
        )
        remark = f"right with another {layers} in place of yours"
        failed = {finding.key for finding in above if not finding.result.passed}
        judgement.findings = merge(findings, again, failed, remark)
        judgement.explanations.append(known)
        judgement.submissions.append(submission)

    def grade_staged(self, staged: Staged) -> Report:
        """Grade a submission already taken in."""
        start, cpu_start = time.monotonic(), time.process_time()
        judgement = self.judge(staged)
        failures = set().union(*(each.failures for each in judgement.submissions))
        cpu_seconds = sum(each.cpu_seconds for each in judgement.submissions)
        if staged.refused:
            status = "unreadable"
        elif staged.missing:
            status = "missing"
        else:
            status = next((kind for kind in _FAILURES if kind in failures), "graded")
        return Report(
            submission=staged.name,
            assignment=self.assignment,
            status=status,
            tests=judgement.results(),
            seed=self.seed,
            sandbox=self.sandbox.describe(),
            seconds=round(time.monotonic() - start, 3),
            notes=[*staged.notes],
            failures=sorted(failures),
            errors=judgement.errors,
            printed=clean(judgement.printed, 2000),
            diagnosis=judgement.named(),
            prices=judgement.prices(),
            unexplained=judgement.unexplained(),
            hashes={**self.hashes, "submission": staged.digest},
            cpu_seconds=round(time.process_time() - cpu_start + cpu_seconds, 3),
        )


@dataclass
class Judgement:
    """What a submission's functions earn, and why.

    Attributes:
        findings: of the hidden tests, those that count.
        errors: exceptions inside the tests themselves, see HiddenTests.run.
        explanations: what is known of the submission's own functions; then, if it was run on
            stand-ins, of those that were judged on them.
        submissions: what was run, likewise; closed.
        priced: what known mistakes cost, as Prices.of has it.
    """

    findings: list[Finding]
    errors: list[str]
    explanations: list[Explanation]
    submissions: list[Submission]
    priced: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def printed(self) -> str:
        """The beginning of what the student's code printed."""
        return b"".join(each.printed for each in self.submissions).decode(errors="replace")

    def results(self) -> list[TestResult]:
        """What the tests found; with how values depart, where nothing known explains it."""
        departures = {finding.key: how for _, finding, how in self._departures()}
        return [
            replace(finding.result, message=f"{finding.result.message}\n{departures[finding.key]}")
            if not finding.result.passed and finding.key in departures
            else finding.result
            for finding in self.findings
        ]

    def named(self) -> dict[str, list[dict[str, str]]]:
        """The misconceptions that explain lost marks, as a Report has them."""
        named: dict[str, dict[str, dict[str, str]]] = {}
        for finding in self.findings:
            if not finding.result.passed:
                cell = named.setdefault(finding.result.grade_id, {})
                for each in self._known(finding).causes_of(finding):
                    cell[each.name] = {"name": each.name, "hint": each.hint}
                    if each.edit:
                        cell[each.name]["edit"] = each.edit
        return {grade_id: [*cell.values()] for grade_id, cell in named.items() if cell}

    def prices(self) -> dict[str, dict[str, float]]:
        """What mistakes cost in the cells that their prices count in, as a Report has them."""
        odd = self.errors or any(each.failures or each.too_much for each in self.submissions)
        return {} if odd else settle(self.priced, self.findings)

    def unexplained(self) -> dict[str, str]:
        """What departs from the reference in a way that nothing known explains, by function."""
        return {
            name: f"{finding.result.name}: {how}"
            for name, finding, how in self._departures()
            if not finding.result.passed
        }

    def _departures(self) -> Iterator[tuple[str, Finding, str]]:
        """Where values depart in a way that nothing known explains: function, test, how."""
        for known in self.explanations:
            for name, (finding, how) in known.departures.items():
                if self._known(finding) is known:
                    yield name, finding, how

    def _known(self, finding):
        """What explains a test: what is judged on stand-ins is explained by what it did on them."""
        stood = (known for known in self.explanations[1:] if known.about(finding))
        return next(stood, self.explanations[0])
