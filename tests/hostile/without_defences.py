"""Removes one defence at a time from a copy of the project, and expects the tests to notice.

    python tests/hostile/without_defences.py [part of a defence's name]

A test that has never failed proves little. This is for a maintainer, whenever a defence or its test
was rewritten; it takes a quarter of an hour and is no part of `make test`. The attacks run with one
defence less: the memory of each process is bounded here once more, but run it where nothing else of
value runs, and as root or in a systemd session of your own, or the cgroup's tests are skipped.

It prints "red" and the tests that failed; "STILL GREEN" where none did; "RED BEFORE" where they
fail with the defence in place, too, and so tell nothing.
"""

import os
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__", "cifar10.npz")
SECONDS = 280  # for all tests of one defence
BYTES = 8 * 10**9  # of address space, for each process

HOSTILE, NOTEBOOKS = "tests/hostile/test_hostile.py", "tests/hostile/test_hostile_notebooks.py"
SANDBOX, WATCH, WIRE, INTAKE, ERRORS, GRADING, CHECKS = (
    f"tests/autograder/test_{name}.py"
    for name in ("sandbox", "watch", "wire", "intake", "submission_errors", "grading", "checks")
)
NEIGHBOURS = "tests/autograder/test_neighbours.py"
CYCLE = "tests/nbgrader/test_cycle.py"
PAGES, BOUNDS = "tests/autograder/test_sanitize.py", "tests/autograder/test_notebook_bounds.py"
BOXES = "tests/browser/test_boxes.py"
PRICES = "tests/autograder/test_prices.py"
GRADIENTS, EXPLAIN, EDITS = (
    f"tests/autograder/test_{name}.py" for name in ("gradients", "explain", "edits")
)


class Defence(NamedTuple):
    """A defence and the one edit that removes it: old, found once in the file, becomes new."""

    name: str
    file: str
    old: str
    new: str
    tests: str  # pytest's arguments


