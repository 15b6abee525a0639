"""IPC-2581: the bill of materials and the approved vendors of a board's manufacturing data, as a table.

Only Bom, Avl and the enterprises' names are taken; the drawings, which are most of such a file, pass by unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from obsolescence.boms.rules.header_words import header_roles
from obsolescence.boms.rules.reading.declarations import refuse_declarations
from obsolescence.boms.rules.reading.structured import KnownColumns
from obsolescence.boms.rules.reading.table import Sheet, Table, UnreadableFile

_ROLES = (
    ("Reference", "designator"),
    ("Quantity", "quantity"),
    ("OEM design number", "cpn"),
    ("Manufacturer", "manufacturer"),
    ("MPN", "mpn"),
    ("Description", "description"),
    ("Package", "footprint"),
    ("DNP", "dnp"),
)
_MOST_ALTERNATES = 20
_CLEAR = 0.9
_OF_TEXTS = ("mpn", "manufacturer", "value", "description", "distributor_sku", "note")


def read_ipc2581(data: bytes) -> Table:
    """The items of all Bom sections. Raises UnreadableFile for damaged XML, declarations in it, and for no items."""
    reader = _Reader()
    try:
        reader.parser().Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise UnreadableFile(
            "The IPC-2581 file is damaged or incomplete. Please export it again and upload that."
        ) from error
    if not reader.items:
        raise UnreadableFile(
            "The IPC-2581 file holds no bill of materials. Please export it with its Bom section and upload that."
        )
    return Table(kind="IPC-2581", sheets=(_sheet_of(reader),))


@dataclass(slots=True)
class _Item:
    attributes: Mapping[str, str]
    places: list[Mapping[str, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Approved:
    rank: tuple[bool, int]
    number: str
    maker: str


@dataclass(slots=True)
class _Reader:
    items: list[_Item] = field(default_factory=list)
    makers: dict[str, str] = field(default_factory=dict)
    approved: dict[str, list[_Approved]] = field(default_factory=dict)
    item: _Item | None = None
    design: str = ""
    is_chosen: bool = False

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        refuse_declarations(parser)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        return parser

    def start(self, name: str, attributes: dict[str, str]) -> None:
        take = _TAKES.get(name.rpartition(":")[2])
        if take is not None:
            take(self, attributes)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "BomItem":
            self.item = None

    def take_item(self, attributes: dict[str, str]) -> None:
        self.item = _Item(attributes)
        self.items.append(self.item)

    def take_place(self, attributes: dict[str, str]) -> None:
        if self.item is not None:
            self.item.places.append(attributes)

    def take_text(self, attributes: dict[str, str]) -> None:
        name = attributes.get("textualCharacteristicName", "").strip()
        if self.item is not None and name:
            self.item.texts.setdefault(name, attributes.get("textualCharacteristicValue", ""))

    def take_enterprise(self, attributes: dict[str, str]) -> None:
        self.makers[attributes.get("id", "")] = attributes.get("name", "") or attributes.get("code", "")

    def take_design(self, attributes: dict[str, str]) -> None:
        self.design = attributes.get("OEMDesignNumber", "")

    def take_choice(self, attributes: dict[str, str]) -> None:
        self.is_chosen = attributes.get("chosen", attributes.get("choosen", "")).casefold() == "true"
        self.approved.setdefault(self.design, []).append(_Approved((not self.is_chosen, 0), "", ""))

    def take_number(self, attributes: dict[str, str]) -> None:
        if latest := self._latest():
            rank = attributes.get("rank", "")
            latest.rank = (
                not self.is_chosen,
                int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 6 else 0,
            )
            latest.number = attributes.get("name", "")

    def take_vendor(self, attributes: dict[str, str]) -> None:
        if latest := self._latest():
            latest.maker = attributes.get("enterpriseRef", "")

    def _latest(self) -> _Approved | None:
        approved = self.approved.get(self.design)
        return approved[-1] if approved else None


_TAKES = {
    "BomItem": _Reader.take_item,
    "RefDes": _Reader.take_place,
    "Textual": _Reader.take_text,
    "Enterprise": _Reader.take_enterprise,
    "AvlItem": _Reader.take_design,
    "AvlVmpn": _Reader.take_choice,
    "AvlMpn": _Reader.take_number,
    "AvlVendor": _Reader.take_vendor,
}


def _sheet_of(reader: _Reader) -> Sheet:
    columns = KnownColumns()
    for item in reader.items:
        columns.add(_row(item, _approved(reader, item)))
    further = [
        (f"{name} {number}", role)
        for number in range(2, _MOST_ALTERNATES + 2)
        for name, role in (("MPN", "alternate_mpn"), ("Manufacturer", "alternate_manufacturer"))
    ]
    return columns.to_sheet(None, [*_ROLES, *further, *_roles_of_texts(reader)])


def _approved(reader: _Reader, item: _Item) -> list[tuple[str, str]]:
    """(maker, number) of the vendors' parts for an item, the chosen and best ranked first."""
    found = reader.approved.get(item.attributes.get("OEMDesignNumberRef", ""), [])
    ordered = sorted((one for one in found if one.number), key=lambda one: one.rank)
    return [(reader.makers.get(one.maker, one.maker), one.number) for one in ordered]


def _row(item: _Item, approved: list[tuple[str, str]]) -> dict[str, str]:
    row = dict(item.texts)
    row["Reference"] = ", ".join(place.get("name", "") for place in item.places)
    row["Quantity"] = item.attributes.get("quantity", "")
    row["OEM design number"] = item.attributes.get("OEMDesignNumberRef", "")
    row["Internal part number"] = item.attributes.get("internalPartNumber", "")
    row["Category"] = item.attributes.get("category", "")
    row["Description"] = item.attributes.get("description", "") or item.texts.get("Description", "")
    row["Package"] = next((place["packageRef"] for place in item.places if place.get("packageRef")), "")
    row["DNP"] = _left_out(item)
    for number, (maker, mpn) in enumerate(approved[: _MOST_ALTERNATES + 1], start=1):
        row["MPN" if number == 1 else f"MPN {number}"] = mpn
        row["Manufacturer" if number == 1 else f"Manufacturer {number}"] = maker
    return row


def _left_out(item: _Item) -> str:
    """ "DNP" where no place is populated, "NF(C3 C4)" where some are not."""
    empty = [
        place.get("name", "") for place in item.places if place.get("populate", "").casefold() == "false"
    ]
    if not empty:
        return ""
    return "DNP" if len(empty) == len(item.places) else f"NF({' '.join(empty)})"


def _roles_of_texts(reader: _Reader) -> list[tuple[str, str]]:
    """Characteristics that are named like columns ("Value", "MPN") play the role of such columns."""
    names = dict.fromkeys(name for item in reader.items for name in item.texts)
    given = {column for column, _ in _ROLES}
    has_numbers = any(reader.approved.values())
    found = []
    for name in names:
        strongest = max(header_roles(name).items(), key=lambda pair: pair[1], default=("", 0.0))
        role = strongest[0] if strongest[1] >= _CLEAR else ""
        if role in _OF_TEXTS and (name not in given or not has_numbers):
            found.append(
                (name, f"alternate_{role}" if has_numbers and role in ("mpn", "manufacturer") else role)
            )
    return found
