"""What a student hands in is taken in by name, from regular files only, and nothing hangs."""

import os
import socket

import pytest

from autograder.files import MAX_MODULE, RefusedError, read_regular
from autograder.intake.modules import Intake

LAYERS, NET = "nndl/layers.py", "nndl/fc_net.py"
HELPERS, GIVEN = "nndl/layer_utils.py", "nndl/optim.py"


@pytest.fixture(scope="module")
def intake(course):
    return Intake(course, "batchnorm")


@pytest.fixture
def stage(intake):
    """A function that takes a folder in."""
    return lambda source: intake.stage(source, "ada")


def contents(staged):
    """The files taken in: path -> text."""
    return {path: content.decode() for path, content in staged.files.items()}


def released(intake, path):
    return intake.library[path].decode()


def without_none(files):
    return {path: text for path, text in files.items() if text is not None}


def test_a_whole_submission_is_staged_as_it_is(stage, submission, reference):
    staged = stage(submission(reference))
    assert contents(staged) == reference
    assert (staged.name, staged.missing, staged.refused, staged.notes) == ("ada", [], [], [])
    assert staged.absent() == {}


def test_a_module_of_the_students_own_is_staged_too(stage, submission, reference):
    staged = stage(submission({**reference, "nndl/my_helpers.py": "x = 1\n"}))
    assert contents(staged) == {**reference, "nndl/my_helpers.py": "x = 1\n"}


@pytest.mark.parametrize(
    "path",
    [
        "conftest.py",
        "sitecustomize.py",
        "numpy.py",
        "layers.py",
        "pytest.ini",
        "gradebook.db",
        "utils/solver.py",
        "nndl2/layers.py",
        "nndl/notes.txt",
        "nndl/layers.pyc",
        "nndl/layers.so",
        "nndl/.hidden.py",
        "nndl/two words.py",
        "nndl/-c.py",
        "nndl/a\nb.py",
        "nndl/two words/layers.py",
        "nndl/1/layers.py",
        "nndl/a/b/c/d/layers.py",
        "nndl/.hidden/layers.py",
        "nndl/__pycache__/layers.py",
        "nndl/../outside.py",
    ],
    ids=ascii,
)
def test_no_other_file_is_staged(stage, submission, reference, path):
    folder = submission(reference)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text("raise SystemExit\n")
    assert contents(stage(folder)) == reference


HELPER = "def same(a):\n    return a\n"


@pytest.mark.parametrize(
    ("handed_in", "taken_in"),
    [
        ("nndl/tools/maths.py", "nndl/tools/maths.py"),
        ("nndl/a/b/c/maths.py", "nndl/a/b/c/maths.py"),
        ("nndl/tools/__init__.py", "nndl/tools/__init__.py"),
        ("nndl/gr\u00f6\u00dfe.py", "nndl/gr\u00f6\u00dfe.py"),
        ("nndl/gro\u0308\u00dfe.py", "nndl/gr\u00f6\u00dfe.py"),
        ("nndl/\ufb01t.py", "nndl/fit.py"),
        ("nndl/h\u00e4lfer/\u03b3.py", "nndl/h\u00e4lfer/\u03b3.py"),
    ],
    ids=ascii,
)
def test_a_helper_is_taken_in_under_the_name_python_looks_for(
    stage, submission, reference, handed_in, taken_in
):
    staged = stage(submission({**reference, handed_in: HELPER}))
    assert contents(staged) == {**reference, taken_in: HELPER}
    assert staged.notes == []


@pytest.mark.parametrize(
    ("path", "noted"),
    [
        ("nndl/notes.txt", True),
        ("nndl/two words.py", True),
        ("nndl/1/layers.py", True),
        ("nndl/a/b/c/d/maths.py", True),
        ("nndl/tools/maths.so", True),
        ("nndl/\u0132.PY", True),
        ("nndl/.DS_Store", False),
        ("nndl/.ipynb_checkpoints/layers-checkpoint.py", False),
        ("nndl/__pycache__/layers.cpython-311.pyc", False),
        ("notes.txt", False),
    ],
    ids=ascii,
)
def test_what_is_left_out_of_the_package_is_named(stage, submission, reference, path, noted):
    staged = stage(submission({**reference, path: "x = 1\n"}))
    assert contents(staged) == reference
    assert len(staged.notes) == noted
    for note in staged.notes:
        assert note.split(": ")[0] in (path, "nndl/1", "nndl/a/b/c/d")
        assert "left out, as only Python files are taken in" in note


