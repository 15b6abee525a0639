"""Why a file waits for a person, in words: each doubt about its columns as a problem with its remedy and its rows."""

from collections.abc import Iterator, Sequence

from obsolescence.boms.rules.columns.mapping import ColumnMapping, Doubt
from obsolescence.boms.rules.lines import Problem, ReadLine
from obsolescence.boms.rules.lines.problems import COMMAS_IN_DOUBT

ABOVE = "Choose above the column what it is."
HOW_MANY = "Choose the column that says how many there are, or go on without."
BOARDS = "Choose “Quantity” or “Quantity for several boards” above the column."
WHICH = "Choose “Quantity” above the column of the variant that this list is for."
MARKS = "Choose “Placed” or “Not placed” above the column: that says what yes means."
CELLS = "Look at what is below, and name the cells of the table: only these rows, or all of them."
COMMAS = "Look below how they are read. If they are meant otherwise, write them without the comma and upload the list again."
HEADER = "Choose the row with the column names, or check what stands above each column."

NAMES = {
    "mpn": "part numbers",
    "manufacturer": "makers",
    "manufacturer_and_mpn": "makers with their numbers",
    "quantity": "quantities",
    "quantity_for": "quantities for several boards",
    "designator": "designators",
    "description": "descriptions",
    "value": "values",
    "footprint": "packages",
    "distributor_sku": "distributor's numbers",
    "supplier_name": "distributors",
    "dnp": "marks of what is not placed",
    "placed": "marks of what is placed",
    "alternate_mpn": "alternate numbers",
    "alternate_manufacturer": "makers of alternates",
    "line_number": "line numbers",
    "level": "levels",
    "cpn": "your own numbers",
    "unit_price": "prices",
    "currency": "currencies",
    "note": "notes",
    "parent": "parent assemblies",
}

# code → (sentence, remedy); {name}: the column's header, {other}: that of the second column.
SENTENCES = {
    "role_unsure": ("“{name}” probably holds {role}, but we are only {sure} sure.", ABOVE),
    "hidden_numbers": (
        "“{name}” is taken for the part numbers because its cells look like some; its header does not say so.",
        ABOVE,
    ),
    "house_numbers": (
        "“{name}” may hold your own numbers rather than the makers’: its cells are all of one form.",
        ABOVE,
    ),
    "quantity_or_line_number": ("“{name}” is taken for the quantity, but it may number the lines.", ABOVE),
    "quantity_of_a_build": ("“{name}” may count one board or a whole build.", BOARDS),
    "role_missed": ("“{name}” may hold {role}, and no column has that role yet.", ABOVE),
    "counts_nothing": (
        "No column says how many of a part there are: neither quantities nor designators were found.",
        HOW_MANY,
    ),
    "several_counts": ("“{name}” each count: which of them is the product that you mean?", WHICH),
    "unclear_marks": ("“{name}” answers yes and no, but does not say whether yes means placed.", MARKS),
    "marks_elsewhere": (
        "“{name}” says of some lines that they are not placed, and it is not read as a column of such marks.",
        MARKS,
    ),
    "leaves_out_most": ("More than half of the lines would be taken as not placed.", MARKS),
    COMMAS_IN_DOUBT: (
        "All quantities in “{name}” have a comma before three figures: it may part thousands or decimals.",
        COMMAS,
    ),
    "other_maker": (
        "Makers are taken from “{name}” and numbers from “{other}”, but another column has the maker’s word in its name.",
        ABOVE,
    ),
    "begins_again": (
        "The column names stand a second time: what is below them may go on with the list, or be another one.",
        CELLS,
    ),
    "numbers_elsewhere": (
        "“{name}” holds part numbers here and there, and no column is taken for them yet.",
        ABOVE,
    ),
    "order_numbers": (
        "“{name}” is taken for a distributor's numbers, but they look like the makers' own.",
        ABOVE,
    ),
    "outdone": (
        "Part numbers are taken from “{name}”, but “{other}” is called the same and has far more of them.",
        ABOVE,
    ),
    "no_header": ("No row names the columns: they are told apart by their cells alone.", HEADER),
    "unsure": ("We are only {overall} sure of these columns as a whole.", ABOVE),
}


def problems_of_doubts(
    mapping: ColumnMapping, headers: Sequence[str], lines: Sequence[ReadLine]
) -> list[Problem]:
    """Every doubt of a mapping in its own sentence, with the rows (0-based) that it is about."""
    return [_problem(doubt, mapping, headers, lines) for doubt in mapping.doubts if doubt.code in SENTENCES]


def still_open(doubts: Sequence[Doubt], guess: ColumnMapping, now: ColumnMapping) -> Iterator[Doubt]:
    """The doubts about a guess that a person's choices have not settled: the columns they are about are as guessed."""
    for doubt in doubts:
        columns = doubt.columns or range(512)
        if doubt.code == "counts_nothing":
            is_open = not now.roles.keys() & {"quantity", "quantity_for", "designator"}
        elif doubt.code == "begins_again":
            is_open = guess.area == now.area
        elif doubt.code == "role_missed":
            is_open = not now.roles.get(doubt.role) and now.role_of(doubt.columns[0]) is None
        else:
            is_open = all(guess.role_of(column) == now.role_of(column) for column in columns)
        if is_open:
            yield doubt


def _problem(
    doubt: Doubt, mapping: ColumnMapping, headers: Sequence[str], lines: Sequence[ReadLine]
) -> Problem:
    sentence, remedy = SENTENCES[doubt.code]
    names = [headers[column] for column in doubt.columns if column < len(headers)]
    words = {
        "name": "”, “".join(names)
        if doubt.code in ("unclear_marks", "several_counts")
        else next(iter(names), "The column"),
        "other": names[1] if len(names) > 1 else "",
        "role": NAMES.get(doubt.role, doubt.role),
        "sure": f"{mapping.confidence.get(doubt.role, 0.0):.0%}".replace("%", " %"),
        "overall": f"{mapping.overall:.0%}".replace("%", " %"),
    }
    return Problem(doubt.code, sentence.format(**words), remedy, _rows(doubt, names, lines))


def _rows(doubt: Doubt, names: Sequence[str], lines: Sequence[ReadLine]) -> list[int]:
    if doubt.code in ("counts_nothing", "unsure", "no_header", "begins_again"):
        return [line.row for line in lines]
    if doubt.code == "leaves_out_most":
        return [line.row for line in lines if line.dnp]
    return [line.row for line in lines if any(line.raw.get(name) for name in names)]
