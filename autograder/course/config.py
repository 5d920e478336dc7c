"""The course: where its folders are, and which assignments it has."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import secrets
import traceback
from itertools import pairwise
from pathlib import Path
from types import ModuleType

from traitlets import Bool, Unicode, default, validate
from traitlets.config import LoggingConfigurable, PyFileConfigLoader

from ..files import write_atomically
from .assignment import FILE, RUBRIC, Assignment, CourseError, RubricItem, read_rubric

CONFIG_FILE = "nbgrader_config.py"


class Course(LoggingConfigurable):
    """One course: a folder with an nbgrader_config.py, a library, assignments and their tests."""

    package = Unicode(
        "nndl",
        help="""The package that students write, in a folder of its name: what they hand in are
        modules of it, and hidden tests call it by this name.""",
    ).tag(config=True)

    @validate("package")
    def _check_package(self, proposal) -> str:
        if not proposal.value.isidentifier():
            raise CourseError(
                f"c.Course.package = {proposal.value!r} in {CONFIG_FILE} cannot be imported: "
                "name the folder of the package, such as 'nndl'"
            )
        return proposal.value

    formgrader = Unicode(
        "http://localhost:8888/formgrader",
        help="Where formgrader is: the report page links to each submission there.",
    ).tag(config=True)

    price_mistakes = Bool(
        True,
        help="""Whether a mistake that is known by name, and explains all that a grade cell lost,
        costs the price its author gave it there, where that is less than its tests take.""",
    ).tag(config=True)

    root = Unicode(help="The course's folder. Defaults to the working directory.")

    @default("root")
    def _root_default(self) -> str:
        return os.getcwd()

    @classmethod
    def load(cls, folder: Path | None = None) -> Course:
        """The course that a folder belongs to: its own, or that of the next folder above.

        Args:
            folder: None is the working directory.

        Raises:
            CourseError: neither it nor any above has an nbgrader_config.py.
        """
        folder = Path.cwd() if folder is None else folder.resolve()
        check_folder(str(folder))
        above = [each for each in (folder, *folder.parents) if (each / CONFIG_FILE).is_file()]
        # What a student handed in may hold such a file, too, and to load it is to run it.
        students = [each / name for each in above for name in ("submitted", "autograded")]
        root = next((each for each in above if not any(map(each.is_relative_to, students))), None)
        if root is None:
            raise CourseError(
                f"{folder} is in no course: neither it nor a folder above has an {CONFIG_FILE}. "
                "Run this in the folder that holds it and source/, or below."
            )
        config = PyFileConfigLoader(CONFIG_FILE, path=str(root)).load_config()
        return cls(config=config, root=str(root))

    @property
    def path(self) -> Path:
        return Path(self.root)

    @functools.cached_property
    def assignments(self) -> dict[str, Assignment]:
        """What each assignment.toml in source/ says: name -> it, in the order they are set.

        Raises:
            CourseError: one of them is malformed, or two have the same place in the order.
        """
        paths = (self.path / "source").glob(f"*/{FILE}")
        found = sorted(map(Assignment.read, sorted(paths)), key=lambda each: each.order)
        for one, other in pairwise(found):
            if one.order == other.order:
                raise CourseError(
                    f"{one.name} and {other.name} both have order {one.order} in their {FILE}"
                )
        return {each.name: each for each in found}

    def later(self, assignment: str) -> frozenset[str]:
        """The names of the assignments that are set after another."""
        names = list(self.assignments)
        return frozenset(names[names.index(assignment) + 1 :])

    def check_assignment(self, assignment: str) -> None:
        """Raise CourseError unless the course has the assignment."""
        if assignment not in self.assignments:
            known = ", ".join(self.assignments) or "none"
            raise CourseError(
                f"there is no assignment {assignment!r}; in source/<assignment>/{FILE} are "
                f"described: {known}"
            )

    def source(self, assignment: str) -> Path:
        """The folder of the instructor's notebook and of what is released beside it as it is."""
        return self.path / "source" / assignment

    def release(self, assignment: str) -> Path:
        """The folder of what students receive, generated from the source."""
        return self.path / "release" / assignment

    def requirements(self, assignment: str) -> Path:
        """What students install: as it was released; before that, as the source says."""
        folders = self.release(assignment), self.source(assignment)
        paths = [folder / "requirements.txt" for folder in folders]
        return paths[0] if paths[0].is_file() else paths[1]

    def hidden_tests(self, assignment: str) -> Path:
        """The folder of the assignment's hidden tests."""
        return self.path / "tests" / "hidden" / assignment

    def rubric(self, assignment: str) -> dict[str, list[RubricItem]]:
        """What the assignment's written answers earn points for; see read_rubric."""
        path = self.hidden_tests(assignment) / RUBRIC
        return read_rubric(path, self.assignments[assignment])

    def hidden_module(self, assignment: str, name: str) -> ModuleType | None:
        """A module beside the assignment's hidden tests; None if there is none.

        Raises:
            CourseError: it cannot be imported.
        """
        path = self.hidden_tests(assignment) / f"{name}.py"
        if not path.is_file():
            return None
        spec = importlib.util.spec_from_file_location(f"{name}_{assignment}", path)
        assert spec is not None and spec.loader is not None  # of a path that ends in .py
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == str(path)]
            where = f"line {lines[-1]}: " if lines else ""  # a SyntaxError says it itself
            raise CourseError(
                f"{path} cannot be imported: {where}{type(error).__name__}: {error}"
            ) from error
        return module

    def reports(self, assignment: str) -> Path:
        """The folder that keeps the Reports of the assignment's grading campaign."""
        return self.path / "reports" / assignment

    def campaign_seed(self, assignment: str) -> int:
        """The seed of the assignment's grading campaign, drawn and recorded when first asked for.

        Every submission of a campaign is graded on inputs drawn from this seed. Removing the
        file that records it starts another campaign.
        """
        record = self.reports(assignment) / "campaign.json"
        if not record.exists():
            record.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(record, json.dumps({"seed": new_seed()}).encode())
        try:
            return int(json.loads(record.read_text())["seed"])
        except (ValueError, KeyError, TypeError) as error:
            raise CourseError(
                f"{record} does not hold a seed; remove it to start a new campaign"
            ) from error


def check_folder(folder: str) -> None:
    """Raise CourseError if nbgrader, which works with patterns and addresses, fails in a folder."""
    if any("\ud800" <= letter <= "\udfff" for letter in folder):  # bytes that Python could not read
        raise CourseError(f"this locale cannot name the folder {folder!a}: set LC_ALL=C.UTF-8")
    if odd := sorted(set("*?[%") & set(folder)):
        raise CourseError(
            f"the course cannot be in {folder}: nbgrader does not find its files where a path "
            f"holds {' or '.join(odd)}. Rename the folder"
        )


def new_seed() -> int:
    """A seed nobody can guess, short enough to be typed again."""
    return secrets.randbelow(2**31)
