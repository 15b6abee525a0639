"""Realistic damage to part numbers: what customers' lists do to them, with the part that was meant."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from obsolescence.parts.rules.names import fold_mpn, mpn_key

HARMLESS, DAMAGED, PACKED, ABSENT, REAL = "harmless", "damaged", "packed", "absent", "real"


@dataclass(frozen=True, slots=True)
class Known:
    """A part of the catalogue as the generator needs it."""

    maker: str
    mpn: str
    sku: str = ""
    description: str = ""
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged line and the part that it means; truth None: no part of the catalogue. family: what is expected of it."""

    kind: str
    family: str
    maker: str
    mpn: str
    sku: str
    truth: tuple[str, str] | None


Damage = Callable[[Known, "Generator"], tuple[str, str, str] | None]  # → (maker, mpn, sku)


class Generator:
    """Draws damaged lines from a catalogue.

    aliases: maker → other names. old: maker → makers that it took over. absent: real numbers left out of the catalogue.
    """

    def __init__(
        self, parts: Sequence[Known], aliases: dict[str, list[str]], old: dict[str, list[str]],
        absent: Sequence[Known] = (), seed: int = 1,
    ) -> None:  # fmt: skip
        self.random = random.Random(seed)
        self.parts = [part for part in parts if not part.is_base]
        self.bases = [part for part in parts if part.is_base]
        self.aliases, self.old, self.absent = aliases, old, absent
        self.makers_of: dict[str, set[str]] = defaultdict(set)
        self.folds_of_key: dict[str, set[str]] = defaultdict(set)
        for part in parts:
            self.makers_of[fold_mpn(part.mpn)].add(part.maker)
            self.folds_of_key[mpn_key(part.mpn)].add(fold_mpn(part.mpn))

    def cases(self, each: int) -> Iterator[Case]:
        """So many cases of every kind, fewer where the catalogue has no part that the kind fits."""
        for family, kinds in KINDS.items():
            for kind, damage in kinds.items():
                yield from self._some(kind, family, damage, each)
        yield from self._absent(each)
        yield from self._points(each)
        for part in self._draw(self.bases, each):
            if self.makers_of[fold_mpn(part.mpn)] == {part.maker}:
                yield Case("base number", ABSENT, part.maker, part.mpn, "", None)

    def _draw(self, parts: Sequence[Known], count: int) -> list[Known]:
        return self.random.sample(list(parts), min(count, len(parts)))

    def _some(self, kind: str, family: str, damage: Damage, each: int) -> Iterator[Case]:
        made = 0
        for part in self._draw(self.parts, each * 40):
            changed = damage(part, self)
            if changed is None or made == each:
                continue
            maker, mpn, sku = changed
            truth = (part.maker, part.mpn)
            if family != REAL and self.exists(mpn) and fold_mpn(mpn) != fold_mpn(part.mpn):
                continue  # the damage made another real part of it
            made += 1
            yield Case(kind, family, maker, mpn, sku, truth)

    def _absent(self, each: int) -> Iterator[Case]:
        for part in self._draw(self.absent, each):
            if not self.exists(part.mpn):
                yield Case("real, not in the catalogue", ABSENT, part.maker, part.mpn, "", None)
                yield Case("real, not in the catalogue, no maker", ABSENT, "", part.mpn, "", None)
        for part in self._draw(self.parts, each):
            mpn = part.mpn
            for _ in range(self.random.randint(2, 4)):
                mpn = _replaced(mpn, self.random)
            if not self.exists(mpn):
                yield Case("invented", ABSENT, part.maker, mpn, "", None)
        for part in self._draw(self.parts, each):
            mpn = _replaced(part.mpn, self.random)
            if not self.exists(mpn):
                yield Case("one sign off, meant as it stands", ABSENT, part.maker, mpn, "", None)

    def _points(self, each: int) -> Iterator[Case]:
        """Numbers whose point is left out: another part, or none."""
        for part in self._draw([part for part in self.parts if _has_point(part.mpn)], each):
            mpn = part.mpn.replace(".", "")
            real = [other for other in self.folds_of_key[mpn_key(mpn)] if other == fold_mpn(mpn)]
            yield Case(
                "point left out",
                REAL if real else ABSENT,
                part.maker,
                mpn,
                "",
                (part.maker, mpn) if real else None,
            )

    def exists(self, mpn: str) -> bool:
        return fold_mpn(mpn) in self.makers_of

    def is_alone(self, part: Known) -> bool:
        return len(self.makers_of[fold_mpn(part.mpn)]) == 1

    def key_is_alone(self, part: Known) -> bool:
        return len(self.folds_of_key[mpn_key(part.mpn)]) == 1


def _has_point(mpn: str) -> bool:
    return any(
        a.isdigit() and b == "." and c.isdigit() for a, b, c in zip(mpn, mpn[1:], mpn[2:], strict=False)
    )


def _replaced(mpn: str, rng: random.Random) -> str:
    place = rng.randrange(len(mpn))
    signs = "0123456789" if mpn[place].isdigit() else "ABCDEFGHKLMNPRSTUVWXZ"
    return mpn[:place] + rng.choice(signs.replace(mpn[place], "")) + mpn[place + 1 :]


def _case(part: Known, _: Generator) -> tuple[str, str, str]:
    return part.maker, part.mpn.lower(), ""


def _spaces(part: Known, g: Generator) -> tuple[str, str, str]:
    place = g.random.randrange(1, max(2, len(part.mpn)))
    return part.maker, f" {part.mpn[:place]} {part.mpn[place:]}\u00a0", ""


