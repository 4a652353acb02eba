"""An index of a manager's shops for one text: everything a shop may be called by, as written, as heard and as spelled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate

from domain.understanding.shop_names import _ENDS as ENDS
from domain.understanding.shop_names import codes, inner_stem, place_of, spelled, stem, village
from domain.understanding.wording import normalise


@dataclass(frozen=True, slots=True)
class Known:
    """A shop that may be meant. `today_number`: its number in today's list, 0 = not in it; `colleague`: not the manager's own;
    `aliases`: what this manager calls it besides."""

    code: str
    name: str
    owner: str = ""
    street: str = ""
    today_number: int = 0
    colleague: bool = False
    aliases: tuple[str, ...] = ()


ALIAS, NAME, OWNER, GIVEN, STEM, PREFIX, INNER, CHAIN, PLACE, PLACED = (
    "alias", "name", "owner", "given", "stem", "prefix", "inner", "chain", "place", "placed",
)  # fmt: skip
WORTH = {
    ALIAS: 108.0,
    NAME: 100.0,
    OWNER: 95.0,
    PREFIX: 91.0,
    PLACED: 90.0,
    STEM: 88.0,
    CHAIN: 86.0,
    INNER: 85.0,
    PLACE: 82.0,
    GIVEN: 81.0,
}
"""How sure a shop is when it is called so."""
_HEARD_LESS, _CHARACTER_LESS = 2.0, 10.0
"""What a name loses that is only heard, and per share of characters that differ."""
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Called:
    """One way of calling the shop at `place` of the index."""

    place: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A shop's name, stem, owner and place as they are compared; `sounds`: by which it may be named, as
    it sounds, one below the other: the name without its kind, the owner, the kind behind the place."""

    full: str
    stem: str
    owner: str
    place: str
    sounds: str


@lru_cache(maxsize=16384)
def facts_of(name: str, owner: str, street: str) -> Facts:
    """What an index needs of every shop, whatever is said."""
    full, base, place = normalise(name), stem(name), place_of(street)
    said, kind, owner = full[: len(base) + 1], full[len(base) : len(base) + 1], normalise(owner)
    behind = (place[at] + word for at in range(1, len(place)) for word in (kind, "的"))
    parts = (said, said.replace(place, "") if place else "", owner, *behind)
    return Facts(full, base, owner, place, "\n".join(map(codes, parts)))


@dataclass
class Index:
    """`names`: what may be said → the shops so called, for the shops that a text may name."""

    shops: Sequence[Known]
    facts: Sequence[Facts]
    names: dict[str, list[Called]] = field(default_factory=dict)

    def add(self, place: int) -> None:
        """All ways of calling the shop at this place."""
        known = self.shops[place]
        own = ways(known.name, known.owner, known.street)
        for kind, words in (*((ALIAS, words) for words in known.aliases), *own):
            self.names.setdefault(words, []).append(Called(place, kind, words))

    @cached_property
    def sounds(self) -> dict[str, list[Called]]:
        """What may be said as it sounds → the shops so called."""
        found: dict[str, list[Called]] = {}
        for words, called in self.names.items():
            heard = [one for one in called if one.kind not in {PLACE, GIVEN}]
            if heard:
                found.setdefault(codes(words), []).extend(heard)
        return found

    @cached_property
    def stem_sounds(self) -> list[frozenset[str]]:
        """The sounds in the stem of every shop."""
        return [frozenset(codes(one.stem)) for one in self.facts]

    @cached_property
    def whole(self) -> list[str]:
        """Every full name as it sounds."""
        return [codes(one.full) for one in self.facts]

    @cached_property
    def initials(self) -> list[str]:
        """The initials of every full name in pinyin."""
        return [spelled(one.name)[1] for one in self.shops]

    @cached_property
    def spellings(self) -> dict[str, list[Called]]:
        """Names, stems and initials in pinyin → the shops so called."""
        found: dict[str, list[Called]] = {}
        for place, one in enumerate(self.shops):
            whole, initials = spelled(one.name)
            for spelling in {whole, initials, spelled(stem(one.name))[0], whole.removesuffix("dian")} - {""}:
                found.setdefault(spelling, []).append(Called(place, NAME, spelling))
        return found


