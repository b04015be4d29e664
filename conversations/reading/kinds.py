"""Kinds of goods: who asks for salt does not mean salted biscuits."""

from collections.abc import Sequence

from conversations.reading.loading import lexicon
from conversations.reading.naming import Named
from domain.catalogue.search import Candidate
from domain.catalogue.search.names import head_of, name_words


def of_kind(found: Sequence[Candidate], goods: Named) -> Sequence[Candidate]:
    """Where only kinds of goods were named, products of another kind that have the word as an ingredient are none."""
    terms = [term for term in goods.wanted.terms if not term.optional]
    if not all(term.kind for term in terms):
        return found
    said = frozenset(word for term in terms for form in term.forms for word in form.split())
    kept = [each for each in found if each.kind_said or each.brand_said or not _is_other_kind(each, said)]
    if not any(each.kind_said for each in kept):
        return kept
    return [each for each in kept if each.kind_said or said.intersection(name_words(head_of(each.entry.name)))]


def _is_other_kind(candidate: Candidate, said: frozenset[str]) -> bool:
    """The name ends in what kind of thing it is, and that was not said: egg noodles are noodles.

    Unless it goes with what was said (`urad` is a `dal`), or is only the form in which that comes (`powder - cumin`).
    """
    known, entry = lexicon(), candidate.entry
    category = {word.removesuffix("s") for word in name_words(f"{entry.subcategory} {entry.category}")}
    by_category = [word for word in name_words(entry.name) if word.removesuffix("s") in category]
    for own in (name_words(head_of(entry.name)), by_category):
        kinds = [word for word in own if word in known.kind_words and word not in known.forms_of_goods]
        if kinds:
            return kinds[-1] not in said and not known.goes_with(kinds[-1], said)
    return False
