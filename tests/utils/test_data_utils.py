"""The CIFAR-10 that the notebooks get: the subset always, the full data set where it is fetched."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from utils import data_utils
from utils.data_utils import FULL_FILE, SUBSET_FILE, get_CIFAR10_data

ROOT = Path(data_utils.__file__).parents[1]
PARTS = ["train", "val", "test"]

# Channel means (red, green, blue) and images per class. The full set's are the published ones.
FIGURES = {
    "subset": {
        "sizes": [1_000, 1_000, 1_000],
        "train and validation means": [125.698, 123.438, 114.133],
        "train and validation labels": [189, 231, 178, 204, 177, 183, 209, 209, 212, 208],
        "test means": [126.670, 124.099, 115.012],
        "test labels": [103, 89, 100, 103, 90, 86, 112, 102, 106, 109],
    },
    "full": {
        "sizes": [49_000, 1_000, 10_000],
        "train and validation means": [125.307, 122.950, 113.865],
        "train and validation labels": [5_000] * 10,
        "test means": [126.025, 123.709, 114.854],
        "test labels": [1_000] * 10,
    },
}


@pytest.fixture(params=["subset", "full"] if FULL_FILE.exists() else ["subset"])
def dataset(request, monkeypatch):
    """The name of a data set that is here, and that get_CIFAR10_data will now use."""
    if request.param == "subset":
        monkeypatch.setattr(data_utils, "FULL_FILE", Path("never fetched"))
    return request.param


@pytest.fixture
def subset(monkeypatch):
    monkeypatch.setattr(data_utils, "FULL_FILE", Path("never fetched"))


@pytest.fixture
def full_size_file(tmp_path):
    """A file as large as the full data set, of black airplanes."""
    path = tmp_path / "cifar10.npz"
    sizes = zip(PARTS, FIGURES["full"]["sizes"], strict=True)
    arrays = {}
    for part, size in sizes:
        arrays[f"X_{part}"] = np.zeros((size, 3, 32, 32), np.uint8)
        arrays[f"y_{part}"] = np.zeros(size, np.uint8)
    np.savez(path, **arrays)
    return path


def run_python(code, cwd):
    return subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def test_images_are_float32_and_labels_int64_in_the_documented_shapes(dataset):
    data = get_CIFAR10_data(num_test=10_000)
    assert list(data) == [f"{axis}_{part}" for part in PARTS for axis in "Xy"]
    for part, size in zip(PARTS, FIGURES[dataset]["sizes"], strict=True):
        assert data[f"X_{part}"].shape == (size, 3, 32, 32)
        assert data[f"X_{part}"].dtype == np.float32
        assert data[f"y_{part}"].shape == (size,)
        assert data[f"y_{part}"].dtype == np.int64


def test_channel_means_and_labels_are_the_recorded_ones(dataset):
    data = get_CIFAR10_data(num_test=10_000, subtract_mean=False)
    groups = {"train and validation": ["train", "val"], "test": ["test"]}
    for group, parts in groups.items():
        labels = np.concatenate([data[f"y_{part}"] for part in parts])
        sums = sum(data[f"X_{part}"].sum(axis=(0, 2, 3), dtype=np.float64) for part in parts)
        means = sums / (len(labels) * 32 * 32)
        assert means == pytest.approx(FIGURES[dataset][f"{group} means"], abs=6e-4)
        assert np.bincount(labels).tolist() == FIGURES[dataset][f"{group} labels"]


def test_images_come_in_the_official_order_and_pixel_layout(dataset):
    data = get_CIFAR10_data(subtract_mean=False)
    frog = data["X_train"][0].reshape(-1)
    assert frog[:3].tolist() == [59, 43, 50]  # red, from the top left
    assert frog[-3:].tolist() == [140, 84, 72]  # blue, to the bottom right
    assert data["y_train"][:10].tolist() == [6, 9, 9, 4, 1, 1, 2, 7, 8, 3]
    assert data["y_test"][:10].tolist() == [3, 8, 8, 0, 6, 6, 1, 6, 3, 1]


def test_the_subset_is_the_beginning_of_each_part(dataset):
    data = get_CIFAR10_data(num_training=1_000, subtract_mean=False)
    with np.load(SUBSET_FILE, allow_pickle=False) as file:
        assert sorted(file) == sorted(data)
        for key, array in file.items():
            assert array.dtype == np.uint8
            np.testing.assert_array_equal(data[key], array)


def test_the_shipped_subset_stays_under_nine_megabytes():
    assert SUBSET_FILE.stat().st_size < 9e6


def test_the_mean_image_of_the_training_images_is_subtracted_from_all(dataset):
    counts = {"num_training": 50, "num_validation": 20, "num_test": 30}
    raw = get_CIFAR10_data(**counts, subtract_mean=False)
    centred = get_CIFAR10_data(**counts)
    mean_image = raw["X_train"].mean(axis=0)
    for part, size in zip(PARTS, counts.values(), strict=True):
        assert len(centred[f"y_{part}"]) == size
        np.testing.assert_allclose(
            centred[f"X_{part}"], raw[f"X_{part}"] - mean_image, rtol=0, atol=1e-4
        )


def test_counts_are_capped_at_what_the_subset_holds(subset):
    data = get_CIFAR10_data(num_training=49_000, num_validation=1_000, num_test=10_000)
    assert [len(data[f"y_{part}"]) for part in PARTS] == [1_000, 1_000, 1_000]


def test_no_validation_or_test_images_may_be_asked_for(subset):
    data = get_CIFAR10_data(num_training=1, num_validation=0, num_test=0)
    assert [len(data[f"X_{part}"]) for part in PARTS] == [1, 0, 0]


def test_one_line_says_that_the_subset_is_used_and_how_to_fetch_the_rest(subset, capsys):
    get_CIFAR10_data(num_training=20_000, num_test=500)
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert "1,000/1,000/500" in out
    assert "subset" in out
    assert "python -m tools.fetch_cifar10" in out
    assert err == ""  # nbgrader gives a cell that writes to stderr no points


def test_one_line_says_that_the_full_data_set_is_used(full_size_file, monkeypatch, capsys):
    monkeypatch.setattr(data_utils, "FULL_FILE", full_size_file)
    get_CIFAR10_data(num_training=2_000)
    out, err = capsys.readouterr()
    assert out == "CIFAR-10: 2,000/1,000/1,000 train/validation/test images of the full data set.\n"
    assert err == ""


@pytest.mark.parametrize(
    ("argument", "count", "limit"),
    [
        ("num_training", 60_000, "49,000"),
        ("num_training", 49_001, "49,000"),
        ("num_training", 0, "between 1 and"),
        ("num_training", -1, "between 1 and"),
        ("num_validation", 1_001, "1,000"),
        ("num_validation", -1, "between 0 and"),
        ("num_test", 10_001, "10,000"),
        ("num_test", -1, "between 0 and"),
    ],
)
def test_a_count_out_of_range_is_named_with_its_value_and_limit(dataset, argument, count, limit):
    with pytest.raises(ValueError, match=rf"{argument}={count}\b.*{limit}"):
        get_CIFAR10_data(**{argument: count})


def test_images_come_in_the_floating_type_asked_for(subset):
    data = get_CIFAR10_data(dtype=np.float64)
    assert data["X_train"].dtype == np.float64
    # The mean of float64 images is subtracted in float64.
    assert np.abs(data["X_train"].mean(axis=0)).max() < 1e-11


def test_an_integer_type_is_refused(subset):
    with pytest.raises(ValueError, match=r"dtype=.*uint8.*np\.float32"):
        get_CIFAR10_data(dtype=np.uint8)


def test_pickles_inside_a_data_file_are_never_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(data_utils, "FULL_FILE", tmp_path / "cifar10.npz")
    np.savez(data_utils.FULL_FILE, X_train=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        get_CIFAR10_data()


def test_loading_works_anywhere_with_numpy_alone_and_no_network_and_writes_nothing(tmp_path):
    code = """
import sys
import numpy  # its own start-up is not ours to judge

def forbid(event, arguments):
    if event.startswith("socket.") or event == "import" and arguments[0] in ("PIL", "tqdm"):
        raise SystemExit(f"forbidden: {event} {arguments}")
    if event == "open" and set(str(arguments[1])) & set("wax+"):
        raise SystemExit(f"written: {arguments}")

sys.addaudithook(forbid)
from utils.data_utils import get_CIFAR10_data
assert len(get_CIFAR10_data(num_training=1_000)["X_train"]) == 1_000
"""
    run = run_python(code, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")


def test_loading_all_images_peaks_under_one_gibibyte(full_size_file, tmp_path):
    # VmHWM and not ru_maxrss, which a child inherits from the process that started it.
    code = f"""
from pathlib import Path
from utils import data_utils
data_utils.FULL_FILE = Path({str(full_size_file)!r})
data = data_utils.get_CIFAR10_data()
assert data["X_train"].shape == (49_000, 3, 32, 32)
status = Path("/proc/self/status").read_text()
print(status.split("VmHWM:")[1].split()[0])
"""
    run = run_python(code, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    peak = int(run.stdout.split()[-1])  # KiB
    assert peak < 1 << 20
