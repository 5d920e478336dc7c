"""clean: what a student's code says cannot drive a terminal, hide, or run on."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.text import clean

HARMFUL = {"Cc", "Cs", "Zl", "Zp"}  # controls, surrogates, line and paragraph separators
BIDI = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]


@pytest.mark.parametrize(
    "text", ["", "a line\nand another", "Größe µ ≤ 3 · 文字 🙂", "[31m] \\x1b"]
)
def test_ordinary_text_stays_as_it_is(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    "escape",
    [
        "\x1b[31m",
        "\x1b[0;1;38;5;200m",
        "\x1b[2J",
        "\x1b[?25l",
        "\x1b[10;20H",
        "\x1b]0;a new title\x07",
        "\x1b]8;;https://example.org\x1b\\",
        "\x1b]52;c;cGFzdGU=\x07",
        "\x1bc",
    ],
    ids=ascii,
)
def test_a_terminals_escape_sequences_disappear_whole(escape):
    assert clean(f"before{escape}after") == "beforeafter"


@pytest.mark.parametrize(
    "text", ["\x1b", "text\x1b", "\x1b\x1b", "\x1b[", "\x1b]", "\x1b[31"], ids=ascii
)
def test_an_escape_sequence_cut_short_leaves_no_escape(text):
    assert "\x1b" not in clean(text)


def test_an_escape_sequence_without_an_end_takes_no_more_than_its_text():
    assert clean("before\x1b]0;title") == "before"


@pytest.mark.parametrize("character", ["\r", "\b", "\t", "\0", "\x7f", "\x85", "\x9b"], ids=ascii)
def test_a_control_character_becomes_a_space(character):
    assert clean(f"right{character}wrong") == "right wrong"


@pytest.mark.parametrize("mark", BIDI, ids=hex)
def test_a_mark_that_changes_the_direction_of_writing_becomes_a_space(mark):
    assert clean(f"a{chr(mark)}b") == "a b"


@pytest.mark.parametrize("character", [0x200B, 0x2028, 0x2029, 0x2060, 0xFEFF], ids=hex)
def test_what_cannot_be_seen_or_breaks_a_line_elsewhere_becomes_a_space(character):
    assert clean(f"a{chr(character)}b") == "a b"


def test_surrogates_become_characters_that_can_be_encoded():
    assert clean("a\ud800b\udcffc").encode() == "a\ufffdb\ufffdc".encode()


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("\x1b[31mabcdef\x1b[0m", 6, "abcdef"),
    ],
)
def test_text_is_shortened_to_the_limit_visibly(text, limit, expected):
    assert clean(text, limit) == expected


def test_the_limit_is_500_characters_unless_told():
    assert len(clean("a" * 501)) == 500


@settings(deadline=None, derandomize=True, database=None)
@given(
    st.text(st.characters() | st.sampled_from("\x1b[];\x07\\m"), max_size=80), st.integers(1, 40)
)
def test_whatever_the_text_what_is_left_is_harmless_and_short(text, limit):
    result = clean(text, limit)
    assert len(result) <= limit
    for character in result:
        assert character == "\n" or unicodedata.category(character) not in HARMFUL
        assert ord(character) not in BIDI
