"""Problems of a read table, one for each remedy, with the rows that share it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from obsolescence.boms.rules.columns.content import is_placeholder, says_not_placed
from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.designators import counted
from obsolescence.boms.rules.header_words import header_roles
from obsolescence.boms.rules.lines.line import Problem, ReadLine
from obsolescence.boms.rules.lines.quantities import commas_are_unclear, is_as_required

COMMAS_IN_DOUBT = "quantity_commas"
_WITHOUT_ZERO = frozenset(("201", "402", "603", "805"))  # no package is called so, 0603 is


def problems_of(
    lines: Sequence[ReadLine],
    mapping: ColumnMapping,
    *,
    skipped: list[int],
    headers: Sequence[str],
    boards: int = 1,
) -> list[Problem]:
    """What a person should look at, the gravest first."""
    return [
        *_no_part_numbers(mapping, headers),
        *_of_lines(lines, mapping),
        *_of_boards(boards),
        *_of_counts(lines),
        *_of_packages(lines),
        *_of_rows_left_out(skipped),
    ]


def _no_part_numbers(mapping: ColumnMapping, headers: Sequence[str]) -> Iterator[Problem]:
    if mapping.has_part_numbers:
        return
    named = next(
        (
            name
            for name in headers
            if header_roles(name).get("mpn", 0) >= 0.8 and _is_free(mapping, headers, name)
        ),
        None,
    )
    is_by_order_number = bool(mapping.roles.get("distributor_sku"))
    if is_by_order_number:
        sentence = "No maker's part number in this file; lines are matched by distributor's numbers."
        remedy = "They are known where we have them; a column with the makers' own numbers says more."
    else:
        sentence = (
            f"The column “{named}” is empty, so there is no part number in this file."
            if named
            else "There is no part number in this file."
        )
        remedy = "Choose the column that holds the part numbers, or add one to the file and upload it again."
    yield Problem("no_part_number_column", sentence, remedy, is_blocking=not is_by_order_number)


def _is_free(mapping: ColumnMapping, headers: Sequence[str], name: str) -> bool:
    return mapping.role_of(list(headers).index(name)) is None


def _of_lines(lines: Sequence[ReadLine], mapping: ColumnMapping) -> Iterator[Problem]:
    left_open = {line.row for line in lines if line.quantity is None and is_as_required(line.quantity_text)}
    unread = [
        line.row
        for line in lines
        if line.quantity_text and line.quantity is None and not line.dnp and line.row not in left_open
    ]
    if unread:
        yield Problem(
            "quantity_unreadable",
            "The quantity is not a number.",
            "Correct the quantity in the list.",
            unread,
            True,
        )
    if left_open:
        yield Problem(
            "quantity_as_required",
            "The quantity is “as required”: these lines are watched, but they add nothing to what is needed.",
            "Type a number in the list if one is known.",
            sorted(left_open),
        )
    if mapping.has_part_numbers and (
        missing := [
            line.row for line in lines if not line.mpn and not line.distributor_sku and not line.is_assembly
        ]
    ):
        yield Problem(
            "part_number_missing", "The line has no part number.", "Add the part number in the list.", missing
        )
    if lost := [line.row for line in lines if _has_lost_places(line)]:
        yield Problem(
            "places_unreadable",
            "No designator could be read from what stands in their column.",
            "Correct the designators in the list.",
            lost,
        )
    yield from _of_warnings(lines)


def _of_warnings(lines: Sequence[ReadLine]) -> Iterator[Problem]:
    by_warning: dict[str, list[int]] = {}
    for line in lines:
        for sentence in line.warnings:
            by_warning.setdefault(sentence, []).append(line.row)
    for sentence, rows in by_warning.items():
        if sentence.startswith("A spreadsheet program"):
            yield Problem("cell_damaged", sentence, "Type the cell as it should be.", rows, True)
        elif sentence.endswith("not placed."):
            yield Problem("left_out_by_title", sentence, "Check that none of these lines is placed.", rows)
        elif sentence.startswith("A remark"):
            yield Problem("placed_or_not", sentence, "Read the remarks, and set what is not placed.", rows)
        else:
            yield Problem("places_unreadable", sentence, "Correct the designators in the list.", rows)


def _has_lost_places(line: ReadLine) -> bool:
    text = line.designator_text.strip()
    is_silent = not text or is_placeholder(text) or says_not_placed(text)
    is_read = bool(line.designators) or counted(text) is not None
    return not is_silent and not is_read and not line.is_assembly


def _of_counts(lines: Sequence[ReadLine]) -> Iterator[Problem]:
    counted = [
        (line, len(line.designators)) for line in lines if line.designators and _printed(line) is not None
    ]
    differing = [(line, count) for line, count in counted if _printed(line) != count and not line.dnp]
    boards = _boards(counted)
    if boards:
        yield Problem(
            "quantity_for_several_boards",
            f"The quantities are for {boards} boards: they are {boards} times the number of designators.",
            f"Divide by {boards}, or leave them if the list is meant so.",
        )
    elif differing:
        yield Problem(
            "quantity_differs",
            "The quantity differs from the number of designators.",
            "Check which of both is right.",
            [line.row for line, _ in differing],
        )
    doubles = Counter(name for line in lines for name in set(line.designators))
    twice = [line.row for line in lines if any(doubles[name] > 1 for name in line.designators)]
    if twice:
        yield Problem(
            "designator_twice",
            "A designator stands on several lines.",
            "Check that no part is counted twice.",
            twice,
        )


def of_commas(
    lines: Sequence[ReadLine], *, comma_is_decimal: bool, delimiter: str | None
) -> Iterator[Problem]:
    """Quantities that are all like "1,200" may be meant the other way, unless the designators or the file's own commas tell.

    A file that is cut at its semicolons writes decimals with commas, one that is cut at its commas does not.
    """
    if not commas_are_unclear(line.quantity_text for line in lines) or delimiter == (
        ";" if comma_is_decimal else ","
    ):
        return
    counted = [line for line in lines if line.designators and _printed(line) is not None]
    same = sum(_printed(line) == len(line.designators) for line in counted)
    if counted and same >= len(counted) / 2:
        return
    reading = "decimals: “4,000” is four" if comma_is_decimal else "thousands: “1,200” is 1200"
    yield Problem(
        COMMAS_IN_DOUBT,
        f"All quantities have a comma before three figures. They were read as {reading}.",
        "If they are meant otherwise, write them without the comma and upload the list again.",
    )


def _of_boards(boards: int) -> Iterator[Problem]:
    if boards > 1:
        yield Problem(
            "quantity_divided",
            f"The header says that the quantities are for {boards} boards: they were divided by {boards}.",
            "Choose another column for the quantity if that is wrong.",
        )


def _of_packages(lines: Sequence[ReadLine]) -> Iterator[Problem]:
    short = [line.row for line in lines if line.footprint in _WITHOUT_ZERO]
    if short:
        yield Problem(
            "zeros_lost",
            "A spreadsheet program has dropped the leading zero of a package (0603 became 603).",
            "Nothing to do for matching; store such columns as text.",
            short,
        )


def _printed(line: ReadLine) -> Decimal | None:
    """The quantity that the row itself says."""
    return line.quantity if line.depth is None else line.per_parent


def _boards(counted: Sequence[tuple[ReadLine, int]]) -> int | None:
    """The one whole number that nearly all quantities are a multiple by; None where there is none."""
    ratios = Counter(
        printed / Decimal(count) for line, count in counted if (printed := _printed(line)) is not None
    )
    if len(counted) < 5 or not ratios:
        return None
    ratio, number = ratios.most_common(1)[0]
    return int(ratio) if ratio > 1 and ratio == int(ratio) and number >= 0.8 * len(counted) else None


def _of_rows_left_out(skipped: list[int]) -> Iterator[Problem]:
    if skipped:
        yield Problem(
            "rows_left_out",
            "These rows look like titles, totals or remarks and were left out.",
            "Look whether a part is among them.",
            skipped,
        )
