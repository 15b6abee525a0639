"""Header words of many tools, houses and languages, each with the role that it names."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.header_words import boards_of, fold_header, header_roles, is_of_other_things

NAMES = {
    "mpn": (
        "MFRPN; MFR_PN; MFRPARTNO; MfrPartNumber; Manufacturing Part No; Manuf. Part Number; Manuf PN; Manufacturer's "
        "Part Number; Manufacturer P/N; Mfg. Part #; MFG_PN; MFGPN; mfg_part_num; Mfr.No; Mfr#; MFG #; Manufacturer "
        "Part; Manufacturer Item Number; Man. Part No; Maker P/N; Vendor Part (MPN); Component MPN; MPN 1; Part No. "
        "(Manufacturer); Supplier's MPN; OEM Part Number; Manufacturer Order Code; Hersteller-Nr.; Hersteller Nr; "
        "Herst.-Nr.; Herst.-Teilenr.; Hersteller Artikelnummer; Hersteller-Artikel-Nr; Hersteller-Typ; "
        "Herstellerbezeichnung; Hersteller Bestellnr.; Réf. fabricant; Référence constructeur; Ref fabricant; Réf. "
        "Fab.; Code fabricant; N° fabricant; Numéro de pièce fabricant; Número de parte fabricante; Nº parte "
        "fabricante; N.º de parte; Num. parte fabricante; Ref. fabricante; Código del fabricante; Codice costruttore; "
        "Codice fabbricante; P/N produttore; Part number produttore; 制造商料号; 厂家料号; 原厂料号; 制造商型号; 厂商料号; 型号规格; 规格型号; 器件型号; "
        "供应商型号; 生产厂家型号; メーカー品番; メーカー型式; 型式; 製造元品番; 部品型番; Партномер; Part-номер; Номер производителя; Код производителя; "
        "Артикул; Тип компонента; Numer katalogowy producenta; Symbol producenta; Kod producenta; Número do fabricante; "
        "Part Number Fabricante; Tillverkarens artikelnummer; Fabrikant artikelnummer; Výrobní číslo"
    ),
    "quantity": (
        "QTY PER; Qty/Board; QTY/PCB; Qty. Per Assy; Qty Per Unit; Quantity Needed; Qty Req'd; Req Qty; Required Qty; "
        "QPA; Qty Used; No. of parts; Nr. of items; Count; # Used; Amount; Pieces; Pcs; Stück; Stk.; Stückzahl; "
        "Stückz.; Anz.; Anzahl pro Platine; Menge (ST); Menge/Einheit; Qté; Quantité unitaire; Nb; Nombre; Cant; Cant.; "
        "Cantidad requerida; Cantidad por placa; Ctd; Q.tà; Qtà; Quantità; 用量; 数量; 数量/台; 单机用量; 单板用量; 单台用量; 使用量; 使用数; "
        "員数; 個数; 数; 必要数; Кол-во; Кол.; Количество; Кол-во на плату; Ilość; Ilość sztuk; Szt.; Aantal; Antal; "
        "Quantidade; Qtde; Qtd.; Počet; Množství; Build Qty per board; BOM Qty; Comp. Qty (CUn); Component Quantity; "
        "Usage; Ext Qty"
    ),
    "designator": (
        "REF DES; Ref. Des.; Refdes; RefDes.; REFDES_LIST; Ref Designator(s); Ref.; Reference Designation; Reference "
        "Designator; Reference ID; Component Reference; Board Ref; Circuit Ref.; Circuit Reference; Schematic "
        "Reference; Schematic Ref; PCB Ref; Part Reference; Designators; Designator (s); Des.; Location; Position; "
        "Placement; Instances; Bauteil-Referenz; Referenz; Ref.-Bez.; Bezeichner; Positionsbezeichnung; Einbauplatz; "
        "Einbauort; Repère; Repères; Repère topo.; Référence schéma; Référence topologique; Rep.; Referencia; "
        "Designador; Ref. circuito; Riferimento; Riferimenti; Rif.; Rif. topografico; Posizione; 位号; 元件位号; 器件位号; 标号; "
        "元件标号; 参考编号; 参考位号; 位置; 回路記号; 部品記号; 記号; リファレンス; 参照記号; Поз. обозначение; Позиционное обозначение; Обозначение; "
        "Oznaczenie; Oznaczenie na schemacie; Referência; Referentie; Beteckning; Poz."
    ),
    "manufacturer": (
        "MFR; Mfr.; MFG; Mfg.; MFG Name; Mfr Name; MFR_NAME; Manufacturer Name; Manuf.; Manufacturer 1; Maker; Brand; "
        "Make; Manufactured by; Hersteller; Herst.; Herstellername; Fabrikat; Fabricant; Fab.; Constructeur; Marque; "
        "Nom fabricant; Fabricante; Marca; Fabr.; Produttore; Costruttore; Fabbricante; Casa costruttrice; 品牌; 厂商; 制造商; "
        "厂家; 生产厂家; 制造厂商; 厂牌; 生产商; メーカー; メーカ; メーカー名; 製造元; Производитель; Изготовитель; Фирма; Producent; Fabrikant; "
        "Tillverkare; Výrobce; Manufacturer_Name_1"
    ),
    "description": (
        "Description; Desc.; Descr; Part Description; Item Description; Component; Long Description; Short Description; "
        "DESCRIPTION 1; Bezeichnung; Beschreibung; Benennung; Artikelbezeichnung; Objektkurztext; Materialkurztext; "
        "Désignation; Libellé; Descriptif; Descripción; Descripcion; Detalle; Denominación; Descrizione; Denominazione; "
        "描述; 名称; 品名; 物料描述; 元件名称; 说明; 规格描述; 产品名称; 説明; 品名; 部品名; 名称; 仕様; Наименование; Описание; Nazwa; Opis; "
        "Omschrijving; Beskrivning; Descrição; Popis"
    ),
    "cpn": (
        "IPN; CPN; Internal PN; Internal Part Number; House PN; Company PN; Our PN; Customer PN; Customer Part Number; "
        "In-house number; Stock Code; Material; Materialnummer; Material-Nr.; Sachnummer; Sach-Nr.; Artikelnummer; "
        "Artikel-Nr.; Art.-Nr.; Teilenummer; Teile-Nr.; Ident-Nr.; Komponente; Interne Nummer; SAP-Nr.; ERP number; "
        "Code article; Code interne; Référence interne; Réf. interne; Código interno; Código artículo; Codice interno; "
        "Codice articolo; Cod. interno; 物料编码; 物料编号; 物料号; 料号; 存货编码; 内部料号; 品番; 社内品番; 自社品番; 品目コード; 部品コード; 部品番号; Внутренний "
        "номер; Код изделия; Номенклатурный номер; Indeks; Item Number; Item Code; CMP ID"
    ),
    "distributor_sku": (
        "Digi-Key Part Number; DigiKey P/N; Digikey#; DK PN; Mouser Part No; Mouser #; MOUSER_PN; LCSC Part; LCSC Part "
        "#; LCSC#; LCSC PN; JLCPCB Part #; JLCPCB Part; JLC PN; Farnell Code; Farnell order code; Farnell-Nr.; Newark "
        "#; RS Stock No.; RS-Nr; TME; TME Symbol; Supplier Part; Supplier PN; Supplier P/N; Supplier Part Number 1; "
        "Distributor Part Number; Distributor SKU; Dist. P/N; Vendor PN; Vendor Part Number; Order Code; Order No.; "
        "Bestellnummer; Bestell-Nr.; Best.-Nr.; Lieferanten-Artikelnummer; Lieferanten-Nr.; Lieferant Bestellnummer; "
        "Réf. fournisseur; Référence fournisseur; Code commande; Ref. proveedor; Código proveedor; Número de parte "
        "proveedor; Codice fornitore; Codice distributore; Codice ordine; 供应商料号; 供应商编号; 商品编号; 立创编号; 立创商城编号; 采购编号; "
        "仕入先品番; 発注品番; Артикул поставщика; Код заказа; Nr dostawcy; SKU; Reichelt; Conrad Best.-Nr."
    ),
    "supplier_name": (
        "Supplier; Distributor; Vendor; Source; Lieferant; Fournisseur; Distributeur; Proveedor; Distribuidor; "
        "Fornitore; Distributore; 供应商; 供货商; 仕入先; 購入先; Поставщик; Dostawca"
    ),
    "footprint": (
        "Footprint; Package; Case; PCB Footprint; Package/Case; Case/Package; Pkg; Size; Gehäuse; Bauform; Boîtier; "
        "Encapsulado; Contenitore; 封装; 封装形式; パッケージ; 外形; Корпус; Obudowa; Behuizing; PCB Decal; Pattern; FOOTPRINT_NAME"
    ),
    "value": (
        "Value; Val; Value 1; Wert; Nennwert; Valeur; Valor; Valore; 值; 参数; 定数; 値; Номинал; Wartość; Waarde; Värde; "
        "Comment; Component Value"
    ),
    "dnp": (
        "DNP; DNI; DNF; NP; Do Not Populate; Do not place; Not Fitted; Fitted; Populate; Populated; Place; Mount; "
        "Mounted; Stuff; Bestückt; Bestückung; Nicht bestücken; Montar; No montar; Monté; Non monté; Montare; 贴装; 不贴; "
        "実装; 未実装; Не устанавливать; Exclude from BOM; BOM Status"
    ),
    "level": (
        "Level; BOM Level; Lvl; Lev; Lvl.; Stufe; Ebene; Aufl.stufe; Niveau; Nivel; Livello; 层级; 层次; 阶次; 階層; レベル; "
        "Уровень; Indent; Indenture; Structure Level; Poziom"
    ),
    "unit_price": (
        "Unit Price; Price; Unit Cost; Price/ea; Price each; Cost; Preis; Stückpreis; Einzelpreis; Preis/Stück; Prix; "
        "Prix unitaire; PU; Precio; Precio unitario; Costo; Prezzo; Prezzo unitario; 单价; 価格; 単価; Цена; Cena; Prijs; "
        "Preço; Unit Price (USD)"
    ),
    "note": (
        "Notes; Note; Remarks; Remark; Comments; Bemerkung; Bemerkungen; Anmerkung; Hinweis; Remarque; Remarques; "
        "Observations; Commentaire; Observaciones; Notas; Nota; Note; Annotazioni; 备注; 说明; 備考; 注記; Примечание; Uwagi; "
        "Opmerking; Anmärkning"
    ),
}


@pytest.mark.parametrize("role", NAMES)
def test_names_of_a_role(role: str) -> None:
    least = 0.3 if role == "mpn" else 0.5
    unknown = [name for name in NAMES[role].split("; ") if header_roles(name).get(role, 0.0) < least]

    assert not unknown


@pytest.mark.parametrize(
    ("text", "words", "ordinal"),
    [
        ("Mfr. P/N 2", "mfr pn", 2),
        ("MPN2", "mpn", 2),
        ("ManufacturerPartNum", "manufacturer part number", None),
        ("Bestell-Nr.", "bestell number", None),
        ("Гнездо №", "гнездо number", None),
        ("Внутренний код", "внутренний код", None),
        ("パッケージ", "パッケージ", None),
        ("Qté", "qte", None),
        ("No montar", "no montar", None),
    ],
)
def test_folding(text: str, words: str, ordinal: int | None) -> None:
    folded = fold_header(text)

    assert (folded.words, folded.ordinal) == (words, ordinal)


@pytest.mark.parametrize(
    ("text", "boards"),
    [
        ("Qty for 10 boards", 10),
        ("Menge für 50 Stück", 50),
        ("Cantidad para 100 PCBs", 100),
        ("数量(20台)", 20),
        ("Qty x 25", 25),
        ("Qty per 100", 100),
        ("Menge je 10", 10),
        ("Qty per board", None),
        ("Quantity", None),
        ("Unit price for 100 pcs", None),
    ],
)
def test_builds_of_several_boards(text: str, boards: int | None) -> None:
    assert boards_of(text) == boards


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Best.-Nr. Lieferant", "distributor_sku"),
        ("Bestellnr", "distributor_sku"),
        ("Leverantörens artikelnr", "distributor_sku"),
        ("Beszállítói cikkszám", "distributor_sku"),
        ("JLCPCB Part #（optional）", "distributor_sku"),
        ("HerstArtNr", "mpn"),
        ("Tillverkarens artikelnr", "mpn"),
        ("bom_line_ids/product_id/manufacturer_pref", "mpn"),
        ("bom_line_ids/product_qty", "quantity"),
        ("Beszállító", "supplier_name"),
        ("Repère topologique", "designator"),
    ],
)
def test_words_of_planning_systems_and_forms(name: str, role: str) -> None:
    roles = header_roles(name)
    assert roles.get(role, 0.0) >= 0.8
    assert max(roles, key=lambda found: roles[found]) == role


def test_a_list_of_approved_makers_is_counted() -> None:
    assert fold_header("AVL3 MPN") == fold_header("MPN 3")


def test_what_the_customer_gives_is_no_quantity() -> None:
    assert is_of_other_things("Consigned")
