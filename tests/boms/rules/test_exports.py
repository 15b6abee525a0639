"""Files of many tools and countries: their columns, one of their lines, the number of their lines."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.read_bom import read_bom
from tests.boms.rules.exports import EXPORTS, Export


@pytest.mark.parametrize("export", [pytest.param(export, id=export.id) for export in EXPORTS])
def test_columns_and_lines(export: Export) -> None:
    read = read_bom(export.data, filename=export.name)

    found = {role: read.mapping.column(role) for role in export.roles}
    assert found == export.roles
    number, quantity, places = export.line
    line = next(
        line for line in read.lines if line.mpn == number and places in (None, " ".join(line.designators))
    )
    assert len(read.lines) == export.count
    assert quantity is None or line.quantity_text == quantity
    assert places is None or line.designators == places.split()
