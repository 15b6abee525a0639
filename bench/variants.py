"""Variants of known parts lists as other people and programs would have saved them: same content, other clothes."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, replace

import xlsxwriter

from bench.made_up_boms import Known

WORDS: dict[str, tuple[str, ...]] = {
    "mpn": ("MPN", "Mfr Part #", "Manufacturer Part Number", "MFG P/N", "Mfr. No.", "Part Number", "Hersteller-Teilenummer",
            "Herstellernummer", "Référence fabricant", "Número de parte del fabricante", "Codice produttore", "型号",
            "制造商料号", "メーカー型番", "Артикул производителя", "manufacturer_part_number", "Mfg Part No", "P/N"),
    "manufacturer": ("Manufacturer", "Mfr", "MFG", "Maker", "Hersteller", "Fabricant", "Fabricante", "Produttore", "品牌",
                     "制造商", "メーカー", "Производитель", "Brand", "Vendor"),
    "quantity": ("Qty", "Quantity", "QTY", "Qty.", "Anzahl", "Menge", "Stück", "Quantité", "Qté", "Cantidad", "Cant.", "Quantità",
                 "Q.tà", "数量", "用量", "員数", "Кол-во", "Count", "Qty per board", "Amount"),
    "designator": ("Reference", "References", "RefDes", "Ref Des", "Designator", "Reference Designator", "Ref", "Location",
                   "Referenz", "Bauteil", "Repère", "Référence", "Referencia", "Designador", "Riferimento", "位号", "回路記号",
                   "Поз. обозначение", "Parts"),
    "description": ("Description", "Desc", "Beschreibung", "Bezeichnung", "Désignation", "Descripción", "Descrizione", "描述",
                    "名称", "品名", "Наименование"),
    "value": ("Value", "Val", "Wert", "Valeur", "Valor", "Valore", "值", "定数", "Номинал", "Comment"),
    "footprint": ("Footprint", "Package", "Case", "Gehäuse", "Bauform", "Boîtier", "Encapsulado", "封装", "Корпус", "PCB Footprint"),
    "distributor_sku": ("Mouser Part Number", "Digi-Key Part Number", "Supplier Part Number", "Distributor PN", "Order Code",
                        "Bestellnummer", "Réf. fournisseur", "供应商料号", "SKU", "Supplier PN"),
    "supplier_name": ("Supplier", "Distributor", "Lieferant", "Fournisseur", "Proveedor", "Fornitore", "供应商", "Поставщик"),
    "line_number": ("Item", "#", "No.", "Pos", "Pos.", "Line", "Ítem", "序号", "項番", "№", "Lfd. Nr."),
    "unit_price": ("Unit Price", "Price", "Einzelpreis", "Prix unitaire", "Precio", "单价", "Цена"),
    "cpn": ("Internal PN", "IPN", "Company Part Number", "Artikelnummer", "Sachnummer", "物料编码", "Our part number", "Code interne"),
    "note": ("Notes", "Remarks", "Comments", "Bemerkung", "Remarque", "Observaciones", "备注", "備考", "Примечание"),
    "order": ("Order Qty", "Total Qty", "Qty for 50 boards", "Build Quantity", "Gesamtmenge", "Total"),
    "stock": ("Stock", "In stock", "Lagerbestand", "库存", "Availability"),
    "url": ("Datasheet", "Link", "URL", "Datenblatt"),
}  # fmt: skip
_TITLES = (
    "Bill of Materials",
    "Stückliste",
    "Main board",
    "Project AX-400",
    "物料清单",
    "Nomenclature",
    "BOM export",
)
_ABOVE = (["Revision", "C"], ["Date", "2024-03-01"], ["Author", "A. Turner"], ["Number of boards", "10"], ["Customer:", "Acme Ltd"],
          ["Total parts:", "143"], ["Variant", "full"])  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "gbk", "shift_jis", "cp1251")


@dataclass(frozen=True)
class Variant:
    """The bytes of a file, where its header is (record number, None for no header) and which columns are right."""

    name: str
    data: bytes
    header: int | None
    roles: dict[str, frozenset[int]]
    needed: frozenset[str]


def vary(known: Known, luck: random.Random) -> Variant:
    """One variant: some of the changes, each by chance."""
    changed = _fewer_lines(known, luck)
    for chance, change in ((0.5, _shuffled), (0.7, _renamed), (0.35, _without_a_column), (0.1, _misspelt),
                           (0.08, _one_header_less), (0.2, _with_blank_rows), (0.3, _with_total),
                           (0.15, _with_empty_first_column), (0.04, _headless), (0.4, _with_preamble)):  # fmt: skip
        if luck.random() < chance:
            changed = change(changed, luck)
    name, data = _saved(changed.rows, luck)
    needed = frozenset(role for role, columns in changed.roles.items() if _is_filled(changed, columns))
    return Variant(name, data, changed.header, changed.roles, needed - changed.may)


def _is_filled(known: Known, columns: frozenset[int]) -> bool:
    body = known.rows if known.header is None else known.rows[known.header + 1 :]
    return any(row[column].strip() for row in body for column in columns if column < len(row))


def _fewer_lines(known: Known, luck: random.Random) -> Known:
    count = luck.choice((8, 15, 30, 60, 120))
    return replace(known, rows=[list(row) for row in known.rows[: count + 1]])


def _columns(known: Known) -> int:
    return max(map(len, known.rows))


def _moved(known: Known, order: list[int]) -> Known:
    """The columns in the order given; those that it leaves out are gone."""
    rows = [[row[column] if column < len(row) else "" for column in order] for row in known.rows]
    place = {column: index for index, column in enumerate(order)}
    roles = {
        role: frozenset(place[column] for column in columns if column in place)
        for role, columns in known.roles.items()
    }
    return replace(known, rows=rows, roles=roles)


def _shuffled(known: Known, luck: random.Random) -> Known:
    order = list(range(_columns(known)))
    luck.shuffle(order)
    return _moved(known, order)


def _without_a_column(known: Known, luck: random.Random) -> Known:
    """Any column may be missing, also one that decides."""
    order = list(range(_columns(known)))
    for _ in range(luck.randint(1, 2)):
        if len(order) > 3:
            order.remove(luck.choice(order))
    return _moved(known, order)


def _renamed(known: Known, luck: random.Random) -> Known:
    if known.header is None:
        return known
    rows = [list(row) for row in known.rows]
    header = rows[known.header]
    for role, columns in known.roles.items():
        if len(columns) == 1 and role in WORDS and (column := next(iter(columns))) < len(header):
            header[column] = luck.choice(WORDS[role])
    return replace(known, rows=rows)


def _misspelt(known: Known, luck: random.Random) -> Known:
    if known.header is None:
        return known
    rows = [list(row) for row in known.rows]
    header = rows[known.header]
    column = luck.randrange(len(header))
    if len(header[column]) > 4:
        at = luck.randrange(1, len(header[column]))
        header[column] = header[column][:at] + header[column][at + 1 :]
    return replace(known, rows=rows)


def _one_header_less(known: Known, luck: random.Random) -> Known:
    if known.header is None:
        return known
    rows = [list(row) for row in known.rows]
    rows[known.header][luck.randrange(len(rows[known.header]))] = ""
    return replace(known, rows=rows)


def _with_blank_rows(known: Known, luck: random.Random) -> Known:
    rows = list(known.rows)
    for _ in range(luck.randint(1, 4)):
        rows.insert(luck.randrange((known.header or 0) + 2, len(rows) + 1), [""] * len(rows[0]))
    return replace(known, rows=rows)


def _with_total(known: Known, luck: random.Random) -> Known:
    width = _columns(known)
    total = [""] * width
    total[0] = luck.choice(("Total", "Summe", "合计", "Total parts: 143", "TOTAL:"))
    total[-1] = str(luck.randint(50, 500))
    return replace(known, rows=[*known.rows, *[[""] * width] * luck.randint(0, 2), total])


def _with_empty_first_column(known: Known, _: random.Random) -> Known:
    moved = _moved(known, list(range(_columns(known))))
    roles = {role: frozenset(column + 1 for column in columns) for role, columns in moved.roles.items()}
    return replace(moved, rows=[["", *row] for row in moved.rows], roles=roles)


def _headless(known: Known, _: random.Random) -> Known:
    if known.header is None:
        return known
    return replace(known, rows=known.rows[: known.header] + known.rows[known.header + 1 :], header=None)


def _with_preamble(known: Known, luck: random.Random) -> Known:
    above: list[list[str]] = [[luck.choice(_TITLES)], *luck.sample(_ABOVE, luck.randint(0, 5))]
    above += [[]] * luck.randint(0, 2)
    header = None if known.header is None else known.header + len(above)
    return replace(known, rows=[*above, *known.rows], header=header)


def _saved(rows: list[list[str]], luck: random.Random) -> tuple[str, bytes]:
    if luck.random() < 0.15:
        return "bom.xlsx", _xlsx(rows)
    text = io.StringIO()
    separator = luck.choice((",", ",", ";", "\t", "|"))
    end = luck.choice(("\n", "\r\n", "\r\n", "\r"))
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    for encoding in luck.sample(_ENCODINGS, len(_ENCODINGS)):
        try:
            data = text.getvalue().encode(encoding)
        except UnicodeEncodeError:
            continue
        return luck.choice(("bom.csv", "bom.txt", "bom.tsv")), data
    raise AssertionError("UTF-8 takes everything")


def _xlsx(rows: list[list[str]]) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("BOM")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.isascii() and cell.isdigit() and len(cell) < 6 and not cell.startswith("0"):
                sheet.write_number(number, column, int(cell))
            elif cell:
                sheet.write_string(number, column, cell)
    book.close()
    return data.getvalue()
