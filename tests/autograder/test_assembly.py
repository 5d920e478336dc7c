"""Of what a student uploaded in whatever way, what is graded is found, or it is said why not."""

import io
import shutil
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from autograder.collect.archive import File
from autograder.collect.download import Receipts, upload
from autograder.collect.uploads import Assembly
from autograder.course.config import Course
from autograder.files import MAX_MODULE, RefusedError

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
    return upload(File(name, time, lambda limit: content[:limit]), Receipts([]))


def canvas(name, content, number=1):
    file = File(f"ada_7_{number}_{name}", NOON, lambda limit: content)
    return upload(file, Receipts([]))


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
    older = moodle("fc_net.py", "other", -1)
    hand_in = assembly.hand_in([archive, moodle(NOTEBOOK, "{}", 9), older])
    assert texts(hand_in) == WHOLE
    assert hand_in.notes == [f"superseded: {older.where}"]
    assert hand_in.time == NOON + timedelta(seconds=9)


def test_a_file_uploaded_after_a_zip_counts_in_its_place(assembly):
    archive, newer = moodle("b.zip", zip_of(WHOLE)), moodle("fc_net.py", "mended", 1)
    hand_in = assembly.hand_in([archive, newer])
    assert texts(hand_in) == {**WHOLE, NET: "mended"}
    assert hand_in.notes == [f"superseded: {NET}"]


def test_the_newest_zip_wins_by_upload_then_time_whatever_it_is_called(assembly):
    def zipped(text):
        return zip_of({**WHOLE, LAYERS: text})

    def winner(*uploads):
        results = [assembly.hand_in(order) for order in (list(uploads), list(uploads)[::-1])]
        assert results[0].files == results[1].files
        (note,) = results[0].notes
        return results[0].files[LAYERS].decode(), note

    first, again = canvas("b.zip", zipped("first"), 8), canvas("b-1.zip", zipped("again"), 9)
    assert winner(first, again) == ("again", "superseded: ada_7_8_b.zip")
    draft, final = canvas("draft-2024.zip", zipped("draft"), 9), canvas("f.zip", zipped("f"), 10)
    assert winner(draft, final) == ("f", "superseded: ada_7_9_draft-2024.zip")
    early, late = moodle("z.zip", zipped("early")), moodle("a.zip", zipped("late"), 1)
    assert winner(early, late) == ("late", f"superseded: {early.where}")


def test_archives_that_hold_different_parts_are_put_together(assembly):
    code, book = zip_of({LAYERS: "layers", NET: "net"}), zip_of({NOTEBOOK: "{}", "notes.txt": ""})
    for uploads in (
        [canvas("code.zip", code, 1), canvas("notebook.zip", book, 2)],
        [canvas("code.zip", code, 2), canvas("notebook.zip", book, 1)],
    ):
        hand_in = assembly.hand_in(uploads)
        assert texts(hand_in) == WHOLE
        wheres = ", ".join(sorted(each.where for each in uploads))
        assert hand_in.notes == [f"put together from {wheres}", "left out: notes.txt"]


def test_what_an_older_archive_has_and_the_newer_lacks_is_taken(assembly):
    old = moodle("all.zip", zip_of(dict.fromkeys(WHOLE, "old")), -9)
    new = moodle("fix.zip", zip_of({LAYERS: "layers"}))
    hand_in = assembly.hand_in([old, new])
    assert texts(hand_in) == {**dict.fromkeys(WHOLE, "old"), LAYERS: "layers"}
    assert hand_in.notes[1] == f"superseded: {LAYERS}"


def test_uploads_of_one_age_that_differ_are_refused_and_those_that_agree_are_not(assembly):
    one, other = moodle("a.zip", zip_of(WHOLE)), moodle("b.zip", zip_of({**WHOLE, NET: "other"}))
    with pytest.raises(RefusedError, match=r"a\.zip differ in nndl/fc_net\.py, and which one"):
        assembly.hand_in([one, other])
    with pytest.raises(RefusedError, match="which one counts is not clear"):
        assembly.hand_in([moodle("fc_net.py", "net"), moodle("fc_net (1).py", "other")])
    assert texts(assembly.hand_in([one, moodle("b.zip", zip_of(WHOLE))])) == WHOLE


def test_a_notebook_of_another_name_does_not_supersede_the_one_asked_for(assembly):
    whole, scratch = zip_of(WHOLE), zip_of({LAYERS: "layers", NET: "net", "scratch.ipynb": "?"})
    with pytest.raises(RefusedError, match=f"differ in {NOTEBOOK}"):
        assembly.hand_in([canvas("a.zip", whole, 1), canvas("b.zip", scratch, 2)])
    hand_in = assembly.hand_in([canvas("a.zip", whole, 1), canvas("scratch.ipynb", b"?", 2)])
    assert texts(hand_in) == WHOLE
    assert hand_in.notes == ["left out: scratch.ipynb"]
    hand_in = assembly.hand_in([canvas("mine.ipynb", b"{}", 1), canvas("layers.py", b"layers", 2)])
    assert hand_in.files[NOTEBOOK] == b"{}"


