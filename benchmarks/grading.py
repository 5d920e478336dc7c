"""What grading costs: this project beside stock nbgrader and otter-grader, on the same submissions.

Each is given the same class, half of it correct, and judges it by the hidden tests or by fourteen
equivalents of them. They take turns, each with nothing left of the round before; those
that take seconds are given a few submissions a round, others each time.

    python -m benchmarks.grading [SUBMISSIONS] [ROUNDS] [--otter PATH]
    python -m benchmarks.grading --scale [--sizes N ...]

--otter names the otter command of another environment (otter-grader==7.0.0, ipykernel, numpy).
--scale grades larger and larger classes, with one worker and with two.

Processor time is that of a cgroup (version 2; as root, or in `systemd-run --user --scope`). What
getrusage knows of children lacks all that ran in a sandbox: nobody waits for what dies with its
PID namespace.
"""

import argparse
import json
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from importlib.metadata import version
from itertools import chain, cycle, islice
from operator import sub, truediv
from pathlib import Path
from statistics import median

import nbformat
from nbgrader.api import Gradebook

from autograder.course.config import Course
from autograder.judging.reference import written_otherwise
from benchmarks.grading_checks import CHECKS
from tests.helpers import make_course

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"
SCRIPTS = Path(sysconfig.get_path("scripts"))
NAME, NOTEBOOK = "batchnorm", "Batch-Normalization.ipynb"
LONG_CELLS = ("train", "sweep", "plot-training", "plot-sweep")  # half a minute of training
FEW, FEWEST = 10, 3  # submissions a round where each takes seconds
THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

BARE_KERNEL = """\
import sys, nbclient, nbformat
for folder in sys.argv[2:]:
    nb = nbformat.read(f"{folder}/{sys.argv[1]}", as_version=4)
    resources = {"metadata": {"path": folder}}
    nbclient.NotebookClient(nb, allow_errors=True, timeout=300, resources=resources).execute()
"""


# The least that a sandboxed Python with numpy can take.
FLOOR = """\
import subprocess, sys
from autograder.course import Course
from autograder.sandbox.confine import Sandbox
from autograder.sandbox.environment import Environment
course = Course.load()
requirements = course.source("batchnorm") / "requirements.txt"
sandbox = Sandbox(config=course.config, environment=Environment(requirements))
for _ in sys.argv[1:]:
    command = sandbox.command("probe.py", [], {})
    command[command.index("--") + 1 :] = ["/env/bin/python", "-c", "import numpy"]
    subprocess.run(command, check=True, env={})
"""


def make_class(count: int) -> list[tuple[str, dict[str, str]]]:
    """Correct submissions and wrong ones in turn, no two alike: a student and their files."""
    course = Course.load(ROOT)
    pools = [sorted(course.hidden_tests(NAME).glob(p)) for p in ("correct/*/", "forms/*/*/")]
    for pool in pools:
        random.Random(0).shuffle(pool)
    students = []
    folders = islice(chain.from_iterable(zip(*map(cycle, pools), strict=True)), count)
    for files in written_otherwise(course, NAME, folders):
        files["nndl/layers.py"] += f"\n# Handed in as number {len(students)}.\n"
        students.append((f"student{len(students):04}", files))
    return students