def test_of_many_files_left_out_some_are_named_and_the_others_counted(stage, submission, reference):
    staged = stage(submission({**reference, **{f"nndl/{n}.txt": "" for n in range(500)}}))
    assert contents(staged) == reference
    assert len(staged.notes) == 11
    assert staged.notes[-1] == "nndl/: 490 other files were left out"


def test_of_two_files_of_one_name_to_python_the_first_is_taken(stage, submission, reference):
    files = {"nndl/gr\u00f6.py": "x = 1\n", "nndl/gro\u0308.py": "x = 2\n"}
    staged = stage(submission({**reference, **files}))
    assert contents(staged).keys() == {*reference, "nndl/gr\u00f6.py"}
    assert len(staged.notes) == 1
    assert "left out, as another has its name" in staged.notes[0]


def test_a_name_that_grows_too_long_is_left_out(stage, submission, reference):
    staged = stage(submission({**reference, f"nndl/{chr(0xFDF2) * 80}.py": ""}))
    assert contents(staged) == reference
    assert "left out" in staged.notes[0]


@pytest.mark.parametrize("name", ["layers", "optim", "layer_utils", "__init__", "\uff4cayers"])
def test_no_folder_stands_in_for_a_module_of_the_course(stage, submission, reference, name):
    staged = stage(submission({**reference, f"nndl/{name}/__init__.py": "x = 1\n"}))
    assert contents(staged) == reference
    assert staged.notes[0].startswith(f"nndl/{name}: left out")


def test_folders_without_end_are_not_followed(stage, submission, reference):
    folder = submission({**reference, "nndl/tools/maths.py": HELPER})
    (folder / "nndl/loop").symlink_to(".")
    (folder / "nndl/tools/up").symlink_to("..")
    (folder / "nndl/root").symlink_to("/")
    (folder / "nndl/tools/layers.py").symlink_to("../layers.py")
    staged = stage(folder)
    assert contents(staged) == {**reference, "nndl/tools/maths.py": HELPER}
    assert len(staged.notes) == 4
    assert "nndl/tools/layers.py: refused: a link" in staged.notes


def test_no_more_entries_are_looked_at_than_a_package_may_have(stage, submission, reference):
    files = {f"nndl/a{n:03}/b/c/{m}.txt": "" for n in range(120) for m in range(90)}
    staged = stage(submission({**reference, **files}))
    assert contents(staged) == reference
    assert len(staged.notes) == 11
    assert int(staged.notes[-1].split()[1]) < 6_000


@pytest.mark.parametrize("name", [b"\xff\xfe.py", b"\xff\xfe", b"layers\xff.py"], ids=ascii)
def test_a_name_that_cannot_be_decoded_is_left_out(stage, submission, reference, name):
    folder = submission(reference)
    with open(os.path.join(os.fsencode(folder), b"nndl", name), "w") as file:
        file.write("raise SystemExit\n")
    assert contents(stage(folder)) == reference


def test_many_other_files_do_not_push_the_modules_out(stage, submission, reference):
    files = {f"nndl/a{number:03}.txt": "" for number in range(150)}
    files |= {f"nndl/a{number:03}.py": "" for number in range(150)}
    staged = stage(submission({**reference, **files}))
    assert staged.missing == []
    assert reference.items() <= contents(staged).items()


def test_no_more_than_a_hundred_modules_are_taken(stage, submission, reference):
    files = {f"nndl/z{number:03}.py": "" for number in range(1000)}
    assert len(contents(stage(submission({**reference, **files})))) <= 100 + len(reference)


def test_given_code_is_the_courses_own_whatever_was_handed_in(stage, submission, reference):
    staged = stage(submission({**reference, GIVEN: "x = 1\n"}))
    assert contents(staged) == reference
    assert staged.notes == [f"{GIVEN} is given code: the course's own was used"]


