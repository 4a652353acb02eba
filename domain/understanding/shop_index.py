"""An index of a manager's shops, built once: everything a shop may be called by, as written, as heard and as spelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

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


@dataclass(slots=True)
class Index:
    """`names`, `sounds` and `spellings`: what may be said → the shops so called; `whole`: the sound of each full name,
    `stem_sounds` the sounds in its stem."""

    codes: tuple[str, ...]
    full: tuple[str, ...]
    stems: tuple[str, ...]
    owners: tuple[str, ...]
    places: tuple[str, ...]
    names: dict[str, list[Called]] = field(default_factory=dict)
    sounds: dict[str, list[Called]] = field(default_factory=dict)
    spellings: dict[str, list[Called]] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    stem_sounds: list[frozenset[str]] = field(default_factory=list)


Row = tuple[str, str, str, str, tuple[str, ...]]


def index_of(shops: Sequence[Known]) -> Index:
    """The index of these shops; the same shops have the same one."""
    return _index(tuple([(k.code, k.name, k.owner, k.street, k.aliases) for k in shops]))


@lru_cache(maxsize=48)
def _index(rows: tuple[Row, ...]) -> Index:
    index = Index(
        tuple(row[0] for row in rows),
        tuple(normalise(row[1]) for row in rows),
        tuple(stem(row[1]) for row in rows),
        tuple(normalise(row[2]) for row in rows),
        tuple(place_of(row[3]) for row in rows),
    )
    for place, (_code, name, owner, street, aliases) in enumerate(rows):
        for kind, words in (*((ALIAS, words) for words in aliases), *ways(name, owner, street)):
            called = Called(place, kind, words)
            index.names.setdefault(words, []).append(called)
            if kind not in {PLACE, GIVEN}:
                index.sounds.setdefault(codes(words), []).append(called)
        whole, initials = spelled(name)
        for spelling in {whole, initials, spelled(stem(name))[0], whole.removesuffix("dian")} - {""}:
            index.spellings.setdefault(spelling, []).append(Called(place, NAME, spelling))
        index.whole.append(codes(index.full[place]))
        index.initials.append(initials)
        index.stem_sounds.append(frozenset(codes(index.stems[place])))
    return index


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