def measure(command: list, folder: Path) -> tuple[float, float, float]:
    """Run a command: processor and wall seconds, and the peak memory of its own process in MB.

    wait4 would not do for the latter: its ru_maxrss is that of the largest process below, too.
    """
    mounts = [Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified")]
    mount = next(mount for mount in mounts if (mount / "cgroup.controllers").exists())
    own = re.search("^0::/(.*)$", Path("/proc/self/cgroup").read_text(), re.MULTILINE)[1]
    cgroup = mount / own / f"benchmark-{os.getpid()}"
    inside = cgroup / "run"  # the autograder makes cgroups of its own beside this one
    inside.mkdir(parents=True)
    join = ["/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', inside / "cgroup.procs"]
    environment = {**os.environ, **THREADS}
    environment.pop("PYTHONPATH", None)  # a course on it would be graded in place of submissions
    environment["PATH"] = f"{Path(command[0]).parent}:{environment['PATH']}"
    options = {"cwd": folder, "env": environment, "stderr": subprocess.STDOUT}
    peak, start = 0, time.perf_counter()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*join, *command], stdout=log, **options)
        while process.poll() is None:
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = max([peak, *map(int, re.findall(r"VmHWM:\s+(\d+)", status))])
            time.sleep(0.01)
    wall = time.perf_counter() - start
    while (inside / "cgroup.procs").read_text():  # what is still on its way out
        time.sleep(0.01)
    cpu = int((cgroup / "cpu.stat").read_text().split()[1]) / 1e6
    inside.rmdir()
    cgroup.rmdir()
    if process.returncode:
        sys.exit(f"{command[:3]} failed:\n{(folder / 'log').read_text()[-3000:]}")
    return cpu, wall, peak / 1024


class System:
    """One way of grading, in a folder of its own: by default nbgrader, in a copy of this course."""

    parts = 0, 1  # of the class: 0 are the correct ones, 1 the wrong ones

    def __init__(self, folder: Path, title: str, size: int, *options: str):
        """Lay out what is there before any submission; it is to be given `size` a round."""
        self.folder, self.title, self.size, self.options = folder, title, size, options
        folder.mkdir()
        self.lay_out()

    def lay_out(self):
        make_course(self.folder, release=False)
        self.release()

    def release(self):
        measure([SCRIPTS / "nbgrader", "generate_assignment", NAME], self.folder)
        self.notebook = nbformat.read(self.folder / "release" / NAME / NOTEBOOK, as_version=4)
        self.notebook.cells = [c for c in self.notebook.cells if c.get("id") not in LONG_CELLS]
        shutil.copy(self.folder / "gradebook.db", self.folder / "before")

    def grade(self, students) -> list[float]:
        """Grade students: processor and wall seconds for each, and the command's peak memory."""
        for name in ("submitted", "autograded", "reports", "results"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        if (self.folder / "before").exists():
            shutil.copy(self.folder / "before", self.folder / "gradebook.db")
        folders = [self.folder / "submitted" / name / NAME for name, _ in students]
        for folder, (_, files) in zip(folders, students, strict=True):
            (folder / "nndl").mkdir(parents=True)
            for name, content in files.items():
                (folder / name).write_text(content)
            nbformat.write(self.notebook, folder / NOTEBOOK)
        runs = [measure(command, self.folder) for command in self.commands(folders)]
        cpu, wall, peak = zip(*runs, strict=True)
        return [sum(cpu) / len(students), sum(wall) / len(students), max(peak)]

    def commands(self, folders) -> list[list]:
        return [[SCRIPTS / "nbgrader", "autograde", NAME, *self.options]]

    def full_marks(self) -> int:
        """How many have got all a machine can give."""
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            graded = gradebook.assignment_submissions(NAME)
            return sum(each.code_score == each.max_code_score for each in graded)


class AutograderGrade(System):
    def commands(self, folders):
        options = ("--json", "reports.json", *self.options)
        return [[SCRIPTS / "autograder", "grade", NAME, *folders, *options]]

    def full_marks(self):
        reports = json.loads((self.folder / "reports.json").read_text())
        return sum(report["score"] == report["max_score"] for report in reports)


class GradeCorrect(AutograderGrade):
    parts = (0,)


class GradeWrong(AutograderGrade):
    parts = (1,)


class Floor(System):
    """A sandbox for each submission, in which Python imports numpy and nothing else happens."""

    def commands(self, folders):
        return [[SCRIPTS / "python", "-c", FLOOR, *folders]]

    def full_marks(self):
        return 0


class BareKernel(System):
    """The same cells in a kernel and nothing else: what running them costs by itself."""

    def commands(self, folders):
        release, own = self.folder / "release" / NAME, shutil.ignore_patterns("nndl", "*.ipynb")
        for folder in folders:
            shutil.copytree(release, folder, ignore=own, dirs_exist_ok=True)
        return [[SCRIPTS / "python", "-c", BARE_KERNEL, NOTEBOOK, *folders]]

    def full_marks(self):
        return 0


class StockNbgrader(System):
    """nbgrader as it is installed; each check is the hidden tests of a grade cell."""

    def lay_out(self):
        about = {"grade": True, "solution": False, "locked": True, "task": False, "points": 1}
        about |= {"schema_version": 3, "cell_type": "code"}
        cells = [nbformat.v4.new_code_cell("from nndl import fc_net, layers")]
        for name, check in CHECKS.items():
            code = f"### BEGIN HIDDEN TESTS\n{check}### END HIDDEN TESTS"
            metadata = {"nbgrader": {"grade_id": name, **about}}
            cells.append(nbformat.v4.new_code_cell(code, metadata=metadata))
        source = self.folder / "source" / NAME
        source.mkdir(parents=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), source / NOTEBOOK)
        (self.folder / "nbgrader_config.py").touch()
        self.release()


