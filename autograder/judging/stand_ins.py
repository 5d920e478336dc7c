"""Layers put in the place of wrong ones, so that what is built on them can be judged.

An assignment's stand-ins are functions in tests/hidden/<assignment>/stand_ins/<module>.py, called
as those that students write are, but computing something else. Where a student's layers are wrong,
or raise, their net is run on these, and compared with the reference's net on the same: one mistake
costs once, whatever it is, and no code of a student's is a yardstick.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence

from ..course.config import Course
from ..intake.modules import Staged
from .plugin import Finding
from .reference import below, modules_in


class StandIns:
    """The stand-ins of one assignment; there may be none.

    Attributes:
        functions: what they replace, as "layers.batchnorm_forward".
    """

    def __init__(self, course: Course, assignment: str, released: Mapping[str, bytes]):
        """Read them.

        Args:
            course, assignment: whose they are.
            released: what students got: path -> content.
        """
        self._released = released
        folder = course.hidden_tests(assignment) / "stand_ins"
        self._texts = {
            name: f"\n\n{text}" for name, text in modules_in(folder, course.package).items()
        }
        self.functions = [
            f"{below(name)}.{node.name}"
            for name, text in self._texts.items()
            for node in ast.parse(text).body
            if isinstance(node, ast.FunctionDef)
        ]

    def library(self, files: dict[str, str]) -> dict[str, str]:
        """A library, path -> text, with them in it."""
        return files | {name: files[name] + text for name, text in self._texts.items()}

    def to_judge(self, findings: Sequence[Finding]) -> list[str]:
        """The names of the tests to run on stand-ins: those that call no function they replace.

        None, unless one of these has failed, and one that calls such a function has, too.
        """
        above = [finding for finding in findings if not self._calls(finding)]
        below = [finding for finding in findings if self._calls(finding)]
        if all(finding.result.passed for finding in above) or all(
            finding.result.passed for finding in below
        ):
            return []
        return [finding.result.name for finding in above]

    def _calls(self, finding: Finding) -> bool:
        """Whether a test calls a function they replace, or could not for want of the module."""
        unread = finding.used - {name.rpartition(".")[0] for name in finding.used}
        # The module itself, or a package that holds it.
        wanting = any(
            f"{below(name)}.".startswith(f"{each}.") for name in self._texts for each in unread
        )
        return bool(finding.used & {*self.functions} or wanting)

    def stage(self, staged: Staged, used: Collection[str]) -> Staged:
        """A submission already taken in, with them in it.

        Args:
            staged: the submission.
            used: what tests could look up in it. A module of which they could look up nothing, as
                it cannot be imported, is the released one.
        """
        files = dict(staged.files)
        for name, text in self._texts.items():
            readable = any(each.startswith(f"{below(name)}.") for each in used)
            files[name] = (files[name] if readable else self._released[name]) + text.encode()
        return staged._replace(
            files=files,
            missing=[name for name in staged.missing if name not in self._texts],
            refused=[name for name in staged.refused if name not in self._texts],
        )
