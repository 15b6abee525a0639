"""A part of the catalogue as matching needs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartRow:
    """fold: the number as ``fold_mpn`` writes it. description: empty where nobody asked for it."""

    id: int
    mpn: str
    fold: str
    maker_id: int
    maker: str
    is_base: bool = False
    description: str = ""
