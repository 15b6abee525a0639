"""Realistic damage to part numbers: what customers' lists do to them, with the part that was meant."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from obsolescence.parts.rules.names import fold_mpn, mpn_key

HARMLESS, DAMAGED, PACKED, ABSENT, REAL = "harmless", "damaged", "packed", "absent", "real"
BESIDE = "beside"  # something else is meant than the number that stands in the cell
PACKINGS = (
    "/NOPB",
    "#PBF",
    "#TRPBF",
    "+T",
    ",115",
    "-REEL7",
    "TR",
    "T1G",
    "-13-F",
    "-TR",
    "-GS08",
    "-TP",
    "/TR13",
    "-CT",
)
ENOUGH = 3  # of a maker's numbers that have a packing, so that it is one of its own


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
    description: str = ""


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
        self.endings: Counter[tuple[str, str]] = Counter()
        for part in parts:
            self.endings.update((part.maker, end) for end in PACKINGS if part.mpn.upper().endswith(end))
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
            truth = None if family in (ABSENT, BESIDE) else (part.maker, part.mpn)
            if family == ABSENT and self.key_exists(mpn):
                continue
            if family != REAL and self.exists(mpn) and fold_mpn(mpn) != fold_mpn(part.mpn):
                continue  # the damage made another real part of it
            made += 1
            description = part.description[:60] if kind in DESCRIBED else ""
            yield Case(kind, family, maker, mpn, sku, truth, description)

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

    def key_exists(self, mpn: str) -> bool:
        return mpn_key(mpn) in self.folds_of_key

    def is_packed(self, part: Known) -> bool:
        """Whether a number ends in a packing already."""
        return any(part.mpn.upper().endswith(end) for end in PACKINGS)

    def uses(self, maker: str, packing: str) -> bool:
        return self.endings[maker, packing] >= ENOUGH

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


def _order_form(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """A distributor's number that holds the maker's, where the catalogue's does."""
    if not _is_made_of_number(part):
        return None
    return part.maker, g.random.choice(["{n}-ND", "{n}CT-ND", "{n}TR-ND"]).format(n=part.mpn), ""


