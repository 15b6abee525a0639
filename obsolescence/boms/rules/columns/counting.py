"""A column whose numbers are the counts of the designators beside them holds the quantities, whatever it is called."""

from collections.abc import Sequence

from obsolescence.boms.rules.designators import expand

_SAMPLE = 120


def share_counted(places: Sequence[str], numbers: Sequence[str]) -> float:
    """Share of the lines (0 to 1) whose number is that of its designators; 0 where each line has only one of them.

    `places` and `numbers` are the cells of two columns, row by row.
    """
    pairs = [
        (place, number)
        for place, number in zip(places, numbers, strict=True)
        if place.strip() and number.strip()
    ]
    pairs = pairs[:: len(pairs) // _SAMPLE + 1]
    counts = [len(expand(place).names) for place, _ in pairs]
    if len(pairs) < 2 or max(counts, default=0) < 2:
        return 0.0
    same = sum(_whole(number) == count for count, (_, number) in zip(counts, pairs, strict=True))
    return same / len(pairs)


def _whole(text: str) -> int | None:
    """5 for "5", "5.0" and "5,000" (a decimal comma of planning systems)."""
    digits, _, rest = text.strip().replace(",", ".").partition(".")
    return (
        int(digits)
        if digits.isascii() and digits.isdigit() and len(digits) < 10 and not rest.strip("0")
        else None
    )
