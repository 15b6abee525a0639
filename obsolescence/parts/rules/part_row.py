"""A part of the catalogue as matching needs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartRow:
    """fold: the number as ``fold_mpn`` writes it. description: what the catalogue says of it, with its category and package."""

    id: int
    mpn: str
    fold: str
    maker_id: int
    maker: str
    is_base: bool = False
    description: str = ""