def index_of(shops: Sequence[Known], text: str) -> Index:
    """The index of these shops for a normalised text: a shop that shares no two neighbouring sounds with it is not named in it."""
    index = Index(shops, [facts_of(one.name, one.owner, one.street) for one in shops])
    named = _sharing(index.facts, codes(text)) | {place for place, one in enumerate(shops) if one.aliases}
    for place in sorted(named):
        index.add(place)
    return index


def _sharing(facts: Sequence[Facts], sounds: str) -> set[int]:
    """The shops that share two neighbouring sounds with a text."""
    ends = list(accumulate(len(one.sounds) + 1 for one in facts))
    everything = "\n".join([one.sounds for one in facts])
    found: set[int] = set()
    for pair in {sounds[at : at + 2] for at in range(len(sounds) - 1)}:
        at = everything.find(pair)
        while at >= 0:
            place = bisect_right(ends, at)
            found.add(place)
            at = everything.find(pair, ends[place])
    return found


def ways(name: str, owner: str, street: str) -> Iterable[tuple[str, str]]:
    """All that the shop may be called, each once, the surest kind first."""
    best: dict[str, str] = {}
    for kind, words in _ways(normalise(name), normalise(owner), street):
        if 2 <= len(words) <= LONGEST and (words not in best or WORTH[kind] > WORTH[best[words]]):
            best[words] = kind
    return ((kind, words) for words, kind in best.items())


def _ways(name: str, owner: str, street: str) -> Iterable[tuple[str, str]]:
    base, place = stem(name), place_of(street)
    yield NAME, name
    yield (PLACE if base in {village(name), place} else STEM), base
    for length in range(len(base) + 1, len(name)):
        yield PREFIX, name[:length]
    if len(owner) >= 2:
        yield OWNER, owner
        yield from ((GIVEN, owner[1:]) for _ in range(len(owner) == 3))
    yield from _without_place(name, street)
    yield from _with_place(name, base, place)
    for at in range(1, len(name) - 2):
        if name[at:] not in ENDS:
            yield INNER, name[at:]


def _without_place(name: str, street: str) -> Iterable[tuple[str, str]]:
    inner = inner_stem(name, street)
    if inner and inner not in ENDS:
        yield INNER, inner
    for place in {village(name), place_of(street)} - {""}:
        if name.startswith(place) and len(place) >= 2:
            yield PLACE, place


def _with_place(name: str, base: str, place: str) -> Iterable[tuple[str, str]]:
    """滠口好又多, 芙蓉兴盛前川, 姚集的安康, 长岭的百货店: with the street beside the name, or instead of it."""
    if len(place) < 2:
        return
    place = next((place[:n] for n in range(len(place), 1, -1) if place[:n] in name[2:]), place)
    chain = stem(name.removesuffix("店").replace(place, "")) if place in name[2:] else ""
    if len(chain) >= 2:
        yield CHAIN, chain
    for core in {base, chain} - {""}:
        bare = core.removesuffix(place)
        if len(bare) >= 2:
            yield from ((PLACED, words) for words in (place + bare, place + "的" + bare, bare + place))
    kind = next((end for end in ENDS if name.endswith(end) and len(name) > len(end)), "")
    if len(kind) >= 2 and kind != "便利":
        yield from (
            (PLACE, words)
            for words in (place + kind, place + "的" + kind, place + "的" + kind.removesuffix("店") + "店")
        )


def heard(worth: float, said: str, words: str) -> float:
    """What a name is worth that was only heard: the more characters differ, the less."""
    same = sum(a == b for a, b in zip(said, words, strict=True))
    return worth - _HEARD_LESS - _CHARACTER_LESS * (1 - same / len(words))
