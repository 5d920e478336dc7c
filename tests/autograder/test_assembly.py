"""Of what a student uploaded in whatever way, what is graded is found, or it is said why not."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from autograder.assembly import Assembly
from autograder.download import File, upload
from autograder.intake import MAX_MODULE, RefusedError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAYERS, NET, UTILS = "nndl/layers.py", "nndl/fc_net.py", "nndl/layer_utils.py"
NOTEBOOK = "Batch-Normalization.ipynb"
WHOLE = {NOTEBOOK: "{}", LAYERS: "layers", NET: "net"}


@pytest.fixture(scope="module")
def assembly(course):
    return Assembly(course, "batchnorm")


def zip_of(files):
    """A zip of files: path -> text; a list of pairs may hold a path twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in files.items() if isinstance(files, dict) else files:
            archive.writestr(path, text)
    return buffer.getvalue()


def moodle(path, content, after=0):
    content = content.encode() if isinstance(content, str) else content
    time = NOON + timedelta(seconds=after)
    name = f"Ada_7_assignsubmission_file_/{path}"
    return upload(File(name, time, lambda limit: content[:limit]))


def canvas(name, content, number=1):
    return upload(File(f"ada_7_{number}_{name}", NOON, lambda limit: content))


def texts(hand_in):
    return {path: content.decode() for path, content in hand_in.files.items()}


def under(folder, files=WHOLE):
    return {f"{folder}/{path}": text for path, text in files.items()}


JUNK = {"__MACOSX/nndl/._layers.py": "", ".ipynb_checkpoints/Batch-Normalization.ipynb": "old"}


@pytest.mark.parametrize(
    "files",
    [
        WHOLE,
        under("batchnorm"),
        under("C/release/batchnorm"),
        {path.replace("/", "\\"): text for path, text in under("batchnorm").items()},
        {f"./{path}": text for path, text in WHOLE.items()},
        {**under("batchnorm"), **JUNK},
        {**under("batchnorm"), NOTEBOOK: "not the one beside the package"},
        under("d" * 60_000),
        {**under("batchnorm"), **under("batchnorm/old", dict.fromkeys(WHOLE, "old"))},
        {**under("batchnorm"), "backup/nndl/layers.py": "old"},
        {NOTEBOOK: "{}", **under("b", {LAYERS: "layers", NET: "net"})},
        {NOTEBOOK: "{}", "layers.py": "layers", "fc_net.py": "net"},
        under("b", {NOTEBOOK: "{}", "layers.py": "layers", NET: "net"}),
        {**WHOLE, "layers.py": "a copy"},
        {**WHOLE, "nested.zip": zip_of({LAYERS: "nested"})},
        {**WHOLE, "nndl/notes.txt": "", "nndl/1/layers.py": "", "conftest.py": ""},
        {**WHOLE, "../nndl/layers.py": "evil", "/nndl/fc_net.py": "evil", "C:/nndl/x.py": "evil"},
        {"my notebook.ipynb": "{}", LAYERS: "layers", NET: "net"},
    ],
)
def test_what_is_graded_is_found_in_a_zip(assembly, files):
    assert texts(assembly.hand_in([moodle("batchnorm.zip", zip_of(files))])) == WHOLE


@pytest.mark.parametrize(
    "paths",
    [WHOLE, under("batchnorm"), {NOTEBOOK: "{}", "layers.py": "layers", "fc_net.py": "net"}],
)
def test_files_that_were_uploaded_singly_are_put_in_their_places(assembly, paths):
    uploads = [moodle(path, text, after) for after, (path, text) in enumerate(paths.items())]
    hand_in = assembly.hand_in(uploads)
    assert texts(hand_in) == WHOLE
    assert hand_in.time == NOON + timedelta(seconds=2)
    assert hand_in.notes == []


def test_modules_of_the_students_own_are_taken_with_the_package(assembly):
    files = {**under("b"), "b/nndl/my_helpers.py": "x", UTILS.replace("nndl", "b/nndl"): "u"}
    hand_in = assembly.hand_in([moodle("b.zip", zip_of(files))])
    assert texts(hand_in) == {**WHOLE, "nndl/my_helpers.py": "x", UTILS: "u"}


