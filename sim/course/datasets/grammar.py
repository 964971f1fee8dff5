"""Short texts in two languages: a grammar whose phrases are pairs, Chinese and English gloss.

A vocabulary is text: a line ``#name`` opens a list, each line below is ``中文 | English``. A phrase may hold ``{name}`` in
both halves: the same choice from that list fills both, so that the gloss says what the Chinese says. ``{name.2}`` is a second,
independent choice from the list. From outside, a slot may be filled with a given pair, or from another list than its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

__all__ = ["Vocabulary", "say", "vocabulary"]

Pair = tuple[str, str]
Vocabulary = Mapping[str, tuple[Pair, ...]]
SLOT = re.compile(r"\{([\w.-]+)\}")
CHOICES = 40  # numbers drawn for one text; longer ones use them again from the start, shifted
TRIES = 8  # a text that was said already is said anew so often


def vocabulary(*texts: str) -> dict[str, tuple[Pair, ...]]:
    """Return the lists of some texts. Raise a ValueError for a line without a gloss or a slot that no list fills."""
    lists: dict[str, list[Pair]] = {}
    name = ""
    for line in (one.strip() for text in texts for one in text.splitlines()):
        if line.startswith("#"):
            name = line[1:].strip()
            lists.setdefault(name, [])
        elif line:
            zh, bar, en = line.partition("|")
            if not bar or not name:
                raise ValueError(f"vocabulary, list {name!r}: {line!r} is not of the form 中文 | English.")
            lists[name].append((zh.strip(), en.strip()))
    for own, pairs in lists.items():
        for zh, en in pairs:
            if sorted(SLOT.findall(zh)) != sorted(SLOT.findall(en)):
                raise ValueError(f"vocabulary, list {own!r}: {zh!r} and {en!r} have different slots.")
    return {own: tuple(pairs) for own, pairs in lists.items()}


def say(
    words: Vocabulary, starts: Sequence[str], rng: np.random.Generator, fixed: Sequence[Mapping[str, Pair | str]] = ()
) -> tuple[list[str], list[str]]:
    """Return one text for each list named in ``starts``, with its gloss; the same text comes twice only if tries run out.

    ``fixed`` says for each text which slots are decided: slot to a pair, or to the name of the list to choose from.
    """
    zh_said, en_said, known = [], [], set[str]()
    for number, start in enumerate(starts):
        given = fixed[number] if len(fixed) else {}
        pairs: dict[str, Pair] = {slot: x for slot, x in given.items() if not isinstance(x, str)}
        lists = {slot: x for slot, x in given.items() if isinstance(x, str)}
        for _ in range(TRIES):
            text = _Text(words, lists, dict(pairs), rng.random(CHOICES))
            zh, en = text.filled(text.pick(start))
            if zh not in known:
                break
        known.add(zh)
        zh_said.append(zh)
        en_said.append(_tidy(en))
    return zh_said, en_said


class _Text:
    """One text while it is put together."""

    def __init__(self, words: Vocabulary, lists: Mapping[str, str], chosen: dict[str, Pair], luck: np.ndarray) -> None:
        self.words, self.lists, self.chosen = words, lists, chosen
        self.luck, self.at = luck.tolist(), 0

    def pick(self, name: str) -> Pair:
        """Choose from a list."""
        pairs = self.words.get(name)
        if not pairs:
            raise ValueError(f"the vocabulary has no list {name!r}; there are: {', '.join(self.words)}.")
        turn, place = divmod(self.at, len(self.luck))
        self.at += 1
        # Past the end the same numbers serve again, stretched: other choices than before.
        return pairs[int((self.luck[place] * 7.0**turn) % 1.0 * len(pairs))]

    def filled(self, pair: Pair) -> Pair:
        """Return a pair with its slots filled, from the left; what was chosen once stays chosen for this text."""
        zh, en = pair
        for slot in SLOT.findall(zh):
            if slot not in self.chosen:
                own = slot.split(".")[0]
                self.chosen[slot] = self.filled(self.pick(self.lists.get(own, own)))
            zh = zh.replace(f"{{{slot}}}", self.chosen[slot][0])
            en = en.replace(f"{{{slot}}}", self.chosen[slot][1])
        return zh, en


def _tidy(en: str) -> str:
    """Return the gloss as a sentence: one blank between words, a capital at the start."""
    text = re.sub(r"\s+([,.!?])", r"\1", re.sub(r"\s+", " ", en)).strip()
    return text[:1].upper() + text[1:]