def test_of_a_file_uploaded_singly_twice_the_newest_wins(assembly):
    uploads = [canvas("layers-2.py", b"new", 2), canvas("layers.py", b"old")]
    hand_in = assembly.hand_in(uploads)
    assert texts(hand_in) == {LAYERS: "new"}
    assert hand_in.notes == [f"without {NOTEBOOK}, {NET}", "superseded: ada_7_1_layers.py"]
    hand_in = assembly.hand_in([*uploads, canvas("layers (1).py", b"newest", 3)])
    assert texts(hand_in) == {LAYERS: "newest"}
    assert hand_in.notes[0] == f"layers (1).py was taken for {LAYERS}"


COPIES = [
    "layers (1).py",
    "layers(2).py",
    "layers-1.py",
    "layers copy.py",
    "layers copy 2.py",
    "layers - Copy.py",
    "layers - Copy (3).py",
    "layers-Copy1.py",
    "Copy of layers.py",
    "layers (1) (1).py",
    "layers-1 (2).py",
]


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_a_browser_or_a_desktop_renamed_is_found(assembly, copy, packed):
    files = {"Batch-Normalization (2).ipynb": "{}", copy: "layers", "fc_net.py": "net"}
    uploads = [moodle(path, text) for path, text in files.items()]
    hand_in = assembly.hand_in([moodle("b.zip", zip_of(files))] if packed else uploads)
    assert texts(hand_in) == WHOLE
    assert hand_in.notes == [
        f"Batch-Normalization (2).ipynb was taken for {NOTEBOOK}",
        f"{copy} was taken for {LAYERS}",
    ]


@pytest.mark.parametrize("name", ["layers2.py", "my layers.py", "layers-2024.py", "layers.py.txt"])
def test_a_file_of_another_name_is_left_out_and_named(assembly, name):
    hand_in = assembly.hand_in([moodle(path, "") for path in (NOTEBOOK, "fc_net.py", name)])
    assert hand_in.notes == [f"without {LAYERS}", f"left out: {name}"]


def test_in_one_archive_the_file_that_python_imports_is_taken_not_its_copy(assembly):
    hand_in = assembly.hand_in([moodle("b.zip", zip_of({**WHOLE, "nndl/layers (1).py": "copy"}))])
    assert texts(hand_in) == WHOLE
    assert hand_in.notes == ["left out: nndl/layers (1).py"]


def test_a_file_that_is_asked_for_is_no_copy_of_another(copy_of_course, release):
    source = copy_of_course / "source" / "batchnorm"
    for name in ("lesson.ipynb", "lesson-1.ipynb"):
        shutil.copy(source / NOTEBOOK, source / name)
    release(Course.load(copy_of_course), "batchnorm")
    assembly = Assembly(Course.load(copy_of_course), "batchnorm")
    uploads = [moodle(path, path) for path in (*WHOLE, "lesson-1.ipynb")]
    for handed_in in (uploads, [moodle("b.zip", zip_of({**WHOLE, "lesson-1.ipynb": ""}))]):
        hand_in = assembly.hand_in(handed_in)
        assert "lesson-1.ipynb" in hand_in.files
        assert hand_in.notes == ["without lesson.ipynb"]


def test_an_archive_that_cannot_be_read_is_refused_unless_newer_ones_have_everything(assembly):
    whole = canvas("all.zip", zip_of(WHOLE), 5)
    with pytest.raises(
        RefusedError, match=r"^work\.7z: archives of this kind are not read: unpack"
    ):
        assembly.hand_in([whole, canvas("work.7z", b"7z", 6)])
    with pytest.raises(RefusedError, match=r"^work\.rar: archives of this kind"):
        assembly.hand_in([canvas("work.rar", b"Rar!", 1), canvas("layers.py", b"x", 2)])
    hand_in = assembly.hand_in([whole, canvas("work.7z", b"7z", 4)])
    assert texts(hand_in) == WHOLE
    assert hand_in.notes[0].startswith("left out: work.7z (archives of this kind are not read")


def test_notes_say_what_was_renamed_and_left_out(assembly):
    files = {"mine.ipynb": "{}", LAYERS: "", NET: "", "../x.py": "", **JUNK}
    files |= {f"a/{number}.png": "" for number in range(9)} | {"b/1.py": "", "b/2.ipynb.bak": ""}
    (upload,) = [moodle("b.zip", zip_of(files))]
    assert assembly.hand_in([upload]).notes == [
        f"mine.ipynb was taken for {NOTEBOOK}",
        "left out: ../x.py (the path leads elsewhere), "
        "b/1.py, b/2.ipynb.bak, a/0.png, a/1.png and 7 more",
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
        (
            {**WHOLE, LAYERS: "0" * (MAX_MODULE + 1)},
            r"^batchnorm\.zip: nndl/layers\.py: refused: 1,048,577",
        ),
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