_DEADLINE = "min(time.monotonic() + limit, self.deadline)"
DEFENCES = [Defence(*row) for row in (
    ("system calls", "autograder/sandbox/inside/syscalls.py", "machine not in _MACHINES", "True",
     f"{SANDBOX} {HOSTILE} -k 'calls_that_trace or in_memfds'"),
    ("sockets of few families", "autograder/sandbox/inside/syscalls.py",
     "[1, 2, 10, 16]", "range(64)",
     f"{NEIGHBOURS} -k only_sockets"),
    ("no locks, leases and watches: fcntl", "autograder/sandbox/inside/syscalls.py",
     "[1024, 1026, 5, 36], [6, 7, 37, 38]", "[], []", f"{NEIGHBOURS} -k 'shared_file or lock'"),
    ("no locks, leases and watches: their calls", "autograder/sandbox/inside/syscalls.py",
     "for calls in _REFUSED.values() if", "for name, calls in _REFUSED.items() if "
     "name not in ('flock', 'inotify_init', 'inotify_init1', 'mincore', 'preadv2') and",
     f"{NEIGHBOURS} -k shared_file"),
    ("descriptors", "autograder/sandbox/confine.py", '"RLIMIT_NOFILE": 256,', "",
     f"{NEIGHBOURS} -k 'descriptors'"),
    ("the kernel's files", "autograder/sandbox/confine.py", "*view.hide_kernel(), ", "",
     f"{NEIGHBOURS} -k of_the_kernel"),
    ("processors: a share for each", "autograder/sandbox/cgroup.py",
     '_ROOT / "cpu" / own["cpu"].relative_to("/") / name: {"cpu.shares": _SHARE},', "",
     f"{NEIGHBOURS} -k share_of_the_processors"),
    ("processors: others first", "autograder/sandbox/watch.py", "self._give_way(family)", "pass",
     f"{NEIGHBOURS} -k gives_way"),
    ("processors: missed time is made up", "autograder/student/submission.py", "missed < _SMALLEST",
     "True", f"{NEIGHBOURS} -k takes_no_marks"),
    ("processors: within bounds", "autograder/student/submission.py",
     "PATIENCE = 2", "PATIENCE = 20",
     f"{NEIGHBOURS} -k is_bounded"),
    ("memory: shared and given back", "autograder/sandbox/watch.py",
     "held += sum(self._reach.values())",
     "pass", f"{WATCH} -k no_processs_account"),
    ("memory: files without content", "autograder/sandbox/watch.py", "inodes * _INODE", "0",
     f"{WATCH} -k no_processs_account"),
    ("memory: sockets", "autograder/sandbox/watch.py",
     "len(sockets) * int(_SOCKET.read_text())", "0",
     f"{WATCH} -k no_processs_account"),
    ("memory: connections", "autograder/sandbox/watch.py",
     "2 * sum(map(_queued, family[2:3]))", "0",
     f"{WATCH} -k no_processs_account"),
    ("memory: buffers of sockets", "autograder/sandbox/inside/syscalls.py",
     "_BUFFERS = [7, 32]", "_BUFFERS = []",
     f"{NEIGHBOURS} -k buffers"),
    ("memory: of one process", "autograder/sandbox/confine.py",
     '"RLIMIT_DATA": (self.memory_mb + 256) * 2**20,', "", f"{WATCH} -k alone_holds"),
    ("memory and processes: both that bound their sum", "autograder/sandbox/confine.py",
     "Watch(self.memory_mb * 2**20, self.processes,", "Watch(2**40, 10**6,",
     f"{HOSTILE} -k holds_too_much"),
    ("memory and processes: the cgroup", "autograder/sandbox/watch.py",
     "Cgroup.make(self._memory, 2 * self._processes + 2)", "None", WATCH),
    ("memory: the watch", "autograder/sandbox/watch.py",
     "return _TOO_MUCH_MEMORY\n", "pass\n", WATCH),
    ("processes: the watch", "autograder/sandbox/watch.py",
     "threads > self._processes + 2", "False",
     WATCH),
    ("time of a call", "autograder/student/submission.py", _DEADLINE, "self.deadline",
     f"{HOSTILE} -k 'loops_in_python or sleeps_ignoring_signals'"),
    ("time of a submission", "autograder/student/submission.py",
     _DEADLINE, "time.monotonic() + limit",
     f"{ERRORS} -k time_is_used_up --timeout=20"),
    ("messages: items of a list", "autograder/sandbox/inside/wire.py",
     "max_array_len=_MAX_ITEMS,", "", WIRE),
    ("messages: items of a dict", "autograder/sandbox/inside/wire.py",
     "max_map_len=_MAX_ITEMS,", "", WIRE),
    ("messages: all items", "autograder/sandbox/inside/wire.py", "left[0] < 0", "False", WIRE),
    ("messages: their depth", "autograder/sandbox/inside/wire.py",
     '_MAX_DEPTH:\n        raise ProtocolError(f"a', '500:\n        raise ProtocolError(f"a', WIRE),
    ("messages: their length", "autograder/sandbox/inside/wire.py",
     "length > MAX_MESSAGE", "False", WIRE),
    ("arrays are not put back", "autograder/student/values.py",
     "overwritten.append(place)", "old[...] = new", f"{GRADING} -k earns_nothing"),
    ("no code of a student's as a yardstick", "autograder/grading/grader.py",
     "to_judge(findings), load_library(library)", "to_judge(findings), submission.package",
     "tests/autograder/test_excuses.py -k wrong_net"),
    ("a price where nothing else is wrong: by the tests", "autograder/judging/prices.py",
     "self._ends_alike(package, package, again)", "True", f"{PRICES} -k whatever_else"),
    ("a price where nothing else is wrong: by every value", "autograder/judging/prices.py",
     "each.key in known.drawn or _repeats(package, trace) for each", "True for each",
     f"{PRICES} -k with_other_values"),
    ("an edit excuses only what is no easier with it", "autograder/judging/gradients.py",
     "bool(np.all(theirs | ~ours))", "True", f"{GRADIENTS} {EXPLAIN} -k easier"),
    ("an edit excuses only what is no easier: nor its gradient", "autograder/judging/gradients.py",
     "abs(one - other) > _SMALLEST * scale", "one < one", f"{GRADIENTS} -k easier"),
    ("an edit excuses only what is no easier: it is asked", "autograder/judging/diagnosis.py",
     "if excuses and not _as_hard(", "if False and not _as_hard(", f"{EXPLAIN} -k easier"),
    ("no edit that might never end", "autograder/judging/edits.py",
     "isinstance(each, ast.While)", "False", f"{EDITS} -k never_end"),
    ("no price beside a crash", "autograder/grading/grader.py",
     "each.failures or each.too_much", "each.too_much", f"{PRICES} -k crashes_anywhere"),
    ("no value that is no number", "autograder/judging/checks.py",
     "not np.isfinite(array).all()", "False",
     f"{CHECKS} {HOSTILE} -k 'no_number or gradients_that_overflow'"),
    ("no scale that is no number", "autograder/judging/checks.py",
     "np.isfinite(scale) and ", "", CHECKS),
    ("files: only named", "autograder/intake/modules.py",
     "if not importable or len(folders) > _MAX_FOLDERS:", "if not parts:", INTAKE),
    ("files: no folder for a module", "autograder/intake/modules.py",
     "not in self.library\n\n    def", "is not None\n\n    def", INTAKE),
    ("files: not too many looked at", "autograder/intake/modules.py", "seen < _MAX_ENTRIES", "True",
     INTAKE),
    ("files: not too many named", "autograder/intake/modules.py",
     "left_out[:_MAX_NOTES]", "left_out",
     INTAKE),
    ("files: no linked package", "autograder/intake/modules.py",
     "os.O_DIRECTORY | os.O_NOFOLLOW", "os.O_DIRECTORY", INTAKE),
    ("files: a package that is exchanged", "autograder/intake/modules.py",
     "read_regular(name, MAX_MODULE, dir_fd=descriptor)",  # what is there now under its first path
     "read_regular(os.path.dirname(os.readlink(f'/proc/self/fd/{package}')) + '/' + path, "
     "MAX_MODULE)", INTAKE),
    ("files: no links", "autograder/files.py", " | os.O_NOFOLLOW | os.O_NONBLOCK",
     " | os.O_NONBLOCK", INTAKE),
    ("files: no waiting for a pipe", "autograder/files.py", " | os.O_NONBLOCK", "",
     f"{INTAKE} -k 'no_ordinary_file and pipe' --timeout=20"),
    ("files: only regular", "autograder/files.py",
     "not stat.S_ISREG(status.st_mode)", "False", INTAKE),
    ("files: no hard links", "autograder/files.py",
     "status.st_nlink > 1", "False", INTAKE),
    ("files: none too large", "autograder/files.py",
     "status.st_size > limit", "False", INTAKE),
    ("scores from the hidden tests alone", "nbgrader_config.py",  # from outputs, as stock nbgrader
     "autograder.plugins.RecordGrades", "nbgrader.preprocessors.SaveAutoGrades", NOTEBOOKS),
    ("no folder that is no id", "autograder/intake/submitted.py",
     'not _STUDENT_ID.fullmatch(match["student_id"])', "False", f"{CYCLE} -k name_is_markup"),
    ("pages: names are quoted", "autograder/plugins/page.py",
     "_PERSON.format(escape(clean(str(resources[name]), 100)))", "str(resources[name])",
     f"{PAGES} -k 'a_name_is_text'"),
    ("pages: TeX in results and names is left alone", "autograder/plugins/page.py",
     """_FRAME = '<div class="autograder tex2jax_ignore">""",
     """_FRAME = '<div class="autograder">""",
     f"{PAGES} -k 'tex_in_a_result'"),
    ("pages: results come first and framed", "autograder/plugins/page.py",
     "cell.outputs = [*results, *others]", "pass", f"{PAGES} -k results_stand_first"),
    ("pages: results are not rationed", "autograder/plugins/sanitize.py",
     "ours = [each for each in outputs if _is_ours(each)]", "ours = []",
     f"{PAGES} -k however_much"),
    ("pages: content stays in its box", "autograder/plugins/page.py",
     "contain: paint; overflow: auto; max-height: 1500px;", "", f"{BOXES} -k 'leaves_its_box'"),
    ("pages: HTML not too deep", "autograder/plugins/sanitize.py", "depth > _MAX_DEPTH", "False",
     f"{PAGES} -k html_in_html"),
    ("pages: HTML that does not multiply", "autograder/plugins/sanitize.py",
     " or tag.name in _FORMATTING", "", f"{PAGES} -k 'twice_the_html'"),
    ("pages: what the parsers raise", "autograder/plugins/sanitize.py",
     "    except Exception:  # whatever the parsers raise, a RecursionError among them",
     "    except ZeroDivisionError:", f"{PAGES} -k 'hard_to_parse'"),
    ("pages: the number of a run", "autograder/plugins/sanitize.py",
     "type(cell.execution_count) is not int", "False", f"{PAGES} -k number_of_a_run"),
    ("notebooks: ids in linear time", "autograder/intake/notebooks.py", "next(free)",
     "next(x for x in map('copy-{}'.format, count()) if x not in taken and not taken.add(x))",
     f"{BOUNDS} -k share"),
    ("notebooks: tags", "autograder/intake/notebooks.py", "MAX_TAGS = 500", "MAX_TAGS = 10**9",
     f"{BOUNDS} -k tags"),
    ("notebooks: cells", "autograder/intake/notebooks.py", "cells[:MAX_CELLS]", "cells[:]",
     f"{BOUNDS} -k too_many_cells"),
    ("an upload is one student's", "autograder/collect/download.py",
     "if len(owners) > 1:", "if False:",
     "tests/autograder/test_download.py"),
    ("no formula in a table", "autograder/export/tables.py", "_FORMULA.sub(", "re.sub('$^',",
     "tests/autograder/test_export.py -k formula"),
)]  # fmt: skip


