"""Puts the files that are graded into one archive: `python hand_in.py` makes batchnorm.zip."""

import os
import sys
import zipfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ARCHIVE = FOLDER / "batchnorm.zip"
REQUIRED = [
    "Batch-Normalization.ipynb",
    "nndl/layers.py",
    "nndl/fc_net.py",
]


def main():
    """Write the archive, say what is in it, and return the exit code."""
    missing = [name for name in REQUIRED if not (FOLDER / name).is_file()]
    for name in missing:
        print(f"  missing  {name}")
    if missing:
        print(
            f"hand_in: not written, because {' and '.join(missing)} cannot be found in {FOLDER}; "
            "put back what is missing and run this again",
            file=sys.stderr,
        )
        return 1

    modules = (path.relative_to(FOLDER) for path in FOLDER.glob("nndl/**/*.py"))
    # Helpers in folders too, but not the copies that Jupyter keeps in folders of its own.
    modules = (path for path in modules if all(map(str.isidentifier, path.with_suffix("").parts)))
    names = sorted({*REQUIRED, *(path.as_posix() for path in modules)})
    # Written beside the archive and then renamed, so that it is always a whole one.
    part = ARCHIVE.with_name(ARCHIVE.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            for name in names:
                archive.write(FOLDER / name, name)
        os.replace(part, ARCHIVE)
    except OSError as error:
        part.unlink(missing_ok=True)
        print(f"hand_in: not written: {error}", file=sys.stderr)
        return 1
    for name in names:
        print(f"  added    {name} ({(FOLDER / name).stat().st_size:,} bytes)")
    times = {name: (FOLDER / name).stat().st_mtime for name in names}
    saved = min(time for name, time in times.items() if name.endswith(".ipynb"))
    if changed := [name for name in names if name.endswith(".py") and times[name] > saved]:
        print(
            f"  note     {', '.join(changed)}: changed after the notebook was saved. To "
            "have it show what your code does now, run all its cells, save it, and run this again"
        )
    print(f"Hand in this file: {ARCHIVE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
