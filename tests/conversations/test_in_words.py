"""Amounts in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.in_words import amount_in_words, number_in_words
from conversations.text import LANGUAGES, speaking


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (19, "nineteen"),
        (42, "forty two"),
        (100, "one hundred"),
        (16_907, "sixteen thousand nine hundred seven"),
        (12_34_567, "twelve lakh thirty four thousand five hundred sixty seven"),
        (1_00_00_000, "one crore"),
        (123_00_00_000, "one hundred twenty three crore"),
    ],
)
def test_english(number: int, words: str) -> None:
    assert number_in_words(number, "en") == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("hi", "तीन हज़ार तीन सौ बयासी"),
        ("ne", "तिन हजार तिन सय बयासी"),
        ("bn", "তিন হাজার তিন শো বিরাশি"),
        ("hi-Latn", "teen hazar teen sau bayasi"),
    ],
)
def test_other_languages(language: str, words: str) -> None:
    assert number_in_words(3382, language) == words


@given(st.integers(0, 10**11), st.sampled_from(sorted(LANGUAGES)))
def test_every_number_has_words_of_its_own(number: int, language: str) -> None:
    said = number_in_words(number, language)
    assert said
    assert said != number_in_words(number + 1, language)


def test_rupees_and_paise() -> None:
    with speaking("en"):
        assert amount_in_words(Decimal("16907.50")) == (
            "Rupees sixteen thousand nine hundred seven and paise fifty only"
        )
        assert amount_in_words(Decimal("100.00")) == "Rupees one hundred only"
