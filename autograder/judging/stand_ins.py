"""Layers put in the place of wrong ones, so that what is built on them can be judged.

An assignment's stand-ins are functions in tests/hidden/<assignment>/stand_ins/<module>.py, called
as those that students write are, but computing something else. Where a student's layers are wrong,
or raise, their net is run on these in place of the wrong ones, and compared with the reference's
net on the same: one mistake costs once, whatever it is, and no code of a student's is a yardstick.
Where students build on their own work, those of earlier assignments serve, too.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection, Mapping, Sequence

from ..course.config import Course
from ..intake.modules import Staged
from .passes import forward_of
from .plugin import Finding
from .reference import below, modules_in


class StandIns:
    """The stand-ins of one assignment; there may be none.

    Attributes:
        functions: what they replace, as "layers.batchnorm_forward".
        texts: the modules they are in, path -> text.
    """

    def __init__(
        self,
        course: Course,
        assignment: str,
        library: dict[str, str],
        released: Mapping[str, bytes],
    ):
        """Read them.

        Args:
            course, assignment: whose they are.
            library: the reference: path -> text.
            released: what students got: path -> content.
        """
        self._library, self._released = library, released
        self.texts: dict[str, str] = {}
        names = [assignment]
        if course.assignments[assignment].builds_on == "own":
            names += [each for each in course.assignments if assignment in course.later(each)]
        for name in names:
            folder = course.hidden_tests(name) / "stand_ins"
            for path, text in modules_in(folder, course.package).items():
                if path in library or name == assignment:  # or it was not released
                    self.texts[path] = f"{self.texts.get(path, '')}\n\n{text}"
        self.functions = [
            f"{below(name)}.{node.name}"
            for name, text in self.texts.items()
            for node in ast.parse(text).body
            if isinstance(node, ast.FunctionDef)
        ]
        # Made once: what is known of a library is kept by its id.
        self.library = functools.cache(self._with)

    def _with(self, functions: frozenset[str]) -> dict[str, str]:
        """The reference, path -> text, with some of them in it."""
        texts = self._texts_of(functions)
        return self._library | {name: self._library[name] + text for name, text in texts.items()}

    def _texts_of(self, functions):
        """What is appended to each module: all but the other functions."""
        texts = {}
        for name, text in self.texts.items():
            lines = text.split("\n")
            for node in ast.parse(text).body[::-1]:
                if (
                    isinstance(node, ast.FunctionDef)
                    and f"{below(name)}.{node.name}" not in functions
                ):
                    del lines[node.lineno - 1 : node.end_lineno]
            texts[name] = "\n".join(lines)
        return texts

    def wanted(self, findings: Sequence[Finding]) -> frozenset[str]:
        """Those to put in the place of functions that a failed test calls.

        A forward pass and its backward pass go together, as one makes the other's cache.
        """
        failed = [finding for finding in findings if not finding.result.passed]
        layers = {forward_of(name) for finding in failed for name in self._called(finding)}
        return frozenset(name for name in self.functions if forward_of(name) in layers)

    def to_judge(self, findings: Sequence[Finding]) -> list[Finding]:
        """Those of the tests to run on stand-ins: they call no function that these replace.

        None, unless one of these has failed, and one that calls such a function has, too.
        """
        above = [finding for finding in findings if not self._called(finding)]
        below = [finding for finding in findings if self._called(finding)]
        if all(finding.result.passed for finding in above) or all(
            finding.result.passed for finding in below
        ):
            return []
        return above

    def _called(self, finding: Finding) -> list[str]:
        """The functions they replace that a test calls, or could not for want of the module."""
        # What it looked up and nothing in it: functions, or a module or package that is not there.
        last = finding.used - {name.rpartition(".")[0] for name in finding.used}
        return [
            name
            for name in self.functions
            if any(f"{name}.".startswith(f"{each}.") for each in last)
        ]

    def stage(self, staged: Staged, functions: frozenset[str], used: Collection[str]) -> Staged:
        """A submission already taken in, with some of them in it.

        Args:
            staged: the submission.
            functions: which.
            used: what tests could look up in it. A module of which they could look up nothing, as
                it cannot be imported, is the released one.
        """
        files = dict(staged.files)
        for name, text in self._texts_of(functions).items():
            readable = any(each.startswith(f"{below(name)}.") for each in used)
            files[name] = (files[name] if readable else self._released[name]) + text.encode()
        return staged._replace(
            files=files,
            missing=[name for name in staged.missing if name not in self.texts],
            refused=[name for name in staged.refused if name not in self.texts],
        )