def _order_form_invented(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """The same where the distributor numbers the part otherwise."""
    if not part.sku.upper().endswith("-ND") or mpn_key(part.mpn) in mpn_key(part.sku):
        return None
    return part.maker, g.random.choice(["{n}-ND", "{n}CT-ND", "{n}TR-ND"]).format(n=part.mpn), ""


def _is_made_of_number(part: Known) -> bool:
    return bool(re.fullmatch(re.escape(part.mpn.upper()) + r"-?(?:CT|TR|DKR|-[126])?-ND", part.sku.upper()))


def _order_packing(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """The distributor's number of another packing: cut from the reel, a whole reel, its own reel."""
    sku = part.sku.upper()
    for ends in (("CT-ND", "TR-ND", "DKR-ND"), ("-1-ND", "-2-ND", "-6-ND")):
        for end in ends:
            if sku.endswith(end):
                return (
                    "",
                    sku.removesuffix(end) + g.random.choice([other for other in ends if other != end]),
                    "",
                )
    return None


def _distributor_named(part: Known, g: Generator) -> tuple[str, str, str] | None:
    forms = ("DigiKey {s}", "Digi-Key: {s}", "{s} (Digikey)", "DK {s}")
    return ("", g.random.choice(forms).format(s=part.sku), "") if part.sku.upper().endswith("-ND") else None


def _described(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """The catalogue's own description in the cell."""
    text = " ".join(part.description.split()[:8])
    forms = ("{n} {d}", "{d} {n}", "{n}; {d}", "{n} - {d}")
    return (part.maker, g.random.choice(forms).format(n=part.mpn, d=text), "") if text else None


def _packing_word(part: Known, g: Generator) -> tuple[str, str, str]:
    forms = ("{n} T/R", "{n} (TR)", "{n} reel", "{n} (tape & reel)", "{n} tube", "{n} CT")
    return part.maker, g.random.choice(forms).format(n=part.mpn), ""


def _broken(part: Known, g: Generator) -> tuple[str, str, str]:
    place = g.random.randrange(1, max(2, len(part.mpn)))
    return (
        part.maker,
        part.mpn[:place] + g.random.choice(["\n", "\r\n", "\u00ad", "\u200b"]) + part.mpn[place:],
        "",
    )


def _wide(part: Known, _: Generator) -> tuple[str, str, str]:
    return (
        part.maker,
        "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in part.mpn),
        "",
    )


def _beside_number(part: Known, g: Generator) -> tuple[str, str, str]:
    other = g.random.choice(g.parts)
    forms = (
        "alternative to {n}", "replaces {n}", "not {n}", "{n} or {o}", "use {n} only if needed", "see {n}", "{n} (obsolete, use {o})",
        "compatible with {n}", "kit for {n}", "socket for {n}", "adapter {n}", "{n} evaluation board", "cable for {n}", "gasket {n}",
        "{n} holder", "ersetzt {n}", "wie {n}", "remplace {n}", "sostituisce {n}", "was {n}", "old: {n}", "{n} series", "{n}?", "no {n}",
        "{n} -> {o}", "{n} clone", "superseded {n}", "{n} drop-in", "mates with {n}", "{n} cover", "delete {n}", "{n} (alt: {o})",
    )  # fmt: skip
    return part.maker, g.random.choice(forms).format(n=part.mpn, o=other.mpn), ""


def _packing_of_others(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """A packing that other makers use: nobody sells this number."""
    packing = g.random.choice(PACKINGS)
    if g.is_packed(part) or g.endings[part.maker, packing]:
        return None
    return part.maker, part.mpn + packing, ""


def _figures_alone(part: Known, _: Generator) -> tuple[str, str, str] | None:
    """Figures whose dashes and zeros are left out, without a maker: too little to tell a part."""
    key = mpn_key(part.mpn)
    shorter = key.lstrip("0")
    return ("", shorter, "") if key.isdigit() and fold_mpn(part.mpn) != shorter and len(shorter) > 4 else None


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


def _packed(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """A packing that the maker uses."""
    own = [packing for packing in PACKINGS if g.uses(part.maker, packing)]
    return (part.maker, part.mpn + g.random.choice(own), "") if own and not g.is_packed(part) else None


def _unpacked(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """The number without its packing, where no other part begins with it."""
    end = next(
        (
            packing
            for packing in sorted(PACKINGS, key=len, reverse=True)
            if part.mpn.upper().endswith(packing)
        ),
        "",
    )
    stem = part.mpn[: len(part.mpn) - len(end)]
    return (part.maker, stem, "") if end and len(stem) > 5 and not g.exists(stem) else None


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


def _rounded_more(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """As a narrow column shows a figure: two places, a point or a comma."""
    if not (part.mpn.isdigit() and len(part.mpn) > 7 and part.description):
        return None
    return part.maker, f"{float(part.mpn):.2E}".replace(".", g.random.choice(".,")), ""


def _first_lost(part: Known, g: Generator) -> tuple[str, str, str] | None:
    return (part.maker, part.mpn[g.random.choice((1, 2)) :], "") if len(part.mpn) > 8 else None


def _cut_more(part: Known, g: Generator) -> tuple[str, str, str] | None:
    if len(part.mpn) <= 11 or not part.description:
        return None
    return part.maker, part.mpn[: -g.random.choice((3, 4))] + g.random.choice(["", "...", "…"]), ""


def _keyboard(part: Known, _: Generator) -> tuple[str, str, str] | None:
    """Typed as if Y and Z stood where they stand elsewhere."""
    changed = part.mpn.translate(str.maketrans("YZyz", "ZYzy"))
    return (part.maker, changed, "") if changed != part.mpn else None


def _scanned(part: Known, g: Generator) -> tuple[str, str, str] | None:
    """As a machine reads print: RN for M, VV for W."""
    pairs = {"M": "RN", "W": "VV", "D": "O", "H": "N", "E": "F", "Q": "O", "2": "Z", "G": "6"}
    places = [at for at, sign in enumerate(part.mpn) if sign in pairs]
    if not places:
        return None
    place = g.random.choice(places)
    return part.maker, part.mpn[:place] + pairs[part.mpn[place]] + part.mpn[place + 1 :], ""


def _error_beside_words(part: Known, g: Generator) -> tuple[str, str, str]:
    maker, mpn, _ = _typing_error(part, g)
    return (
        maker,
        g.random.choice(["P/N: {n}", "{n} RoHS", "IC {n}", "{n}, reel", "Order code: {n}"]).format(n=mpn),
        "",
    )


def _twice(part: Known, g: Generator) -> tuple[str, str, str]:
    return part.maker, f"{part.mpn}{g.random.choice([' ', ', ', ' / '])}{part.mpn}", ""


def _wild(part: Known, g: Generator) -> tuple[str, str, str] | None:
    if len(part.mpn) < 9:
        return None
    place = g.random.randrange(len(part.mpn) // 2, len(part.mpn))
    return part.maker, part.mpn[:place] + g.random.choice("X?*") + part.mpn[place + 1 :], ""


def _itself(part: Known, _: Generator) -> tuple[str, str, str]:
    return part.maker, part.mpn, ""


DESCRIBED = ("rounded to two places", "cut off further")  # kinds whose lines have a description, too
KINDS: dict[str, dict[str, Damage]] = {
    HARMLESS: {
        "case": _case, "spaces": _spaces, "other dashes": _dash, "dash left out": _dash_gone, "slash": _slash,
        "maker by alias": _alias, "old maker": _old_maker, "no maker": _no_maker, "maker in the cell": _maker_inside,
        "distributor's number": _sku, "order number": _order_form, "text around": _text_around,
        "order number of another packing": _order_packing, "distributor named": _distributor_named, "broken": _broken,
        "full width": _wide, "its description beside": _described, "packing as a word": _packing_word,
    },
    PACKED: {"other packing": _packed, "packing left out": _unpacked},
    BESIDE: {"relation or second number": _beside_number, "figures alone": _figures_alone},
    ABSENT: {"packing of other makers": _packing_of_others, "invented order number": _order_form_invented},
    DAMAGED: {
        "look-alike": _look_alike, "typing error": _typing_error, "cut off": _cut_off, "several numbers": _several,
        "zeros lost": _zeros_lost, "rounded": _rounded, "rounded to two places": _rounded_more, "first signs lost": _first_lost,
        "cut off further": _cut_more, "other keyboard": _keyboard, "scanned": _scanned, "typing error beside words": _error_beside_words,
        "number twice": _twice, "wild card": _wild,
    },
    REAL: {"as it is": _itself},
}  # fmt: skip