class Otter(System):
    """otter run; each check is a hidden test, a submission a zip of notebook and nndl/."""

    def lay_out(self):
        cell = nbformat.v4.new_code_cell("from nndl import fc_net, layers")
        self.notebook = nbformat.v4.new_notebook(cells=[cell])
        with zipfile.ZipFile(self.folder / "autograder.zip", "w") as file:
            for name, check in CHECKS.items():
                body = check.replace("\n", "\n    ")
                head = "from otter.test_files import test_case\nOK_FORMAT = False\n"
                head += f"name, points = {name!r}, 1\n@test_case(points=1, hidden=True)\n"
                file.writestr(f"tests/{name}.py", f"{head}def test():\n    {body}")

    def commands(self, folders):
        for folder in folders:
            shutil.make_archive(str(folder), "zip", folder)
            (self.folder / "results" / folder.parent.name).mkdir(parents=True)
        otter = [Path(self.options[0]).absolute(), "run", "--no-logo", "-a", "autograder.zip"]
        return [[*otter, "-o", f"results/{f.parent.name}", f.with_suffix(".zip")] for f in folders]

    def full_marks(self):
        results = [json.loads(path.read_text()) for path in self.folder.glob("results/*/*.json")]
        tests = [[test for test in each["tests"] if "score" in test] for each in results]
        return sum(bool(t) and all(x["score"] == x["max_score"] for x in t) for t in tests)


