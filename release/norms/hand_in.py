"""Puts the files that are graded into one archive: `python hand_in.py` makes norms.zip.

First it says what is missing, and then makes the archive all the same. It runs nothing of yours and
needs nothing installed. It exits with 0 if the archive is there and nothing was found missing, with
2 if the archive is there and something is missing, and with 1 if there is no archive.
"""

import ast
import json
import os
import sys
import warnings
import zipfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ARCHIVE = FOLDER / "norms.zip"
REQUIRED = [
    "Normalization-Layers.ipynb",
    "nndl/norm_layers.py",
    "nndl/cnn.py",
]
# Of each answer that is to be written: its cell's id, its exercise, and what the cell held at first.
ANSWERS = [
    ["Normalization-Layers.ipynb", "norms_findings", "8 (What the experiments show, and why)", "*Your answer here.*"],
]
UNWRITTEN = " is not implemented yet"  # how the message of a function that is to be written ends


def main():
    """Say what is missing, write the archive, say what is in it, and return the exit code."""
    for stream in sys.stdout, sys.stderr:
        if hasattr(stream, "reconfigure"):  # a terminal may lack a letter that a name has
            stream.reconfigure(errors="backslashreplace")
    absent = [name for name in REQUIRED if not (FOLDER / name).is_file()]
    if absent:
        print(
            f"hand_in: not written, because {' and '.join(absent)} cannot be found in {FOLDER}; "
            "put back what is missing and run this again",
            file=sys.stderr,
        )
        return 1
    names, notes = collect()
    try:
        missing = look_for_what_is_missing(names, notes)
        show(missing)
        write(names)
    except OSError as error:
        print(f"hand_in: not written: {error}", file=sys.stderr)
        return 1
    for name in names:
        print(f"  added    {name} ({(FOLDER / name).stat().st_size:,} bytes)")
    for note in notes:
        print(f"  note     {note}")
    print(f"Hand in this file: {ARCHIVE}{' (NOT COMPLETE, see above)' if missing else ''}")
    return 2 if missing else 0


def collect():
    """The names of the files to hand in, and notes on others."""
    names, notes = set(REQUIRED), []
    for path in sorted(FOLDER.glob("nndl/**/*.py")):
        path = path.relative_to(FOLDER)
        if all(map(str.isidentifier, path.with_suffix("").parts)):
            names.add(path.as_posix())
        elif not any(part.startswith(".") for part in path.parts):  # Jupyter's own copies
            notes.append(
                f"{path.as_posix()}: left out, as Python cannot import a file or folder of this "
                "name; if your code is to use it, rename it: letters, digits and _ only"
            )
    return sorted(names), notes


def look_for_what_is_missing(names, notes):
    """A line for all that is missing: the file, the thing and the way out. Adds to the notes."""
    missing = []
    for name in names:
        if not name.endswith(".py"):
            missing += [f"{name}: {each}" for each in look_at_notebook(FOLDER / name)]
            continue
        error, unwritten = look_at_module(FOLDER / name)
        if error:
            missing.append(
                f"{name}{error}. As long as Python cannot read this file, nothing in it works: "
                "mend that place"
            )
        elif unwritten and name in REQUIRED:
            missing.append(
                f"{name}: {unwritten}: still to be written, in place of the NotImplementedError; "
                "python self_check.py then says how far it works"
            )
        elif unwritten:
            notes.append(f"{name}: {unwritten}: not written; that is fine if your code does without")
    times = {name: (FOLDER / name).stat().st_mtime for name in names}
    saved = min(time for name, time in times.items() if name.endswith(".ipynb"))
    if changed := [name for name in names if name.endswith(".py") and times[name] > saved]:
        notes.append(
            f"{', '.join(changed)}: changed after the notebook was saved. To have it show what "
            "your code does now, run all its cells, save it, and run this again"
        )
    return missing


def look_at_module(path):
    """Where and why Python cannot read a module, and what functions in it are to be written."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(path.read_bytes(), path.name)
            compile(tree, path.name, "exec")
    except SyntaxError as error:
        version = ".".join(map(str, sys.version_info[:2]))
        where = f", line {error.lineno}" if error.lineno else ""
        return f"{where}: {error.msg} (says Python {version})", ""
    except (ValueError, RecursionError, MemoryError) as error:
        return f": {error or type(error).__name__}", ""
    messages = [
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        for argument in node.exc.args
        if isinstance(argument, ast.Constant) and UNWRITTEN in str(argument.value)
    ]
    functions = [message.partition(UNWRITTEN)[0] for message in messages]
    return "", ", ".join(dict.fromkeys(functions))


def look_at_notebook(path):
    """What is missing in a notebook: sentences."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        found = [
            (
                cell["metadata"].get("nbgrader", {}).get("grade_id"),
                "".join(cell["source"]).strip() + "".join(cell.get("attachments", "")),
            )
            for cell in cells
        ]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return [
            f"no notebook that can be read ({type(error).__name__}: {error}): open it in Jupyter "
            "and save it; if it does not open, put your answers into the one you were given"
        ]
    missing = []
    for notebook, name, exercise, placeholder in ANSWERS:
        answers = [answer for grade_id, answer in found if grade_id == name]
        if notebook == path.name and not answers:
            missing.append(
                f"exercise {exercise}: the cell of your answer was deleted: copy it from the "
                "notebook you were given, and write the answer in it"
            )
        elif notebook == path.name and all(each in ("", placeholder) for each in answers):
            missing.append(
                f"exercise {exercise}: no answer yet: write it into its cell, in place of "
                f"{placeholder!r}, and save the notebook"
            )
    return missing


def show(missing):
    """Print what is missing as one block that nobody overlooks."""
    if missing:
        line = "!" * 78
        print(f"{line}\nNOT COMPLETE. This is missing:\n")
        for each in missing:
            print(f"  - {each}")
        print(
            "\nThe archive is made all the same, and can be handed in as it is: what works earns "
            f"its points.\nOtherwise mend this, and run hand_in.py again.\n{line}"
        )


def write(names):
    """Write the archive beside where it belongs and rename it, so that it is always a whole one."""
    part = ARCHIVE.with_name(ARCHIVE.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            for name in names:
                archive.write(FOLDER / name, name)
        os.replace(part, ARCHIVE)
    finally:
        part.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
