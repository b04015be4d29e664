"""The words of a catalogue, and which of them a written word may mean: by letters, sound, clipping or misspelling."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from domain.catalogue.search.sound import coarse, latin, skeleton, sound

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Likeness = tuple[Ids, Weights]  # word numbers and how surely each is meant (0 to 1), the surest last

SAME_SOUND = 0.97
LIKE_SOUND = 0.93
ABBREVIATION = 0.9  # `clgt`: the consonants alone
LEAST = 0.66  # a word that is less like than this is another word
_NEAR = 24  # how many words of like letters are looked at closely
_LATIN_BONE = (0.25, 0.5)  # how much the skeleton weighs: of up to two consonants, of more
_NATIVE_BONE = (0.55, 0.75)
_ABBREVIATED = 3  # consonants
_VOWEL = re.compile("[aeiouy]")
_SURELY = 0.85
_CLIPPED = 0.6  # of a word of which next to nothing is left
_SHORT_SOUND = 0.78  # like sounds of one or two consonants say little
_CACHED = 30_000
_NONE: Likeness = (np.empty(0, np.int32), np.empty(0, np.float32))


class Vocabulary:
    """Immutable but for a memory of words already asked for."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self.number = {word: at for at, word in enumerate(self.words)}
        self._sounds = [sound(word) for word in self.words]
        self._coarse = [coarse(heard) for heard in self._sounds]
        self._skeletons = [skeleton(rough) for rough in self._coarse]
        self._by_sound = _places(self._sounds)
        self._by_coarse = _places(self._coarse)
        self._by_skeleton = _places(self._skeletons)
        self._by_consonants = _places([skeleton(heard) for heard in self._sounds])
        self._in_order = sorted(range(len(self.words)), key=self._sounds.__getitem__)
        self._ordered = [self._sounds[at] for at in self._in_order]
        self._grams, self._starts, self._holders = _postings(self._coarse)
        self._gram_count = np.array([len(rough) + 1 for rough in self._coarse], np.float32)
        self._known: dict[str, Likeness] = {}

    def like(self, word: str) -> Likeness:
        """The catalogue's words that `word`, in any script, may stand for."""
        found = self._known.get(word)
        if found is None:
            found = self._look_up(latin(word), word.isascii())
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

    def _look_up(self, word: str, typed_in_latin: bool) -> Likeness:
        if not word:
            return _NONE
        if word.isdigit() or len(word) == 1:
            return _likeness({self.number[word]: 1.0}) if word in self.number else _NONE
        heard = sound(word)
        sure = {at: SAME_SOUND for key in {heard, heard.removesuffix("s")} for at in self._by_sound.get(key, ())}
        sure.update((at, 1.0) for at in sure if self.words[at].removesuffix("s") == word.removesuffix("s"))
        near = self._sounding(coarse(heard), typed_in_latin)
        for at, how_like in self._clipped(heard).items():
            near[at] = max(how_like, near.get(at, 0.0))
        least = _SURELY if word in self.number else LEAST
        if not sure or len(word) > 3:
            for at, how_like in self._misspelt(word, heard, typed_in_latin).items():
                if how_like >= least:
                    near[at] = max(how_like, near.get(at, 0.0))
        for at, how_like in near.items():
            sure[at] = max(how_like, sure.get(at, 0.0))
        return _likeness(sure)

    def _sounding(self, rough: str, typed_in_latin: bool) -> dict[int, float]:
        short = typed_in_latin and len(skeleton(rough)) <= 2
        return dict.fromkeys(self._by_coarse.get(rough, ()), _SHORT_SOUND if short else LIKE_SOUND)

    def _clipped(self, heard: str) -> dict[int, float]:
        """Words of which `heard` is the beginning: `choc`, `deterg`."""
        if len(heard) < 3:
            return {}
        found: dict[int, float] = {}
        for place in range(
            bisect_left(self._ordered, heard), min(len(self._ordered), bisect_left(self._ordered, heard + "~"))
        ):
            whole = self._ordered[place]
            found[self._in_order[place]] = _CLIPPED + (LIKE_SOUND - _CLIPPED) * len(heard) / len(whole)
        return found

    def _misspelt(self, word: str, heard: str, typed_in_latin: bool) -> dict[int, float]:
        """Words of nearly the same letters. Consonants weigh most: their skeleton is compared as well.

        Of a word in an Indian script the vowels tell little: many are not written, and English ones are guessed.
        """
        rough = coarse(heard)
        bare = skeleton(rough)
        places = list({*self._alike(rough), *(self._by_skeleton.get(bare, ()) if len(bare) > 1 else ())})
        if not places:
            return {}
        by_sound = cdist([rough], [self._coarse[at] for at in places], scorer=OSA.normalized_similarity)[0]
        by_bone = cdist([bare], [self._skeletons[at] for at in places], scorer=OSA.normalized_similarity)[0]
        by_letter = cdist([word], [self.words[at] for at in places], scorer=OSA.normalized_similarity)[0]
        bone = (_LATIN_BONE if typed_in_latin else _NATIVE_BONE)[len(bare) > 2]
        likeness = LIKE_SOUND * np.maximum((1 - bone) * by_sound + bone * by_bone, 0.5 * by_letter + 0.5 * by_bone)
        found = {at: float(how_like) for at, how_like in zip(places, likeness, strict=True) if how_like >= LEAST}
        if typed_in_latin and len(bare) >= _ABBREVIATED and not _VOWEL.search(word):
            found.update(dict.fromkeys(self._by_consonants.get(skeleton(heard), ()), ABBREVIATION))
        return found

    def _alike(self, heard: str) -> Iterable[int]:
        spans = [
            (self._starts[at], self._starts[at + 1])
            for gram in _grams(heard)
            if (at := self._grams.get(gram)) is not None
        ]
        if not spans:
            return ()
        holders = np.concatenate([self._holders[start:end] for start, end in spans])
        places, shared = np.unique(holders, return_counts=True)
        dice = 2 * shared / (self._gram_count[places] + len(heard) + 1)
        if len(places) > _NEAR:
            best = np.argpartition(dice, -_NEAR)[-_NEAR:]
            return [int(at) for at in places[best]]
        return [int(at) for at in places]


def _likeness(found: dict[int, float]) -> Likeness:
    kept = sorted((how_like, at) for at, how_like in found.items())
    return np.array([at for _, at in kept], np.int32), np.array([like for like, _ in kept], np.float32)


def _grams(heard: str) -> set[str]:
    padded = f"^{heard}$"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def _places(keys: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        places[key].append(at)
        if key.endswith("s"):
            places[key[:-1]].append(at)
    return dict(places)


def _postings(sounds: Sequence[str]) -> tuple[dict[str, int], NDArray[np.int64], Ids]:
    holders: dict[str, list[int]] = defaultdict(list)
    for at, heard in enumerate(sounds):
        for gram in _grams(heard):
            holders[gram].append(at)
    starts = np.zeros(len(holders) + 1, np.int64)
    np.cumsum([len(each) for each in holders.values()], out=starts[1:])
    flat = np.fromiter((at for each in holders.values() for at in each), np.int32, int(starts[-1]))
    return {gram: at for at, gram in enumerate(holders)}, starts, flat
