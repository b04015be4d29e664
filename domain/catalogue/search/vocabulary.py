"""The words of a catalogue, and which of them a written word may mean: by letters, sound, clipping or misspelling."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from domain.catalogue.search.sound import coarse, consonants, latin, skeleton, sound, spellings

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Likeness = tuple[Ids, Weights]  # word numbers and how surely each is meant (0 to 1), the surest last

# How surely a word is meant that is not written as it is listed.
SAME_SOUND = 0.97
LIKE_SOUND = 0.93
_SHORT_SOUND = 0.78  # like sounds of one or two consonants say little
_SHORT_LETTERS = 0.6  # unless this much of their letters agrees
_ABBREVIATION = 0.9  # `clgt`: the consonants alone
_SHORTENED = 0.86  # `lavndr`: the consonants and some of the vowels
_CLIPPED = 0.6  # of a word of which next to nothing is left
LEAST = 0.66  # a word that is less like than this is another word
_SURELY = 0.85  # what also is a word of its own is another only when it is at least this like

_OTHER_BEGINNING = 0.9  # few get the first letter wrong: `tangles` are not angles
_NEAR = 24  # how many words of like letters are looked at closely
_ABBREVIATED = 3  # consonants
_LATIN_BONE = (0.25, 0.5)  # how much the skeleton weighs beside the sound: of up to two consonants, of more
_NATIVE_BONE = (0.55, 0.75)  # in Indian scripts many vowels are not written, and English ones are guessed
_LETTERS = (0.5, 0.75)  # how much the letters weigh beside the skeleton: of words of up to five, of longer ones
_CACHED = 30_000


class Vocabulary:
    """Immutable but for a memory of words already asked for."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self.number = {word: at for at, word in enumerate(self.words)}
        sounds = [sound(word) for word in self.words]
        self._by_sound = _places(sounds)
        self._by_consonants = _places([consonants(word) for word in self.words])
        self._letters_in_order = _Ordered(self.words)
        self._sounds_in_order = _Ordered(sounds)
        self._letter_grams = _Grams(self.words)
        self._typed = _Heard([_singular(coarse(heard)) for heard in sounds])
        self._native = _Heard([_singular(coarse(heard, soft=True)) for heard in sounds])
        self._sound_grams = _Grams(self._native.rough)
        self._known: dict[str, Likeness] = {}

    def like(self, word: str) -> Likeness:
        """The catalogue's words that `word`, in any script, may stand for."""
        found = self._known.get(word)
        if found is None:
            ways = [self._look_up(spelled, word.isascii()) for spelled in spellings(word)]
            found = _likeness({at: max(way.get(at, 0.0) for way in ways) for way in ways for at in way})
            if len(self._known) >= _CACHED:
                self._known.clear()
            self._known[word] = found
        return found

    def surely(self, word: str) -> Likeness:
        """Only the words of the very letters or sound."""
        spelled = latin(word)
        found = dict.fromkeys(self._by_sound.get(sound(spelled), ()), SAME_SOUND) if spelled else {}
        if spelled in self.number:
            found[self.number[spelled]] = 1.0
        return _likeness(found)

    def nearest(self, word: str) -> str:
        """The catalogue's word that `word` most surely is; itself where it is none of them."""
        ids, likeness = self.like(word)
        return self.words[ids[-1]] if len(ids) and likeness[-1] >= _SURELY else latin(word)

    def _look_up(self, word: str, typed_in_latin: bool) -> dict[int, float]:
        if not word:
            return {}
        if word.isdigit() or len(word) == 1:
            return {self.number[word]: 1.0} if word in self.number else {}
        heard = sound(word)
        sounding = (at for key in {heard, heard.removesuffix("s")} for at in self._by_sound.get(key, ()))
        found = {at: SAME_SOUND for at in sounding if len(self.words[at]) > 1}
        found.update((at, 1.0) for at in found if self.words[at].removesuffix("s") == word.removesuffix("s"))
        known = word in self.number
        ways = [self._sounding(heard, typed_in_latin), self._clipped(word, heard)]
        if not found or len(word) > 3:
            ways.append(self._misspelt(word, heard, typed_in_latin))
        for way in ways:
            for at, how_like in way.items():
                if how_like >= (_SURELY if known and way is ways[-1] else LEAST) and how_like > found.get(at, 0.0):
                    found[at] = how_like
        if known:
            found[self.number[word]] = 1.0
        return found

    def _sounding(self, heard: str, typed_in_latin: bool) -> dict[int, float]:
        rough = _singular(coarse(heard, soft=not typed_in_latin))
        short = typed_in_latin and len(skeleton(rough)) <= 2
        alike = self._typed if typed_in_latin else self._native
        return dict.fromkeys(alike.by_rough.get(rough, ()), _SHORT_SOUND if short else LIKE_SOUND)

    def _clipped(self, word: str, heard: str) -> dict[int, float]:
        """Words of which this is the beginning, by letters or by sound: `choc`, `deterg`; or the consonants: `clgt`."""
        found: dict[int, float] = {}
        for ordered, beginning in ((self._letters_in_order, word), (self._sounds_in_order, heard)):
            for at, length in ordered.beginning_with(beginning) if len(beginning) >= 3 else ():
                share = _CLIPPED + (LIKE_SOUND - _CLIPPED) * len(beginning) / length
                found[at] = max(share, found.get(at, 0.0))
        bare = consonants(word)
        if len(bare) >= _ABBREVIATED + (bare != word):
            found.update(
                dict.fromkeys(self._by_consonants.get(bare, ()), _ABBREVIATION if bare == word else _SHORTENED)
            )
        return found

    def _misspelt(self, word: str, heard: str, typed_in_latin: bool) -> dict[int, float]:
        """Words of nearly the same letters or sound. The skeleton is compared as well: consonants weigh most."""
        rough = _singular(coarse(heard, soft=not typed_in_latin))
        bare = skeleton(rough)
        alike = self._typed if typed_in_latin else self._native
        near = self._letter_grams.near(word) if typed_in_latin else self._sound_grams.near(rough)
        places = [*{*near, *(alike.by_bone.get(bare, ()) if len(bare) > 1 else ())}]
        if not places:
            return {}
        by_sound = _alike(rough, [alike.rough[at] for at in places])
        by_bone = _alike(bare, [alike.bones[at] for at in places])
        by_letter = _alike(word, [self.words[at] for at in places])
        bone = (_LATIN_BONE if typed_in_latin else _NATIVE_BONE)[len(bare) > 2]
        letters = _LETTERS[typed_in_latin and len(word) > 5]
        likeness = np.maximum((1 - bone) * by_sound + bone * by_bone, letters * by_letter + (1 - letters) * by_bone)
        likeness *= [1 if alike.rough[at][:1] == rough[:1] else _OTHER_BEGINNING for at in places]
        if typed_in_latin and len(bare) <= 2:
            likeness *= np.where(by_letter < _SHORT_LETTERS, _SHORT_SOUND / LIKE_SOUND, 1)
        return dict(zip(places, (LIKE_SOUND * likeness).tolist(), strict=True))


