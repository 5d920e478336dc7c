"""What an assignment's author gives a diagnosis to go by, and what is made of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from ..course.config import Course, CourseError
from .edits import Edit, edits
from .misconceptions import Misconception, load_bank
from .reference import solved_otherwise
from .search import Variant

_PHRASES = {
    "sign": "a sign turned round",
    "axis": "another axis",
    "number": "another number",
    "operator": "another operation",
    "order": "operations in another order",
    "factor": "a part left out",
    "name": "one quantity in the place of another",
    "function": "a function left out, or another in its place",
    "statement": "a step left out",
}


class Known:
    """What may explain a submission to one assignment.

    Attributes:
        bank: its misconceptions.
        library: the reference: path -> text.
        others: correct solutions written otherwise, likewise, whose edits may explain, too. They
            are folders of correct/ that the list SEARCHED in misconceptions.py names.
    """

    def __init__(
        self,
        course: Course,
        assignment: str,
        library: dict[str, str],
        released: Mapping[str, bytes],
    ):
        """Read it.

        Args:
            course, assignment: whose it is.
            library: the reference.
            released: what students got: path -> content.

        Raises:
            CourseError: the bank, or what it names, is not in order.
        """
        self.bank = load_bank(course, assignment, library)
        self.library = library
        self._assignment, self._assignments = assignment, course.assignments
        self._later = course.later(assignment)
        module = course.hidden_module(assignment, "misconceptions")
        # By the libraries' ids: those that are asked about live as long.
        self._edits: dict[tuple[int, str], list[tuple[Edit, Misconception]]] = {}
        self._variants: dict[tuple[int, str, str], Variant] = {}
        # What a function's quantities are called in a sentence: function -> name -> words.
        self._words = getattr(module, "WORDS", {})
        correct = course.hidden_tests(assignment) / "correct"
        self.others = []
        for name in getattr(module, "SEARCHED", []):
            if not (correct / name).is_dir():
                raise CourseError(f"SEARCHED names {name!r}, but there is no {correct / name}")
            self.others.append(solved_otherwise(library, released, correct / name, course.package))

    def on(self, library: dict[str, str]) -> Known:
        """What may explain a submission that is compared with another library."""
        other = copy.copy(self)
        other.library, other.others = library, []
        return other

    def variant(self, base: Variant, mistake: Misconception) -> Variant:
        """A library with a mistake in it.

        What is made of the libraries here is kept, as one submission after another asks for it.

        Raises:
            CourseError: it changes what one that is in it already has changed.
        """
        if base.exact or not any(base.files is each for each in (self.library, *self.others)):
            return base.make([mistake])
        key = id(base.files), str(mistake.changes), str(mistake.imports)
        if key not in self._variants:
            self._variants[key] = base.make([mistake])
        return self._variants[key]

    def edits(self, number: int, subject: str) -> list[tuple[Edit, Misconception]]:
        """The edits of a function in the reference (0) or in one of the others (1, 2, ...)."""
        files = [self.library, *self.others][number]
        if (id(files), subject) not in self._edits:
            self._edits[id(files), subject] = [
                (edit, self.mistake(edit, excuses=number == 0))
                for edit in edits(files, subject, self._assignment, self._assignments)
            ]
        return self._edits[id(files), subject]

    def mistake(self, edit: Edit, excuses: bool, kind: bool = True) -> Misconception:
        """An edit as an entry of the bank.

        Args:
            edit: the edit.
            excuses: see Misconception.
            kind: whether to say what was edited, and not only where.
        """
        function = edit.function.rpartition(".")[2]
        phrase = _PHRASES[edit.kind] if kind else "one slip"
        quantity = self._words.get(edit.function, {}).get(edit.quantity)
        variable = f"`{edit.quantity}`" if edit.quantity.isidentifier() else ""
        where = quantity or variable or f"the steps of {function}"
        return Misconception(
            name=f"{phrase} in {where}",
            changes={edit.function: {edit.old: edit.new}},
            costs=(),
            hint=f"In {function}, your values are those that come of {phrase} in {where}. Work "
            "that out again from the formulas, and compare it with your line.",
            later=self._later,
            edit=f"{edit.function}: `{edit.old.strip()}` as `{edit.new.strip()}`",
            excuses=excuses,
        )