def _dash(part: Known, g: Generator) -> tuple[str, str, str] | None:
    if "-" not in part.mpn:
        return None
    return part.maker, part.mpn.replace("-", g.random.choice("‐‑–—−")), ""


def _dash_gone(part: Known, g: Generator) -> tuple[str, str, str] | None:
    if "-" not in part.mpn or not g.key_is_alone(part):
        return None
    return part.maker, part.mpn.replace("-", g.random.choice(["", "_", " "])), ""


def _slash(part: Known, g: Generator) -> tuple[str, str, str] | None:
    if "/" not in part.mpn or not g.key_is_alone(part):
        return None
    return part.maker, part.mpn.replace("/", g.random.choice(["-", " ", "_"])), ""


def _alias(part: Known, g: Generator) -> tuple[str, str, str] | None:
    names = g.aliases.get(part.maker)
    return (g.random.choice(names), part.mpn, "") if names else None


def _old_maker(part: Known, g: Generator) -> tuple[str, str, str] | None:
    names = g.old.get(part.maker)
    return (g.random.choice(names), part.mpn, "") if names and g.is_alone(part) else None


def _no_maker(part: Known, g: Generator) -> tuple[str, str, str] | None:
    return ("", part.mpn, "") if g.is_alone(part) else None


def _maker_inside(part: Known, g: Generator) -> tuple[str, str, str]:
    name = g.random.choice([part.maker, *g.aliases.get(part.maker, [])])
    forms = ("{m} {n}", "{n} {m}", "{n} ({m})", "{m}: {n}", "{m} - {n}", "{n}, {m}")
    return "", g.random.choice(forms).format(m=name, n=part.mpn), ""


def _sku(part: Known, g: Generator) -> tuple[str, str, str] | None:
    return ("" if g.random.random() < 0.5 else part.maker, part.sku, "") if part.sku else None


def _order_form(part: Known, g: Generator) -> tuple[str, str, str]:
    return (
        part.maker,
        g.random.choice(["{n}-ND", "{n}CT-ND", "595-{n}", "{n}-1-ND"][:1]).format(n=part.mpn),
        "",
    )


def _text_around(part: Known, g: Generator) -> tuple[str, str, str]:
    forms = (
        "P/N: {n}",
        "{n} (or equivalent)",
        "MPN {n}",
        "{n} or equivalent",
        "{n} RoHS",
        '"{n}"',
        "{n} rev B",
        "IC {n}",
        "{n};",
        "Type: {n}",
    )
    return part.maker, g.random.choice(forms).format(n=part.mpn), ""


def _packed(part: Known, g: Generator) -> tuple[str, str, str]:
    suffix = g.random.choice(["/NOPB", "#PBF", "#TRPBF", "+T", ",115", "-REEL7", "TR", "T1G", "-13-F", "-TR"])
    return part.maker, part.mpn + suffix, ""


def _look_alike(part: Known, g: Generator) -> tuple[str, str, str] | None:
    pairs = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B"}
    places = [at for at, sign in enumerate(part.mpn) if sign in pairs]
    if not places:
        return None
    place = g.random.choice(places)
    return part.maker, part.mpn[:place] + pairs[part.mpn[place]] + part.mpn[place + 1 :], ""


def _typing_error(part: Known, g: Generator) -> tuple[str, str, str]:
    place = g.random.randrange(len(part.mpn) - 1)
    how = g.random.randrange(3)
    text = part.mpn
    if how == 0:
        changed = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    elif how == 1:
        changed = text[:place] + text[place + 1 :]
    else:
        changed = text[:place] + text[place] + text[place:]
    return part.maker, changed, ""


def _cut_off(part: Known, g: Generator) -> tuple[str, str, str] | None:
    return (part.maker, part.mpn[:-2], "") if len(part.mpn) > 8 else None


def _several(part: Known, g: Generator) -> tuple[str, str, str]:
    other = g.random.choice(g.parts)
    joint = g.random.choice([" / ", "\n", "; ", " or ", ", "])
    return part.maker, f"{part.mpn}{joint}{other.mpn}", ""


def _zeros_lost(part: Known, _: Generator) -> tuple[str, str, str] | None:
    return (part.maker, part.mpn.lstrip("0"), "") if part.mpn.isdigit() and part.mpn[0] == "0" else None


def _rounded(part: Known, _: Generator) -> tuple[str, str, str] | None:
    return (part.maker, f"{float(part.mpn):.5E}", "") if part.mpn.isdigit() and len(part.mpn) > 11 else None


def _itself(part: Known, _: Generator) -> tuple[str, str, str]:
    return part.maker, part.mpn, ""


KINDS: dict[str, dict[str, Damage]] = {
    HARMLESS: {
        "case": _case, "spaces": _spaces, "other dashes": _dash, "dash left out": _dash_gone, "slash": _slash,
        "maker by alias": _alias, "old maker": _old_maker, "no maker": _no_maker, "maker in the cell": _maker_inside,
        "distributor's number": _sku, "order number": _order_form, "text around": _text_around,
    },
    PACKED: {"other packing": _packed},
    DAMAGED: {
        "look-alike": _look_alike, "typing error": _typing_error, "cut off": _cut_off, "several numbers": _several,
        "zeros lost": _zeros_lost, "rounded": _rounded,
    },
    REAL: {"as it is": _itself},
}  # fmt: skip
