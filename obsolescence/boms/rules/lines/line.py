"""What reading gives: lines as facts beside the customer's own text, and problems grouped by remedy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

MAX_LINES = 50_000


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One component line.

    row: 0-based record index in the file or sheet. mpn: the part number to look up ("" where there is none);
    mpn_text, manufacturer_text, …: the cell as printed. quantity: per what the file counts, None where it cannot be read.
    designators: expanded; not_placed: those of them that are marked as not fitted. alternates: (maker, number).
    raw: header → the customer's own cell text, untouched. warnings: sentences.
    In a list of several levels quantity is per product, multiplied down the tree, and per_parent is what the row
    says; depth counts from the outermost assembly, parent_row is the row of the assembly, is_assembly: it has parts.
    """

    row: int
    mpn: str = ""
    mpn_text: str = ""
    manufacturer: str = ""
    manufacturer_text: str = ""
    cpn: str = ""
    quantity: Decimal | None = None
    quantity_text: str = ""
    designators: list[str] = field(default_factory=list)
    designator_text: str = ""
    description: str = ""
    value: str = ""
    footprint: str = ""
    distributor_sku: str = ""
    supplier_name: str = ""
    dnp: bool = False
    not_placed: list[str] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    unit_price: str = ""
    currency: str = ""
    level: str = ""
    line_number: str = ""
    note: str = ""
    parent: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    depth: int | None = None
    parent_row: int | None = None
    per_parent: Decimal | None = None
    is_assembly: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person can mend: what, how, and the rows (0-based record indices) that share it.

    is_blocking is False for what was read all the same.
    """

    code: str
    sentence: str
    remedy: str
    rows: list[int] = field(default_factory=list)
    is_blocking: bool = False


@dataclass(frozen=True, slots=True)
class ReadLines:
    """`headers` names every column of the table once ("MPN", "MPN (2)", "Column F"); they are the keys of `raw`.

    left_out: (0-based record index, cells) of the rows that were taken for titles, totals or remarks.
    """

    lines: list[ReadLine]
    problems: list[Problem]
    headers: list[str] = field(default_factory=list)
    left_out: list[tuple[int, list[str]]] = field(default_factory=list)