def failures(project: Path, tests: str) -> list[str]:
    """The tests that fail in a copy of the project; anything but a run to its end is an error."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rf", *shlex.split(tests)],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},  # before an editable install
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES)),
    )
    failed = re.findall(r"^FAILED [^:]*::(.+?)(?: - |$)", done.stdout, re.MULTILINE)
    if done.returncode != bool(failed) or " error" in done.stdout.splitlines()[-1]:
        raise RuntimeError(f"pytest {tests}:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return failed


def verdict(defence: Defence, project: Path) -> str:
    path = project / defence.file
    text = path.read_text()
    if text.count(defence.old) != 1:
        raise RuntimeError(f"{defence.name}: {defence.old!r} is not once in {defence.file}")
    if failed := failures(project, defence.tests):
        return f"RED BEFORE: {', '.join(failed)}"
    path.write_text(text.replace(defence.old, defence.new))
    try:
        failed = failures(project, defence.tests)
    finally:
        path.write_text(text)
    more = f" and {len(failed) - 3} more" if len(failed) > 3 else ""
    return f"red: {', '.join(failed[:3])}{more}" if failed else "STILL GREEN"


def main(words: list[str]) -> int:
    chosen = [defence for defence in DEFENCES if " ".join(words) in defence.name]
    with tempfile.TemporaryDirectory() as folder:
        project = shutil.copytree(ROOT, Path(folder) / "project", ignore=LEFT_OUT)
        found = []
        for defence in chosen:
            found.append(verdict(defence, project))
            print(f"{defence.name}: {found[-1]}", flush=True)
    return 0 if found and all(each.startswith("red") for each in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
