"""Walk down the table once: rows become lines, or join the line above."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from obsolescence.boms.rules import placing
from obsolescence.boms.rules.area import without_the_rest
from obsolescence.boms.rules.columns.headers import is_second_header
from obsolescence.boms.rules.columns.mapping import ColumnMapping, header_names, repeats_of
from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.header_words import boards_of
from obsolescence.boms.rules.lines import numbers, population
from obsolescence.boms.rules.lines.cells import has_lost_places, places_in, quantity_in, unless_placeholder
from obsolescence.boms.rules.lines.kinds import Habits, Row, RowKind, habits_of, kind_of, rows_of
from obsolescence.boms.rules.lines.line import MAX_LINES, ReadLine, ReadLines
from obsolescence.boms.rules.lines.marked import places_marked, value_is_marked
from obsolescence.boms.rules.lines.problems import of_commas, problems_of
from obsolescence.boms.rules.lines.quantities import read_quantity, writes_decimals_with_comma
from obsolescence.boms.rules.lines.set_aside import of_rows_set_aside
from obsolescence.boms.rules.lines.sources import Sources, sources_of
from obsolescence.boms.rules.lines.tree import with_tree
from obsolescence.boms.rules.placing import is_plain_mark
from obsolescence.boms.rules.reading.table import Sheet, Table, UnreadableFile

_REMARKS = ("note", "description", "footprint")


def lines_of(table: Table, mapping: ColumnMapping) -> ReadLines:
    """The component lines of the mapped table, in the order of the file.

    One bad row never refuses the file: it is read as far as it goes, with warnings. Raises UnreadableFile only
    for more than MAX_LINES lines.
    """
    reader = _Reader(without_the_rest(table.sheet(mapping.sheet), mapping.area), mapping)
    lines, odd_places = with_tree(reader.read(), mapping)
    problems = problems_of(
        lines, mapping, skipped=reader.skipped, headers=reader.headers, boards=reader.boards
    )
    commas = of_commas(lines, comma_is_decimal=reader.comma_is_decimal, delimiter=table.delimiter)
    aside = of_rows_set_aside(lines, reader.sheet, mapping, reader.headers)
    left_out = [(number, list(reader.sheet.rows[number])) for number in reader.skipped]
    return ReadLines(lines, [*odd_places, *commas, *aside, *problems], reader.headers, left_out)


@dataclass(slots=True)
class _Reader:
    sheet: Sheet
    mapping: ColumnMapping
    headers: list[str] = field(default_factory=list)
    lines: list[ReadLine] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    above: RowKind = RowKind.BLANK
    sources: Sources = field(default_factory=lambda: sources_of({}, []))
    marks: tuple[population.Marks, ...] = ()
    repeats_header: Callable[[Sequence[str]], bool] = lambda cells: False
    boards: int = 1
    comma_is_decimal: bool = False
    leaves_out: str = ""
    zeros: numbers.LostZeros = field(default_factory=numbers.LostZeros)

    def read(self) -> list[ReadLine]:
        first, end = self._range()
        width = max(map(len, self.sheet.rows[first:end]), default=0)
        self.headers = header_names(self.sheet, self.mapping.header_row, width=width)
        if self.mapping.header_row is not None:
            self.repeats_header = repeats_of(self.sheet.rows[self.mapping.header_row])
        self.sources = sources_of(self.mapping.roles, self.headers)
        self.boards = self._boards()
        self.zeros = numbers.LostZeros.in_columns(self.sheet, self.mapping.roles.get("mpn", []))
        rows = rows_of(self.sheet.rows[first:end], self.mapping)
        self.comma_is_decimal = writes_decimals_with_comma(row.text("quantity") for row in rows)
        _refuse_too_many(rows)
        habits = habits_of(rows)
        counted = [row.cells for row in rows if row.has_quantity or row.has_designators]
        self.marks = population.marks_of(self.mapping.roles, self.headers, counted)
        second_header = self._second_header()
        for number, row in enumerate(rows, start=first):
            if number != second_header:
                self._take(number, row, habits)
        return self.lines

    def _boards(self) -> int:
        """For how many boards the quantities are, where the header of their column says so."""
        column = self.mapping.column("quantity")
        column = self.mapping.column("quantity_for") if column is None else column
        header = self.headers[column] if column is not None and column < len(self.headers) else ""
        return boards_of(header) or 1

    def _second_header(self) -> int | None:
        header = self.mapping.header_row
        return None if header is None or not is_second_header(self.sheet.rows, header) else header + 1

    def _range(self) -> tuple[int, int]:
        first = 0 if self.mapping.header_row is None else self.mapping.header_row + 1
        first = max(first, self.mapping.first_row or 0)
        end = (
            len(self.sheet.rows)
            if self.mapping.end_row is None
            else min(self.mapping.end_row, len(self.sheet.rows))
        )
        return first, max(first, end)

    def _take(self, number: int, row: Row, habits: Habits) -> None:
        last = self.lines[-1] if self.lines else None
        kind = kind_of(row, habits, above=self.above, last=last)
        if kind is RowKind.LINE and self.repeats_header(row.cells):
            kind = RowKind.OTHER
        if number in self.mapping.taken_rows:
            kind = RowKind.LINE
        if kind is RowKind.LINE:
            self._add(self._line(number, row))
        elif kind is RowKind.WRAPPED and last:
            self._wrap(last, row)
        elif kind is RowKind.ALTERNATE and last:
            self._add_alternate(last, row)
        elif kind is RowKind.OTHER:
            self.skipped.append(number)
            if not self.repeats_header(row.cells):  # a title holds below the header that it stands above, too
                self.leaves_out = population.title_leaves_out(row.cells)
        self.above = kind

    def _add(self, line: ReadLine) -> None:
        if len(self.lines) >= MAX_LINES:
            raise _too_many_lines()
        self.lines.append(line)

    def _wrap(self, last: ReadLine, row: Row) -> None:
        text = row.roles["designator"]
        joined = f"{last.designator_text.rstrip()}{'' if last.designator_text.rstrip().endswith((',', ';')) else ','}{text}"
        self.lines[-1] = replace(
            last,
            designator_text=joined,
            designators=places_in(joined, last.quantity_text),
            raw=self._joined_raw(last, row),
        )

    def _add_alternate(self, last: ReadLine, row: Row) -> None:
        pairs = [pair for pair in self.sources.own(row.cells) if pair[1]]
        last = self.lines[-1] = replace(last, raw=self._joined_raw(last, row))
        if not last.mpn and pairs:  # the line above has no number of its own: its alternate leads
            self.lines[-1] = replace(
                last, mpn=pairs[0][1], mpn_text=row.roles.get("mpn", ""), manufacturer=pairs[0][0]
            )
            pairs = pairs[1:]
            last = self.lines[-1]
        last.alternates.extend(pair for pair in pairs if pair != (last.manufacturer, last.mpn))

    def _line(self, number: int, row: Row) -> ReadLine:
        (maker, mpn), *further = self.sources.own(row.cells) or [("", "")]
        text = row.roles.get("designator", "")
        quantity_text = row.text("quantity")
        designators = places_in(text, quantity_text)
        not_placed = self._not_placed(row, designators)
        return ReadLine(
            row=number,
            mpn=mpn,
            mpn_text=row.text("mpn"),
            manufacturer=maker,
            manufacturer_text=row.text("manufacturer"),
            quantity=self._quantity(quantity_in(quantity_text, text)),
            quantity_text=quantity_text,
            designators=designators,
            designator_text=text,
            distributor_sku=unless_placeholder(row.roles.get("distributor_sku", "")),
            dnp=self._is_left_out(row, text, not_placed)
            or (bool(designators) and set(designators) <= set(not_placed)),
            not_placed=not_placed,
            alternates=[*further, *self._from_columns(row, {mpn, *(number for _, number in further)})],
            raw=self._raw(row),
            warnings=list(self._warnings(number, row, text, not_placed)),
            cpn=row.text("cpn"),
            description=row.text("description"),
            value=row.text("value"),
            footprint=row.text("footprint"),
            supplier_name=row.text("supplier_name"),
            unit_price=row.text("unit_price"),
            currency=row.text("currency"),
            level=row.text("level"),
            line_number=row.text("line_number"),
            note=row.text("note"),
            parent=row.text("parent"),
        )

    def _quantity(self, text: str) -> Decimal | None:
        quantity = read_quantity(text, comma_is_decimal=self.comma_is_decimal)
        return quantity if quantity is None or self.boards == 1 else quantity / self.boards

    def _from_columns(self, row: Row, found: set[str]) -> Iterator[tuple[str, str]]:
        """The numbers of the alternates' columns, but not the line's own again."""
        return (pair for pair in self.sources.stand_ins(row.cells) if pair[1] not in found)

    def _texts(self, row: Row, role: str) -> list[str]:
        """What each column of a role says."""
        columns = self.mapping.roles.get(role, [])
        if len(columns) < 2:
            return [row.text(role)]
        return [row.cells[column].strip() for column in columns if column < len(row.cells)]

    def _not_placed(self, row: Row, designators: list[str]) -> list[str]:
        named = {
            name
            for role in ("dnp", "placed", "note")
            for text in self._texts(row, role)
            for name in population.left_out_by_name(text)
        }
        for marks in self.marks:
            if not marks.is_positive:
                named |= set(population.places_named(marks.text(row.cells)))
        named |= set(places_marked(row.roles.get("designator", "")))
        named |= self._last_of(row, designators)
        return [name for name in designators if name in named]

    def _last_of(self, row: Row, designators: list[str]) -> set[str]:
        """The last of "R1, R2, R3 (DNP)" where the quantity counts the others only."""
        text = row.roles.get("designator", "")
        if (
            len(designators) < 2
            or not expand(text).says_not_placed
            or not population.stands_behind_the_last(text)
        ):
            return set()
        is_counted = read_quantity(row.text("quantity")) == len(designators) - 1
        return {designators[-1]} if is_counted else set()

    def _is_left_out(self, row: Row, designator_text: str, not_placed: list[str]) -> bool:
        return (
            bool(self.leaves_out)
            or any(marks.leave_out(row.cells) for marks in self.marks)
            or (expand(designator_text).says_not_placed and not not_placed)
            or any(map(population.value_says_left_out, (row.text("mpn"), row.text("quantity"))))
            or any(
                population.value_says_left_out(text)
                for role in ("value", "note")
                for text in self._texts(row, role)
            )
            or is_plain_mark(row.text("manufacturer"))
            or any(map(value_is_marked, self._texts(row, "value")))
            or value_is_marked(row.text("description"))
            or any(placing.remark_leaves_out(row.text(role)) for role in _REMARKS if row.text(role))
        )

    def _raw(self, row: Row) -> dict[str, str]:
        return {name: cell for name, cell in zip(self.headers, row.cells, strict=False) if cell}

    def _joined_raw(self, last: ReadLine, row: Row) -> dict[str, str]:
        """What stood on both rows, cell below cell."""
        raw = dict(last.raw)
        for name, cell in self._raw(row).items():
            raw[name] = f"{raw[name]}\n{cell}" if name in raw else cell
        return raw

    def _warnings(self, number: int, row: Row, text: str, not_placed: list[str]) -> Iterator[str]:
        for role in ("mpn", "alternate_mpn"):
            for column in self.mapping.roles.get(role, []):
                cell = row.cells[column] if column < len(row.cells) else ""
                mark = self.sheet.marks.get((number, column))
                if sentence := numbers.damage_of(cell, mark) or self.zeros.damage_of(cell, mark):
                    yield sentence
        if not not_placed and expand(text).says_not_placed and population.stands_behind_the_last(text):
            yield "A mark behind the last of several designators was read as all of them being not placed."
        if population.says_in_passing(row.text("note")) or population.says_in_passing(
            row.text("description")
        ):
            yield "A remark speaks of not placing, but leaves something open; it was not taken as a mark."
        if self.leaves_out:
            yield f"The line stands below “{self.leaves_out}” and was taken as not placed."
        if has_lost_places(text, places_in(text, row.text("quantity")), row.text("quantity")):
            yield "Some of what stands in the column of the designators could not be read."
        if expand(text).is_cut:
            yield "The designators are more than a board can hold; only some of them were read."


def _refuse_too_many(rows: list[Row]) -> None:
    """Rows that cannot but be lines are counted before the work of reading them."""
    if (
        len(rows) > MAX_LINES
        and sum(row.has_quantity and row.has("designator", "mpn") for row in rows) > MAX_LINES
    ):
        raise _too_many_lines()


def _too_many_lines() -> UnreadableFile:
    return UnreadableFile(
        f"The file has more than {MAX_LINES:,} lines. Please split it and upload the parts."
    )