@pytest.mark.parametrize("init", ["raise SystemExit\n", "", None])
def test_the_packages_init_is_always_the_courses_own(stage, submission, reference, init):
    staged = stage(submission(without_none({**reference, "nndl/__init__.py": init})))
    assert contents(staged)["nndl/__init__.py"] == reference["nndl/__init__.py"]


@pytest.mark.parametrize("content", [None, "", " \n\t\n"])
def test_a_helper_without_content_is_the_released_one(
    intake, stage, submission, reference, content
):
    staged = stage(submission(without_none({**reference, HELPERS: content})))
    assert contents(staged)[HELPERS] == released(intake, HELPERS)
    assert staged.missing == []
    (note,) = staged.notes
    reason = "was not handed in" if content is None else "is empty"
    assert note.startswith(f"{HELPERS} {reason}: the released one is in its place")
    assert "NotImplementedError" in note


def test_a_helper_with_content_is_the_students_own(stage, submission, reference):
    staged = stage(submission({**reference, HELPERS: "x = 1\n"}))
    assert contents(staged)[HELPERS] == "x = 1\n"


def test_a_file_that_must_be_handed_in_and_was_not_is_missing_and_never_filled_in(
    stage, submission, reference
):
    staged = stage(submission(without_none({**reference, LAYERS: None})))
    assert LAYERS not in contents(staged)
    assert staged.missing == [LAYERS]
    assert staged.notes == [f"not handed in: {LAYERS}"]
    assert staged.absent() == {"nndl.layers": f"{LAYERS} was not handed in"}


def test_an_empty_required_file_is_handed_in(stage, submission, reference):
    staged = stage(submission({**reference, LAYERS: ""}))
    assert staged.missing == []
    assert contents(staged)[LAYERS] == ""


NO_PACKAGE = {
    "nothing": lambda path: None,
    "a file": lambda path: path.write_text("x = 1\n"),
    "a link to a package": lambda path: path.symlink_to(path.parents[1] / "elsewhere" / "nndl"),
    "a pipe": lambda path: os.mkfifo(path),
}


@pytest.mark.parametrize("make", NO_PACKAGE.values(), ids=NO_PACKAGE.keys())
def test_a_submission_without_a_folder_nndl_has_everything_missing(
    intake, stage, submission, reference, make
):
    submission(reference, "elsewhere")
    folder = submission({"readme.txt": ""})
    make(folder / "nndl")
    staged = stage(folder)
    assert staged.missing == [NET, LAYERS]
    assert not {NET, LAYERS} & contents(staged).keys()
    assert contents(staged)[HELPERS] == released(intake, HELPERS)


def link(target):
    return lambda path: path.symlink_to(target)


def unix_socket(path):
    folder = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as server:  # its path may be too long to be bound whole
        server.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


def hard_link(path):
    path.with_name("other.txt").write_text("x = 1\n")
    os.link(path.with_name("other.txt"), path)


def with_holes(path):
    with path.open("wb") as file:
        file.truncate(2**32)


NO_ORDINARY_FILES = {
    "a link to a file": link("__init__.py"),
    "a link to an endless device": link("/dev/zero"),
    "a link to nothing": link("nowhere"),
    "a pipe": os.mkfifo,
    "a socket": unix_socket,
    "a hard link": hard_link,
    "a directory": lambda path: path.mkdir(),
    "too large": lambda path: path.write_bytes(b"#" * (MAX_MODULE + 1)),
    "much too large": with_holes,
}


@pytest.mark.parametrize("make", NO_ORDINARY_FILES.values(), ids=NO_ORDINARY_FILES.keys())
def test_what_is_no_ordinary_file_is_refused_by_name(stage, submission, reference, make):
    folder = submission(reference)
    (folder / LAYERS).unlink()
    make(folder / LAYERS)
    staged = stage(folder)
    assert staged.refused == [LAYERS]
    assert staged.missing == []
    assert [note for note in staged.notes if note.startswith(f"{LAYERS}: refused: ")]
    assert staged.absent() == {"nndl.layers": f"{LAYERS} could not be taken in"}
    assert LAYERS not in contents(staged)


