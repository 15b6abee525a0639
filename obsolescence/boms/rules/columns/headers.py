"""The header of a column, also where two rows make it: "Manufacturer" above "Name" and "Part No."."""

from obsolescence.boms.rules.header_words import header_roles, speaks_of_parts

_LONGEST = 60  # characters of a group's title


def header_texts(rows: list[list[str]], header_row: int) -> list[str]:
    """For each column the words that say most: its own header, or its group's title and its own together."""
    own = rows[header_row]
    group, sub = _groups_above(rows, header_row), _names_below(rows, header_row)
    if group:
        return [_clearer(_at(group, column), cell) for column, cell in enumerate(own)]
    if sub:
        titles = _spread(own, sub)
        return [_clearer(_at(titles, column), _at(sub, column)) for column in range(max(len(own), len(sub)))]
    return list(own)


def is_second_header(rows: list[list[str]], header_row: int) -> bool:
    """Whether the row below the header goes on with it and holds no component."""
    return bool(_names_below(rows, header_row))


def _groups_above(rows: list[list[str]], header_row: int) -> list[str]:
    """The titles of the row above, each over the columns up to the next; none where that row is no group row."""
    own = rows[header_row]
    above = rows[header_row - 1] if header_row else []
    titles = [cell for cell in above if cell.strip()]
    speaking = sum(_speaks(cell) for cell in titles)
    if len(titles) < 2 or speaking < 0.5 * len(titles) or max(map(len, titles)) > _LONGEST:
        return []
    return _spread(above, own)


def _names_below(rows: list[list[str]], header_row: int) -> list[str]:
    """The row below where all of its cells are header words and it names columns that the header leaves empty."""
    own = rows[header_row]
    below = rows[header_row + 1] if header_row + 1 < len(rows) else []
    names = [cell for cell in below if cell.strip()]
    if len(names) < 2 or not all(map(_speaks, names)):
        return []
    names_more = any(cell.strip() and not _at(own, column).strip() for column, cell in enumerate(below))
    return below if names_more else []


def _speaks(cell: str) -> bool:
    return len(cell) <= _LONGEST and speaks_of_parts(cell)


def _spread(titles: list[str], under: list[str]) -> list[str]:
    """A merged cell keeps its text in its first column: it holds for the named columns right of it, too."""
    spread = []
    title = ""
    for column in range(max(len(titles), len(under))):
        title = _at(titles, column).strip() or (title if _at(under, column).strip() else "")
        spread.append(title)
    return spread


def _clearer(title: str, own: str) -> str:
    if not title.strip() or title.strip() == own.strip():
        return own
    both = f"{title.strip()} {own.strip()}".strip()
    return both if _strength(both) >= max(_strength(own), 0.01) else own or title


def _strength(text: str) -> float:
    return max(header_roles(text).values(), default=0.0)


def _at(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