def test_a_file_uploaded_beside_a_zip_adds_what_the_zip_lacks(assembly):
    archive = moodle("b.zip", zip_of({LAYERS: "layers", NET: "net"}))
    hand_in = assembly.hand_in([archive, moodle(NOTEBOOK, "{}", 9), moodle("fc_net.py", "other")])
    assert texts(hand_in) == WHOLE
    assert hand_in.notes == ["left out: fc_net.py"]
    assert hand_in.time == NOON + timedelta(seconds=9)


def test_the_newest_zip_wins_by_revision_then_upload_then_time(assembly):
    def zipped(text):
        return zip_of({**WHOLE, LAYERS: text})

    def winner(*uploads):
        results = [assembly.hand_in(order) for order in (list(uploads), list(uploads)[::-1])]
        assert results[0].files == results[1].files
        (note,) = results[0].notes
        return results[0].files[LAYERS].decode(), note

    first, again = canvas("b.zip", zipped("first"), 9), canvas("b-1.zip", zipped("again"), 8)
    assert winner(first, again) == ("again", "superseded: ada_7_9_b.zip")
    ninth, tenth = canvas("b.zip", zipped("ninth"), 9), canvas("c.zip", zipped("tenth"), 10)
    assert winner(ninth, tenth) == ("tenth", "superseded: ada_7_9_b.zip")
    early, late = moodle("z.zip", zipped("early")), moodle("a.zip", zipped("late"), 1)
    assert winner(early, late) == ("late", f"superseded: {early.where}")


def test_of_a_file_uploaded_singly_twice_the_newest_wins(assembly):
    uploads = [canvas("layers-2.py", b"new"), canvas("layers.py", b"old", 2)]
    hand_in = assembly.hand_in(uploads)
    assert texts(hand_in) == {LAYERS: "new"}
    assert hand_in.notes == [f"without {NOTEBOOK}, {NET}", "superseded: ada_7_2_layers.py"]


def test_notes_say_what_was_renamed_and_left_out(assembly):
    files = {"mine.ipynb": "{}", LAYERS: "", NET: "", "../x.py": "", **JUNK}
    files |= {f"utils/{number}.py": "" for number in range(9)}
    (upload,) = [moodle("b.zip", zip_of(files))]
    assert assembly.hand_in([upload]).notes == [
        f"mine.ipynb was taken for {NOTEBOOK}",
        "left out: ../x.py (the path leads elsewhere), "
        "utils/0.py, utils/1.py, utils/2.py, utils/3.py and 5 more",
    ]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "holds none of"),
        ({"hw.pdf": "", "nndl/notes.txt": ""}, "holds none of"),
        ({"nested.zip": zip_of(WHOLE)}, "holds none of"),
        ({**under("a"), **under("b")}, "holds a/nndl, b/nndl: which one is not clear"),
        ({"a/layers.py": "", "b/layers.py": ""}, "a/layers.py, b/layers.py: which one"),
        ([*WHOLE.items(), (LAYERS, "again")], "holds nndl/layers.py twice"),
        ([*WHOLE.items(), (NOTEBOOK, "again")], f"holds {NOTEBOOK}, {NOTEBOOK}: which one"),
        ({**WHOLE, "nndl/Layers.py": ""}, "keep one"),
        ({**WHOLE, LAYERS: "0" * (MAX_MODULE + 1)}, r"^nndl/layers.py: refused: 1,048,577 bytes"),
        ({**WHOLE, **{f"nndl/m{number}.py": "" for number in range(100)}}, "holds 103 modules"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_cannot_be_told_is_refused_with_the_reason(assembly, files, why):
    with pytest.raises(RefusedError, match=why):
        assembly.hand_in([moodle("batchnorm.zip", zip_of(files))])


def test_a_newest_zip_that_is_broken_does_not_bring_back_an_older_one(assembly):
    uploads = [canvas("b.zip", zip_of(WHOLE)), canvas("b-1.zip", b"broken")]
    with pytest.raises(RefusedError, match=r"^b\.zip: it cannot be read as a zip"):
        assembly.hand_in(uploads)