@pytest.mark.parametrize("kind", ["a link to nothing", "a directory"])
@pytest.mark.parametrize("path", [GIVEN, "nndl/__init__.py", HELPERS, "nndl/my_own.py"])
def test_a_refused_file_nobody_must_hand_in_costs_nothing_but_a_note(
    intake, stage, submission, reference, path, kind
):
    folder = submission(without_none({**reference, path: None}))
    NO_ORDINARY_FILES[kind](folder / path)
    staged = stage(folder)
    assert staged.refused == []
    assert staged.absent() == {}
    assert [note for note in staged.notes if note.startswith(f"{path}: refused: ")]
    assert contents(staged).get(path) == (released(intake, path) if path in reference else None)


def test_a_file_of_the_largest_size_is_read_whole(tmp_path):
    (tmp_path / "file").write_bytes(b"#" * MAX_MODULE)
    assert len(read_regular(tmp_path / "file", MAX_MODULE)) == MAX_MODULE
    with pytest.raises(RefusedError, match="1,048,576 bytes are more than 1,048,575"):
        read_regular(tmp_path / "file", MAX_MODULE - 1)


def test_no_descriptor_is_left_open_by_what_is_refused(tmp_path):
    before = os.listdir("/proc/self/fd")
    for kind, make in NO_ORDINARY_FILES.items():
        (tmp_path / kind).mkdir()
        make(tmp_path / kind / "file")
        with pytest.raises(RefusedError):
            read_regular(tmp_path / kind / "file", MAX_MODULE)
    assert os.listdir("/proc/self/fd") == before


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"notes.txt": "new", "nndl/notes.txt": "new"}, True),
        ({GIVEN: "x = 1\n"}, True),
        ({LAYERS: "x = 1\n"}, False),
        ({"nndl/new.py": ""}, False),
    ],
    ids=["other files", "given code", "a required file", "a new module"],
)
def test_the_digest_changes_with_what_is_staged_and_only_then(
    stage, submission, reference, changes, same
):
    first = stage(submission(reference, "one"))
    second = stage(submission({**reference, **changes}, "two"))
    assert (first.digest == second.digest) is same
    assert (contents(first) == contents(second)) is same


def test_the_digest_tells_apart_the_same_text_divided_otherwise(stage, submission, reference):
    first = stage(submission({**reference, "nndl/a.py": "", "nndl/b.py": "x"}, "one"))
    second = stage(submission({**reference, "nndl/a.py": "nndl/b.py\0x"}, "two"))
    assert first.digest != second.digest


def test_a_name_with_control_characters_is_cleaned(intake, submission):
    staged = intake.stage(submission({}), "ada\x1b[31m\r\udcff")
    assert staged.name == "ada \ufffd"


def test_what_is_given_beside_the_package_is_the_course_s_own(intake, tmp_path):
    written = intake.write_given(tmp_path)
    assert written == {name: tmp_path / name for name in ("self_check.py", "tools", "utils")}
    assert (tmp_path / "utils/solver.py").read_bytes() == intake.library["utils/solver.py"]
    assert not (tmp_path / "nndl").exists()


def test_what_is_given_to_a_notebook_is_all_that_was_released_but_the_package(intake, tmp_path):
    written = intake.write_given(tmp_path, for_notebook=True)
    assert {"tests", "conftest.py", "pytest.ini", "assignment.toml", "utils"} < set(written)
    assert (tmp_path / "tests/test_net.py").read_bytes() == intake.release.files[
        "tests/test_net.py"
    ]
    assert not (tmp_path / "nndl").exists()


def test_a_package_exchanged_while_it_is_read_is_still_the_one_handed_in(
    stage, submission, reference, monkeypatch
):
    source = submission({**reference, LAYERS: "handed_in = 1\n"})
    elsewhere = submission({**reference, LAYERS: "secret = 1\n"}, name="elsewhere")
    listdir = os.listdir

    def list_then_exchange(folder):
        names = listdir(folder)
        (source / "nndl").rename(source / "before")
        (source / "nndl").symlink_to(elsewhere / "nndl")
        return names

    with monkeypatch.context() as patch:
        patch.setattr("autograder.intake.modules.os.listdir", list_then_exchange)
        staged = stage(source)
    assert contents(staged)[LAYERS] == "handed_in = 1\n"