class _Heard:
    """The words by their coarse sound and by its consonants, for one way of hearing."""

    def __init__(self, rough: Sequence[str]) -> None:
        self.rough = list(rough)
        self.bones = [skeleton(each) for each in rough]
        self.by_rough = _places(self.rough)
        self.by_bone = _places(self.bones)


class _Ordered:
    """Keys in their order, to find those that begin alike."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._places = sorted(range(len(keys)), key=keys.__getitem__)
        self._keys = [keys[at] for at in self._places]

    def beginning_with(self, beginning: str) -> Iterable[tuple[int, int]]:
        """Number and length of each key with this beginning."""
        start, end = bisect_left(self._keys, beginning), bisect_left(self._keys, beginning + "~")
        return zip(self._places[start:end], map(len, self._keys[start:end]), strict=True)


class _Grams:
    """Pairs of neighbouring letters and the keys that hold them, in compressed rows."""

    def __init__(self, keys: Sequence[str]) -> None:
        holders: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(keys):
            for gram in _grams(key):
                holders[gram].append(at)
        self._rows = {gram: np.array(each, np.int32) for gram, each in holders.items()}
        self._lengths = np.array([len(key) + 1 for key in keys], np.float32)

    def near(self, key: str) -> list[int]:
        """The keys that share most of their pairs with this one."""
        rows = [self._rows[gram] for gram in _grams(key) if gram in self._rows]
        if not rows:
            return []
        shared = np.bincount(np.concatenate(rows), minlength=len(self._lengths))
        likely = np.flatnonzero(shared >= max(1, int(shared.max()) // 2))
        if len(likely) > _NEAR:
            dice = shared[likely] / (self._lengths[likely] + (len(key) + 1))
            likely = likely[np.argpartition(dice, -_NEAR)[-_NEAR:]]
        return [int(at) for at in likely]


def _grams(key: str) -> set[str]:
    padded = f"^{key}$"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def _singular(heard: str) -> str:
    return heard.removesuffix("s") if len(heard) > 3 else heard


def _alike(key: str, keys: Sequence[str]) -> Weights:
    alike: Weights = cdist([key], keys, scorer=OSA.normalized_similarity)[0]
    return alike


def _likeness(found: dict[int, float]) -> Likeness:
    kept = sorted((how_like, at) for at, how_like in found.items())
    return np.array([at for _, at in kept], np.int32), np.array([like for like, _ in kept], np.float32)


def _places(keys: Sequence[str]) -> dict[str, list[int]]:
    """Where each key stands; a plural also under its singular."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        places[key].append(at)
        if key.endswith("s"):
            places[key[:-1]].append(at)
    return dict(places)
