"""CycloneDX: the devices of a hardware bill of materials, as a table."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from obsolescence.boms.rules.places import is_designator_list
from obsolescence.boms.rules.reading.structured import KnownColumns
from obsolescence.boms.rules.reading.table import Sheet, Table, UnreadableFile

_ROLES = (
    ("Level", "level"),
    ("Designator", "designator"),
    ("Quantity", "quantity"),
    ("Manufacturer", "manufacturer"),
    ("MPN", "mpn"),
    ("Description", "description"),
    ("SKU", "cpn"),
    ("Function", "note"),
)
_PROPERTIES = {
    "cdx:device:quantity": "Quantity",
    "cdx:device:function": "Function",
    "cdx:device:location": "Location",
    "cdx:device:deviceType": "Device type",
    "cdx:device:serialNumber": "Serial number",
    "cdx:device:sku": "SKU",
    "cdx:device:lotNumber": "Lot number",
}
_DEEPEST = 50


def read_cyclonedx(data: bytes) -> Table:
    """The components of type "device", nested ones one level down. UnreadableFile for damaged JSON and for no device."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            "The JSON file is damaged or incomplete. Please export it again and upload that."
        ) from error
    components = list(_components(document, 0)) if isinstance(document, dict) else []
    devices = [(level, item) for level, item in components if item.get("type") == "device"]
    if not devices:
        raise UnreadableFile(
            "The CycloneDX file lists no devices: it describes software. Please upload a hardware bill of materials."
        )
    left_out = len(components) - len(devices)
    warnings = (
        (f"{left_out} entries that are no devices (software, data) were left out.",) if left_out else ()
    )
    return Table(kind="CycloneDX", sheets=(_sheet_of(devices),), warnings=warnings)


def _components(owner: Mapping[str, Any], level: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    listed = owner.get("components")
    for item in listed if isinstance(listed, list) and level < _DEEPEST else []:
        if isinstance(item, dict):
            yield level, item
            yield from _components(item, level + 1)


def _sheet_of(devices: list[tuple[int, Mapping[str, Any]]]) -> Sheet:
    columns = KnownColumns()
    is_nested = any(level for level, _ in devices)
    for level, item in devices:
        columns.add({**_row(item), **({"Level": str(level)} if is_nested else {})})
    return columns.to_sheet(None, _ROLES)


def _row(item: Mapping[str, Any]) -> dict[str, str]:
    row = {
        "MPN": _text(item.get("name")),
        "Manufacturer": _maker(item),
        "Description": _text(item.get("description")),
        "Version": _text(item.get("version")),
        **_properties(item),
    }
    if is_designator_list(row.get("Location", "")):  # it can also say "mainboard"
        row["Designator"] = row.pop("Location")
    return row


def _properties(item: Mapping[str, Any]) -> dict[str, str]:
    listed = item.get("properties")
    named = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {
        _PROPERTIES[name]: _text(one.get("value"))
        for one in named
        if (name := _text(one.get("name"))) in _PROPERTIES
    }


def _maker(item: Mapping[str, Any]) -> str:
    """Who makes it; many files name the maker as the supplier."""
    for key in ("manufacturer", "supplier"):
        if isinstance(owner := item.get(key), dict) and (name := _text(owner.get("name"))):
            return name
    return _text(item.get("publisher"))


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)
