"""Which part a line means, from everything that its number and SKU found."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.matching import Asked, Hit, decide


def hit(
    part_id: int, how: str = "literal", maker_is: str = "same", *, base: bool = False, maker: str = "Halvorn"
) -> Hit:
    return Hit(part_id, f"P{part_id}", maker, how, maker_is, base)


KNOWN = Asked("LM317", "Halvorn", knows_maker=True)
ALONE = Asked("LM317")
STRANGE = Asked("LM317", "Nobody & Sons")


@pytest.mark.parametrize(
    ("asked", "hits", "part", "grade", "maker", "candidates"),
    [
        (KNOWN, [hit(1)], 1, "exact", "same", []),
        (KNOWN, [hit(1, maker_is="alias")], 1, "exact", "alias", []),
        (KNOWN, [hit(1, maker_is="successor"), hit(2)], 2, "exact", "same", [1]),
        (KNOWN, [hit(1, maker_is="different", maker="Kestrel")], None, "likely", "different", [1]),
        (
            KNOWN,
            [hit(1, maker_is="different"), hit(2, maker_is="different")],
            None,
            "ambiguous",
            "different",
            [1, 2],
        ),
        (KNOWN, [hit(1, "letters")], 1, "normalised", "same", []),
        (KNOWN, [hit(1, "letters"), hit(2, "letters")], None, "ambiguous", "same", [1, 2]),  # 2.4 V and 24 V
        (KNOWN, [hit(1), hit(2, "letters")], 1, "exact", "same", []),  # a literal match wins
        (ALONE, [hit(1, maker_is="different")], 1, "exact", "not given", []),
        (
            ALONE,
            [hit(1, maker_is="different"), hit(2, maker_is="different")],
            None,
            "ambiguous",
            "not given",
            [1, 2],
        ),
        (STRANGE, [hit(1, maker_is="different")], 1, "exact", "not given", []),
        (KNOWN, [hit(1, base=True)], None, "none", "not given", []),
        (KNOWN, [], None, "none", "not given", []),
        (Asked(""), [], None, "none", "not given", []),
        (Asked("", sku="497-1-ND"), [hit(1, "sku", "different")], 1, "exact", "not given", []),
        (Asked("LM317", sku="497-1-ND"), [hit(1, "sku", "different")], None, "likely", "different", [1]),
        (Asked("497-1-ND"), [hit(1, "sku", "different")], 1, "exact", "not given", []),
        (Asked("", sku="497-1-ND"), [hit(1, "sku"), hit(2, "sku")], None, "ambiguous", "not given", [1, 2]),
    ],
)
def test_decide(asked, hits, part, grade, maker, candidates) -> None:
    match = decide(asked, hits)
    assert (match.part_id, match.grade_mpn, match.grade_maker, match.candidates) == (
        part,
        grade,
        maker,
        candidates,
    )
    assert match.reason.endswith(".")
