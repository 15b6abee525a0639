"""Part-number cells: several numbers in one cell, placeholders, and what spreadsheet programs have spoiled."""

import re

from obsolescence.boms.rules.columns.content import classes_of, is_placeholder, says_not_placed
from obsolescence.boms.rules.columns.makers import split_maker

_SEVERAL = re.compile(r"\s*(?:\r?\n|;|\s\|\s|\bor\b)\s*", re.I)
_LABEL = re.compile(r"^(?:[A-Za-z ]{1,20}(?:PN|P/N|part|number)\s*[=:])\s*", re.I)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E[+-]?\d{1,3}", re.I)
_ERROR = re.compile(r"#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!)")


def numbers_in(cell: str) -> list[str]:
    """The part numbers of a cell, the first one first; none for a placeholder or a mark like "DNP"."""
    parts = [_LABEL.sub("", part.strip()).strip() for part in _SEVERAL.split(cell)]
    parts = [part for part in parts if part and not is_placeholder(part) and not says_not_placed(part)]
    if len(parts) > 1 and not all("mpn" in classes_of(part) for part in parts):
        return [" ".join(cell.split())]
    return parts


def makers_in(cell: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"\s*(?:\r?\n|;)\s*", cell)]
    return [part for part in parts if part and not is_placeholder(part)]


def split_combined(cell: str) -> tuple[str, str]:
    """(maker, number) of a cell that holds both; the maker is "" where none is known. Web addresses are neither."""
    text = " ".join(cell.split())
    if "url" in classes_of(text):
        return "", ""
    return split_maker(text) or ("", text)


def damage_of(cell: str, mark: str | None) -> str | None:
    """A sentence where a spreadsheet program has put something else in the place of a part number."""
    text = cell.strip()
    if mark == "date":
        return "A spreadsheet program has turned the part number into a date."
    if _SCIENTIFIC.fullmatch(text) and (mark == "number" or "+" in text):
        return "A spreadsheet program has turned the part number into a rounded figure."
    if _ERROR.fullmatch(text):
        return "A spreadsheet program has put an error in the place of the part number."
    return None
