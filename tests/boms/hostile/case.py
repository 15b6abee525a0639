"""What a hostile file is, and the good lines that some of them carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

HEADER = "Reference,Qty,Manufacturer,MPN\n"
GOOD = "U1,1,Halvorn,HV-1001K\nR1 R2,2,Halvorn,HV-2002K\nC1,1,Other,XY-9009K\n"


@dataclass(frozen=True)
class Hostile:
    """A file; `is_read`: True it must be read, False it must be refused, None either is right."""

    id: str
    name: str
    make: Callable[[], bytes]
    is_read: bool | None = False


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
