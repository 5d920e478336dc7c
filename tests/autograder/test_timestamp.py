"""A time is read as whoever wrote it meant it, or not at all; nbgrader reads what is staged."""

from datetime import UTC, datetime

import pytest
from nbgrader.utils import parse_utc

from autograder.intake.timestamp import read_time, write_time

WRITTEN = [
    ("2026-03-01 23:00:00 UTC", "2026-03-01 23:00:00"),
    ("2026-03-01 23:00:00 +01:00", "2026-03-01 22:00:00"),
    ("2026-03-01 23:00:00+01:00", "2026-03-01 22:00:00"),
    ("2026-03-01 23:00:00 +0100", "2026-03-01 22:00:00"),
    ("2026-03-01T23:00:00-05:30", "2026-03-02 04:30:00"),
    ("2026-03-01T23:00:00Z", "2026-03-01 23:00:00"),
    ("2026-03-01 23:00 Europe/Berlin", "2026-03-01 22:00:00"),
    ("2026-07-01 23:00 Europe/Berlin", "2026-07-01 21:00:00"),
    ("2026-03-01 23:00:00 EST", "2026-03-02 04:00:00"),
    ("2026-03-01 23:00:00.123456 UTC", "2026-03-01 23:00:00.123456"),
    ("2026-03-01 23:00:00", "2026-03-01 23:00:00"),
    (" 2026-03-01 \n", "2026-03-01 00:00:00"),
]


@pytest.mark.parametrize(("text", "utc"), WRITTEN)
def test_a_time_is_read_with_its_zone_and_nbgrader_reads_the_same(text, utc):
    time = read_time(text)
    assert time == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert parse_utc(write_time(time).decode().strip()) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "12",
        "01/03/2026 12:00",
        "2026-02-30 12:00 UTC",
        "2026-03-01 25:00 UTC",
        "2026-03-01 23:00 CXST",
        "2026-03-01 23:00 UTC+1",
        "2026-03-01 23:00 ../../etc/localtime",
        "2026-03-01 23:00 +99:99",
        "0001-01-01 00:00 +01:00",
        "9" * 29,
        "\0",
        "\uff12026-03-01",
    ],
)
def test_what_leaves_a_doubt_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(ValueError, match="write it as 2026-01-31 23:59:00 UTC"):
        read_time(text)