def compare(folder: Path, count: int, rounds: int, otter: str | None) -> list[str]:
    """All systems on one class: the lines of a page."""
    students, few, without = make_class(count), min(FEW, count), "--no-execute"
    systems = [
        AutograderGrade(folder / "1", "this project: `autograder grade`", count),
        System(folder / "2", "this project: `nbgrader autograde --no-execute`", count, without),
        System(folder / "3", "the same, a few at a time", few, without),
        System(folder / "4", "this project: `nbgrader autograde`, which runs the notebook", few),
        BareKernel(folder / "5", "the same notebook in a bare kernel, ungraded", few),
        StockNbgrader(folder / "6", "stock nbgrader: `nbgrader autograde`", count),
        GradeCorrect(folder / "7", "`autograder grade`, correct submissions alone", count // 2),
        GradeWrong(folder / "8", "`autograder grade`, wrong submissions alone", count // 2),
        Floor(folder / "9", "the floor: a sandboxed Python that imports numpy", count),
    ]
    if otter:
        systems.append(Otter(folder / "10", "`otter run`", min(FEWEST, count), otter))
    costs = {system: [] for system in systems}
    full, correct = dict.fromkeys(systems, 0), dict.fromkeys(systems, 0)
    for number in range(rounds):
        for system in systems[number % len(systems) :] + systems[: number % len(systems)]:
            start = number * system.size
            able = [each for each in students if int(each[0][-4:]) % 2 in system.parts]
            taken = list(islice(cycle(able), start, start + system.size))
            costs[system].append(system.grade(taken))
            full[system] += system.full_marks()
            correct[system] += sum(int(name[-4:]) % 2 == 0 for name, _ in taken)
            print(f"{number}: {system.title}: {costs[system][-1][0]:.2f} s", flush=True)
    lines = [
        f"# Grading, {count} submissions, {rounds} rounds",
        "",
        f"{describe(otter)} Seconds for each submission, median over rounds (least-most); those of "
        "a round share the start of the command. This project uses all cores, the others one. Full "
        "marks: how many were given in all rounds, and how many submissions were correct.",
        "",
        "| system | submissions a round | processor | wall | full marks |",
        "|---|---|---|---|---|",
    ]
    for system in systems:
        cpu, wall, _ = zip(*costs[system], strict=True)
        judged = not isinstance(system, BareKernel | Floor)
        marks = f"{full[system]} of {correct[system]}" if judged else ""
        lines.append(row_of(system.title, system.size, spread(cpu), spread(wall), marks))
    if not otter:
        lines.append(row_of("`otter run`", "skipped: no --otter", "", "", ""))
    cpu = [[round[0] for round in costs[system]] for system in systems]
    _, without, few_without, running, kernel, stock, right, wrong, floor, *_ = cpu

    def rounds_of(formula, *each):
        return spread(map(formula, *each))

    return [
        *lines,
        "",
        "Of processor time, the start of each command included:",
        "",
        f"- a correct submission: {rounds_of(truediv, right, floor)} times the floor",
        f"- a wrong one: {rounds_of(truediv, wrong, floor)} times the floor",
        f"- `nbgrader autograde --no-execute`: {rounds_of(truediv, without, stock)} times stock "
        "nbgrader",
        f"- running the notebook adds {rounds_of(sub, running, few_without)} s; the bare kernel "
        f"takes {spread(kernel)} s",
    ]


def scale(folder: Path, sizes: list[int]) -> list[str]:
    """Larger and larger classes: the lines of a page."""
    lines = [
        "# Larger classes: `autograder grade`",
        "",
        f"{describe()} No two submissions alike, none graded before. The driver is the process of "
        "the command itself.",
        "",
        "| submissions | workers | wall, s | processor, s | driver's peak memory, MB |",
        "|---|---|---|---|---|",
    ]
    for jobs in ("1", "2"):
        for size in sizes:
            system = AutograderGrade(folder / f"{jobs}-{size}", "", size, "--jobs", jobs)
            cpu, wall, peak = system.grade(make_class(size))
            times = f"{wall * size:.1f}", f"{cpu * size:.1f}"
            lines.append(row_of(size, jobs, *times, f"{peak:.0f}"))
            print(lines[-1], flush=True)
    return lines


def row_of(*cells) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def spread(values) -> str:
    values = sorted(values)
    return f"{median(values):.2f} ({values[0]:.2f}-{values[-1]:.2f})"


def describe(otter: str | None = None) -> str:
    """Versions and the machine's shape."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"Python {platform.python_version()}"]
    versions += [f"{name} {version(name)}" for name in ("numpy", "nbgrader", "ipykernel")]
    if otter:
        shown = subprocess.run([otter, "--version"], capture_output=True, text=True).stdout
        versions.append(f"otter-grader {re.search(r'[0-9.]+[0-9]', shown)[0]}")
    machine = f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}"
    return f"{', '.join(versions)}; {machine}; one BLAS thread."


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("submissions", type=int, nargs="?", default=50)
    parser.add_argument("rounds", type=int, nargs="?", default=5)
    parser.add_argument("--otter")
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if given.scale:
            lines = scale(Path(name), given.sizes)
        else:
            lines = compare(Path(name), given.submissions, given.rounds, given.otter)
    results = RESULTS / ("grading-scale.md" if given.scale else "grading.md")
    results.write_text("\n".join([*lines, ""]))
    print(results.read_text())


if __name__ == "__main__":
    main()
