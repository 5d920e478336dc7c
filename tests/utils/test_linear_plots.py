"""Pictures made of numbers, and the heat map."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils.linear_plots import as_picture, heat_map, show_pictures


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_a_template_is_stretched_from_its_least_number_to_its_largest():
    picture = as_picture(np.arange(3072.0) - 1000)
    assert picture.shape == (32, 32, 3)
    assert (picture.min(), picture.max()) == (0, 1)
    np.testing.assert_allclose(picture[0, 1] * 3071, [1, 1025, 2049])  # red, green and blue


def test_intensities_are_shown_as_they_are():
    image = np.full((3, 32, 32), 51.0)
    np.testing.assert_allclose(as_picture(image, 0, 255), np.full((32, 32, 3), 0.2))


def test_each_picture_has_its_title_and_each_row_its_name():
    picture = np.zeros((32, 32, 3))
    show_pictures([[picture] * 3] * 2, ["above", "below"], [["a", "b", "c"], ["d", "e", "f"]])
    axes = plt.gcf().axes
    assert [ax.get_title() for ax in axes] == list("abcdef")
    assert [axes[0].get_ylabel(), axes[3].get_ylabel()] == ["above", "below"]


def test_a_heat_map_writes_each_accuracy_into_its_field():
    _, ax = plt.subplots()
    heat_map(ax, np.array([[0.1, 0.25, 0.3]]), [10], [0.1, 1, 100])
    assert [text.get_text() for text in ax.texts] == ["0.10", "0.25", "0.30"]
    assert [each.get_text() for each in ax.get_xticklabels()] == ["0.1", "1", "100"]
