"""Loads CIFAR-10 for the notebooks.

Given code: reads what is on disk and nothing else, so it needs numpy only, no network, and no write
access. `tools.fetch_cifar10` is what puts the full data set on disk.
"""

from pathlib import Path

import numpy as np

DATA_DIR = Path(__file__).parent / "data"
# Both hold uint8 arrays X_train, y_train, X_val, y_val, X_test and y_test; X is (N, 3, 32, 32).
FULL_FILE = DATA_DIR / "cifar10.npz"
SUBSET_FILE = DATA_DIR / "cifar10_subset.npz"

# Validation images are always train images 49,000 to 49,999, so they are never trained on.
MAX_TRAINING, MAX_VALIDATION, MAX_TEST = 49_000, 1_000, 10_000


def get_CIFAR10_data(  # noqa: N802 (the name such courses have always used)
    num_training=MAX_TRAINING,
    num_validation=MAX_VALIDATION,
    num_test=1_000,
    subtract_mean=True,
    dtype=np.float32,
):
    """Load CIFAR-10: the full data set if it was fetched, else the subset that ships.

    The first images of each part are taken. The subset holds 1,000 of each; ask for more and all
    1,000 are returned. Prints one line saying which of the two was used.

    Args:
        num_training: number of training images, 1 to 49,000.
        num_validation: number of validation images, 0 to 1,000.
        num_test: number of test images, 0 to 10,000.
        subtract_mean: subtract the mean image of the returned training images from all images.
        dtype: floating type of the images.

    Returns:
        dict of X_train, X_val, X_test: images, (N, 3, 32, 32), channels red, green, blue, in
        intensities 0 to 255 before the mean is subtracted; and y_train, y_val, y_test: classes
        0 to 9, (N,), int64.

    Raises:
        ValueError: a count is out of range, or dtype is not a floating type.
    """
    _check_count("num_training", num_training, 1, MAX_TRAINING)
    _check_count("num_validation", num_validation, 0, MAX_VALIDATION)
    _check_count("num_test", num_test, 0, MAX_TEST)
    if not np.issubdtype(dtype, np.floating):
        raise ValueError(f"dtype={dtype!r}: images need a floating type, such as np.float32")

    fetched = FULL_FILE.exists()
    data = {}
    with np.load(FULL_FILE if fetched else SUBSET_FILE, allow_pickle=False) as file:
        for part, count in ("train", num_training), ("val", num_validation), ("test", num_test):
            pixels = file[f"X_{part}"][:count]
            images = pixels.astype(dtype)
            if subtract_mean:
                if part == "train":
                    # From the uint8 pixels the sums are exact; summed in float32 they drift.
                    mean_image = pixels.mean(axis=0, dtype=np.float64).astype(dtype)
                images -= mean_image  # in place: a second copy of 49,000 images is 600 MB
            data[f"X_{part}"] = images
            data[f"y_{part}"] = file[f"y_{part}"][:count].astype(np.int64)

    sizes = "/".join(f"{len(data[y]):,}" for y in ("y_train", "y_val", "y_test"))
    if fetched:
        print(f"CIFAR-10: {sizes} train/validation/test images of the full data set.")
    else:
        print(
            f"CIFAR-10: {sizes} train/validation/test images of the subset that ships with the "
            "course; `python -m tools.fetch_cifar10` fetches the full data set."
        )
    return data


def _check_count(name, count, lowest, highest):
    if not lowest <= count <= highest:
        raise ValueError(f"{name}={count}: must be between {lowest:,} and {highest:,}")
