"""The catalogues of sentences: every language is complete, says the same, and is nothing but that language."""

import ast
import gettext
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from conversations.text import LANGUAGES, LOCALES, SOURCE_LANGUAGE, _, speaking
from tests.conversations import sentences

TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
PLACE = re.compile(r"%\(\w+\)s|%%")
LATIN = re.compile(r"[A-Za-z]{2,}")
SCRIPTS = {"hi": "DEVANAGARI", "ne": "DEVANAGARI", "bn": "BENGALI", "hi-Latn": "LATIN"}
ENDS = {".": ".।", "?": "?", ":": ":"}

# Written in Latin letters in every language: what stands on bills, packs and the phone, and words that are typed.
EVERYWHERE = {"GST", "VAT", "MRP", "PAN", "BIN", "START", "STOP", "Location"}
TYPED = {"menu", "back", "cancel", "human", "language", "stop", "console"}
# English sentences that are said in Hindi just so.
SAME_IN_HINGLISH = {
    "%(amount)s %(goods)s free", "%(amount)s free", "%(amount)s off", "%(count)s item", "%(percent)s%% off",
    "GST", "VAT", "Tax", "Menu", "Repeat", "Scheme: %(name)s, %(amount)s", "Total %(total)s", "case", "inner", "pc",
    "Stock", "area manager", "brand manager", "clerk", "draft", "driver", "staff",
}  # fmt: skip
ENGLISH_LITTLE_WORDS = re.compile(r"\b(the|are|was|of|your|you|and|with|for|it|not|please|how|which|what|from|on)\b")


@cache
def template() -> Catalog:
    """The sentences as `make messages` took them from the code last."""
    with (LOCALES / "messages.pot").open("rb") as pot:
        return read_po(pot)


@cache
def catalogue(language: str) -> Catalog:
    """The translations into a language."""
    name = language.replace("-", "_")
    with (LOCALES / name / "LC_MESSAGES" / "messages.po").open("rb") as po:
        return read_po(po, locale=name)


def messages(of: Catalog) -> Iterator[Message]:
    """The sentences of a catalogue, without its header."""
    return (message for message in of if message.id)


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A sentence as a tuple of its forms: one, or one for each kind of count."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def ids(of: Catalog) -> set[tuple[str, ...]]:
    """The English sentences of a catalogue."""
    return {forms(message.id) for message in messages(of)}


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Every English form with its translation; what has none yet is one test's matter alone."""
    for message in messages(catalogue(language)):
        yield from (
            (english, told) for english, told in zip(forms(message.id), forms(message.string), strict=True) if told
        )


# --- the catalogues and the code


def test_the_template_holds_what_the_code_says() -> None:
    extracted = {
        forms(found[2])
        for room in ("conversations", "bot")
        for found in extract_from_dir(sentences.ROOT / room, method_map=[("**.py", "python")])
    }
    missing, gone = extracted - ids(template()), ids(template()) - extracted
    assert not missing, f"run `make messages`; new in the code: {sorted(missing)}"
    assert not gone, f"run `make messages`; no longer in the code: {sorted(gone)}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    told = catalogue(language)
    assert ids(told) == ids(template()), "run `make messages`"
    missing = [forms(message.id)[0] for message in messages(told) if not all(forms(message.string))]
    assert not missing, "\n".join([f"{len(missing)} sentences are not in {LANGUAGES[language]} yet:", *missing])


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_to_be_looked_at(language: str) -> None:
    told = catalogue(language)
    assert [message.id for message in messages(told) if message.fuzzy] == []
    assert list(told.obsolete) == []


def test_every_sentence_is_written_out_in_the_code() -> None:
    assert sentences.computed_sentences() == []


def test_nothing_is_said_past_the_translators() -> None:
    assert sentences.untranslated() == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('Choice("Yes", act)', ["Yes"]),
        ('chat.note(f"Hello {name}")', ["Hello "]),
        ('told = "Two words"', ["Two words"]),
        ('Done(_("Fine so"), text="Bad")', ["Bad"]),
        ('Choice(_("Fine"), act, (facts["talk"],))', []),
        ('raise ValueError("for programmers only")', []),
        ('def act():\n    """Says nothing."""', []),
    ],
)
def test_words_past_the_translators_are_found(code: str, found: list[str]) -> None:
    assert [bare.value for bare in sentences.bare_words(ast.parse(code))] == found


# --- the same said


@pytest.mark.parametrize("language", TRANSLATED)
def test_facts_stay_what_they_are(language: str) -> None:
    """The same facts in each form; a form of one alone may leave the count out or name it."""
    wrong = [
        (english, told)
        for english, told in pairs(language)
        if {*PLACE.findall(told)} - {"%(count)s"} != {*PLACE.findall(english)} - {"%(count)s"}
        or "%" in PLACE.sub("", told)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("count", [0, 1, 2, 5, 11, 21, 100])
def test_counts_take_the_form_that_the_language_gives_them(language: str, count: int) -> None:
    """As CLDR has it; a form for more than one count names the count."""
    told = catalogue(language)
    form = gettext.c2py(told.plural_expr)(count)
    one = Locale.parse(language, sep="-").plural_form(count) == "one"
    assert form == (0 if one else 1)
    for message in messages(told):
        if message.pluralizable and count != 1:
            assert "%(count)s" in forms(message.string)[form], message.string


@pytest.mark.parametrize("language", TRANSLATED)
def test_sentences_end_as_they_do_in_english(language: str) -> None:
    wrong = [
        (english, told)
        for english, told in pairs(language)
        if (english[-1] in ENDS) != (told[-1] in "".join(ENDS.values()))
        or told[-1] not in ENDS.get(english[-1], told[-1])
        or told.count("\n") != english.count("\n")
        or told != told.strip()
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_shouted_at(language: str) -> None:
    english = [sentence for each in ids(template()) for sentence in each]
    told = [told for _english, told in pairs(language)] if language in TRANSLATED else english
    assert [sentence for sentence in told if "!" in sentence] == []


# --- nothing but that language


@pytest.mark.parametrize("language", ["hi", "ne", "bn"])
def test_no_english_is_left_over(language: str) -> None:
    left = {
        (word, told)
        for english, told in pairs(language)
        for word in LATIN.findall(PLACE.sub("", told))
        if word not in EVERYWHERE and not (word in TYPED and word in english)
    }
    assert left == set()


def test_no_english_is_left_over_in_hinglish() -> None:
    same = {english for english, told in pairs("hi-Latn") if told == english and LATIN.search(PLACE.sub("", english))}
    assert same <= SAME_IN_HINGLISH
    assert same >= SAME_IN_HINGLISH, "these are translated now"
    assert [told for _english, told in pairs("hi-Latn") if ENGLISH_LITTLE_WORDS.search(told.lower())] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_one_script_in_one_spelling(language: str) -> None:
    for _english, told in pairs(language):
        assert told == unicodedata.normalize("NFC", told)
        scripts = {unicodedata.name(sign).split()[0] for sign in told if sign.isalpha()} - {"LATIN"}
        assert scripts <= {SCRIPTS[language]}, told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_new_language_is_named_in_itself(language: str) -> None:
    with speaking(language):
        assert LANGUAGES[language] in _("I will answer in English.").replace("বাংলায়", "বাংলা")
