"""Short parts lists in the form that design tools, planning systems and people in many countries give them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Export:
    """One file: its bytes, the roles of its columns by number, and one line of it (by row: number, quantity, places)."""

    id: str
    text: str
    roles: dict[str, int | None]
    line: tuple[str, str | None, str | None]
    count: int
    encoding: str = "utf-8"
    name: str = "bom.csv"
    has_lines: bool = field(default=True)

    @property
    def data(self) -> bytes:
        return self.text.encode(self.encoding)


EXPORTS = [
    Export(
        "kicad bom of the schematic editor",
        '"Reference","Value","Datasheet","Footprint","Qty","DNP","MPN","Manufacturer"\n'
        '"C1,C2,C5","100nF","~","Capacitor_SMD:C_0402_1005Metric","3","","GRM155R71C104KA88D","Murata"\n'
        '"C3","10uF","~","Capacitor_SMD:C_0805_2012Metric","1","DNP","GRM21BR61E106KA73L","Murata"\n'
        '"R1-R4","10k","~","Resistor_SMD:R_0402_1005Metric","4","","RC0402FR-0710KL","Yageo"\n'
        '"U1","STM32G071KBT6","https://www.st.com/x.pdf","Package_QFP:LQFP-32_7x7mm_P0.8mm","1","","STM32G071KBT6","ST"\n',
        {"mpn": 6, "manufacturer": 7, "quantity": 4, "designator": 0, "value": 1, "footprint": 3, "dnp": 5},
        ("RC0402FR-0710KL", "4", "R1 R2 R3 R4"),
        4,
    ),
    Export(
        "kicad semicolons, older export",
        '"Id";"Designator";"Footprint";"Quantity";"Designation";"Supplier and ref";\n'
        '1;"C1,C2";"C_0603_1608Metric";2;"100n";;;\n2;"R1,R2,R3";"R_0603_1608Metric";3;"4k7";;;\n'
        '3;"U2";"SOIC-8_3.9x4.9mm_P1.27mm";1;"LM358";;;\n4;"D1";"D_SOD-123";1;"1N4148W";;;\n',
        {"designator": 1, "quantity": 3, "footprint": 2, "mpn": None},
        ("", "3", "R1 R2 R3"),
        4,
    ),
    Export(
        "kibom with its statistics",
        "Component,Description,Part,References,Value,Footprint,Quantity Per PCB,Build Quantity,Manufacturer,MPN\n"
        "1,Unpolarized capacitor,C,C1 C4 C6,100nF,C_0402,3,30,Murata,GRM155R71C104KA88D\n"
        "2,Resistor,R,R1 R2,10k,R_0402,2,20,Yageo,RC0402FR-0710KL\n"
        "3,LDO,TLV755,U3,TLV75533PDBV,SOT-23-5,1,10,Texas Instruments,TLV75533PDBVR\n"
        "4,Ferrite,L,FB1,600R,L_0603,1,10,Murata,BLM18AG601SN1D\n\n\n"
        "Component Groups:,4\nComponent Count:,7\nFitted Components:,7\nNumber of PCBs:,10\nTotal components:,70\n",
        {"mpn": 9, "manufacturer": 8, "quantity": 6, "designator": 3, "value": 4, "description": 1},
        ("RC0402FR-0710KL", "2", "R1 R2"),
        4,
    ),
    Export(
        "html bom as csv",
        "References,Value,Footprint,Quantity,MPN\n"
        '"C1, C2",100n,C_0402_1005Metric,2,CL05B104KO5NNNC\n"R1, R2, R9",1k,R_0402_1005Metric,3,RC0402JR-071KL\n'
        "U1,ESP32-S3-WROOM-1,ESP32-S3-WROOM-1,1,ESP32-S3-WROOM-1-N8\n",
        {"mpn": 4, "quantity": 3, "designator": 0, "value": 1, "footprint": 2},
        ("RC0402JR-071KL", "3", "R1 R2 R9"),
        3,
    ),
    Export(
        "altium",
        "Comment,Description,Designator,Footprint,LibRef,Quantity\n"
        '"100nF","Capacitor ceramic X7R 16V","C1, C2, C3","CAPC1005X55N","CMP-2007-03352-1",3\n'
        '"10k","Resistor 1% 63 mW","R1, R2","RESC1005X40N","CMP-1013-00363-1",2\n'
        '"LM1117-3.3","LDO regulator 800 mA","U4","SOT223","CMP-0912-00011-1",1\n',
        {"designator": 2, "quantity": 5, "description": 1, "footprint": 3, "value": 0, "mpn": None},
        ("", "3", "C1 C2 C3"),
        3,
    ),
    Export(
        "altium with chosen sources",
        "Line #,Name,Description,Designator,Quantity,Manufacturer 1,Manufacturer Part Number 1,Manufacturer Lifecycle 1,"
        "Supplier 1,Supplier Part Number 1,Supplier Unit Price 1,Supplier Subtotal 1\n"
        '1,GRM155R71C104KA88D,CAP CER 0.1UF 16V X7R 0402,"C1, C2, C3",3,Murata,GRM155R71C104KA88D,Volume Production,Mouser,81-GRM155R71C104KA88,0.01,0.03\n'
        '2,RC0402FR-0710KL,RES 10K OHM 1% 1/16W 0402,"R1, R2",2,Yageo,RC0402FR-0710KL,Volume Production,Digi-Key,311-10.0KLRCT-ND,0.01,0.02\n'
        "3,LM1117MPX-3.3,IC REG LINEAR 3.3V 800MA SOT223-4,U4,1,TI,LM1117MPX-3.3/NOPB,Volume Production,Digi-Key,LM1117MPX-3.3/NOPBCT-ND,1.2,1.2\n",
        {
            "mpn": 6,
            "manufacturer": 5,
            "quantity": 4,
            "designator": 3,
            "description": 2,
            "distributor_sku": 9,
            "supplier_name": 8,
            "line_number": 0,
            "unit_price": 10,
        },
        ("LM1117MPX-3.3/NOPB", "1", "U4"),
        3,
    ),
    Export(
        "eagle with attributes",
        "Qty;Value;Device;Package;Parts;Description;MF;MPN\n"
        "3;100n;C-EUC0402;C0402;C1, C2, C3;CAPACITOR, European symbol;MURATA;GRM155R71C104KA88D\n"
        "2;10k;R-EU_R0402;R0402;R1, R2;RESISTOR, European symbol;YAGEO;RC0402FR-0710KL\n"
        "1;ATMEGA328P-AU;ATMEGA328P-AU;TQFP32-08;IC1;8-bit Microcontroller;MICROCHIP;ATMEGA328P-AU\n",
        {
            "mpn": 7,
            "manufacturer": 6,
            "quantity": 0,
            "designator": 4,
            "value": 1,
            "footprint": 3,
            "description": 5,
        },
        ("RC0402FR-0710KL", "2", "R1 R2"),
        3,
    ),
    Export(
        "eagle parts list printed in columns",
        "Partlist\n\nExported from amp.sch at 03.05.2021 10:11\n\nEAGLE Version 9.6.2 Copyright (c) 1988-2020 Autodesk, Inc.\n\n"
        "Assembly variant: \n\n"
        "Part     Value          Device                Package      Library     Sheet\n\n"
        "C1       100n           C-EUC0805             C0805        rcl         1\n"
        "C2       10u            CPOL-EUE2.5-6         E2,5-6       rcl         1\n"
        "IC1      LM358D         LM358D                SO08         linear      1\n"
        "R1       4k7            R-EU_R0805            R0805        rcl         2\n",
        {"designator": 0, "value": 1, "footprint": 3, "mpn": None, "quantity": None},
        ("", None, "C1"),
        4,
        name="partlist.txt",
    ),
    Export(
        "fusion electronics",
        "Qty,Value,Device,Package,Parts,Description,CATEGORY,MANUFACTURER,MPN,OPERATING_TEMP,ROHS\n"
        '2,1uF,CAPACITOR-NP_CHIP-0603(1608-METRIC),CAPC1608X85,"C1, C2",Capacitor NP,Capacitor,Murata,GRM188R61E105KA12D,-55,YES\n'
        "1,10k,RESISTOR_CHIP-0603(1608-METRIC),RESC1608X60,R1,Resistor Fixed,Resistor,Yageo,RC0603FR-0710KL,-55,YES\n"
        "1,TPS62203,TPS62203DBV,SOT23-5,U1,Step down,IC,Texas Instruments,TPS62203DBVR,-40,YES\n",
        {"mpn": 8, "manufacturer": 7, "quantity": 0, "designator": 4, "value": 1, "footprint": 3},
        ("GRM188R61E105KA12D", "2", "C1 C2"),
        3,
    ),
    Export(
        "orcad capture",
        "Power Stage  Revised: Monday, May 03, 2021\n          Revision: A\n\n\n\n"
        "Bill Of Materials          May 3,2021      10:11:12\tPage1\n\n"
        "Item\tQuantity\tReference\tPart\tPCB Footprint\tManufacturer Part Number\n"
        "______________________________________________\n\n"
        "1\t3\tC1,C2,C3\t100nF\tC0402\tGRM155R71C104KA88D\n2\t5\tR1,R2,R3,R4,\t10k\tR0402\tRC0402FR-0710KL\n\t\tR5\t\t\n"
        "3\t1\tU1\tLM5117\tHTSSOP20\tLM5117PMH/NOPB\n",
        {"mpn": 5, "quantity": 1, "designator": 2, "value": 3, "footprint": 4, "line_number": 0},
        ("RC0402FR-0710KL", "5", "R1 R2 R3 R4 R5"),
        3,
        name="board.bom",
    ),
    Export(
        "pads logic",
        "Item,Qty,Reference,Part Name,Manufacturer,Mfg Part No,Description\n"
        '1,2,C1-2,CAP0402-100N,Murata,GRM155R71C104KA88D,"CAP,100nF,16V"\n2,3,R1-R3,RES0402-10K,Yageo,RC0402FR-0710KL,"RES,10k,1%"\n'
        "3,1,U1,LM358-SO8,TI,LM358DR,Dual op amp\n",
        {"mpn": 5, "manufacturer": 4, "quantity": 1, "designator": 2, "description": 6, "line_number": 0},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "allegro with exclamation marks",
        "COMP_DEVICE_TYPE!COMP_VALUE!COMP_PART_NUMBER!QTY!REFDES\n"
        "CAP_C0402_100NF!100nF!GRM155R71C104KA88D!2!C1 C2\nRES_R0402_10K!10k!RC0402FR-0710KL!3!R1 R2 R3\n"
        "LM5117_HTSSOP20!LM5117!LM5117PMH/NOPB!1!U1\n",
        {"mpn": 2, "quantity": 3, "designator": 4, "value": 1},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        name="bom.rpt",
    ),
    Export(
        "zuken",
        "Pos,Anzahl,Referenz,Wert,Bauform,Hersteller,Hersteller-Bestellnummer\n"
        '1,2,"C1,C2",100nF,C0402,Murata,GRM155R71C104KA88D\n2,3,"R1,R2,R3",10k,R0402,Yageo,RC0402FR-0710KL\n'
        "3,1,U1,LM358,SO8,Texas Instruments,LM358DR\n",
        {
            "mpn": 6,
            "manufacturer": 5,
            "quantity": 1,
            "designator": 2,
            "value": 3,
            "footprint": 4,
            "line_number": 0,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "assembler in china",
        "Comment,Designator,Footprint,LCSC Part #\n"
        '100nF,"C1,C2,C3",C_0402_1005Metric,C1525\n10k,"R1,R2",R_0402_1005Metric,C25744\n'
        "AMS1117-3.3,U1,SOT-223-3_TabPin2,C6186\n",
        {"designator": 1, "value": 0, "footprint": 2, "distributor_sku": 3, "mpn": None, "quantity": None},
        ("", None, "C1 C2 C3"),
        3,
    ),
    Export(
        "easyeda, tabs in utf-16 under the name csv",
        "No.\tQuantity\tComment\tDesignator\tFootprint\tValue\tManufacturer Part\tManufacturer\tSupplier Part\tSupplier\n"
        "1\t3\t100nF\tC1,C2,C3\tC0402\t100nF\tCL05B104KO5NNNC\tSAMSUNG(三星)\tC1525\tLCSC\n"
        "2\t2\t10kΩ\tR1,R2\tR0402\t10kΩ\t0402WGF1002TCE\tUNI-ROYAL(厚声)\tC25744\tLCSC\n"
        "3\t1\tAMS1117-3.3\tU1\tSOT-223-3\t3.3V\tAMS1117-3.3\tAMS\tC6186\tLCSC\n",
        {
            "mpn": 6,
            "manufacturer": 7,
            "quantity": 1,
            "designator": 3,
            "value": 5,
            "footprint": 4,
            "distributor_sku": 8,
            "supplier_name": 9,
            "line_number": 0,
        },
        ("0402WGF1002TCE", "2", "R1 R2"),
        3,
        encoding="utf-16",
    ),
    Export(
        "planning system, german, semicolons and commas",
        "Stückliste;4711-0815;;;;;;\nWerk;1000;;;;;;\n\n"
        "Pos.;Komponente;Objektkurztext;Menge;ME;Hersteller;Herstellerteilenummer;Einbauplatz\n"
        "0010;100-200-300;Kondensator 100nF 16V X7R;3,000;ST;Murata;GRM155R71C104KA88D;C1,C2,C3\n"
        "0020;100-200-301;Widerstand 10k 1%;2,000;ST;Yageo;RC0402FR-0710KL;R1,R2\n"
        "0030;100-200-302;Spannungsregler 3,3V;1,000;ST;Texas Instruments;TLV75533PDBVR;U3\n"
        "0040;100-200-303;Lötpaste;0,250;G;Felder;ISO-CREAM-EL;\n",
        {
            "mpn": 6,
            "manufacturer": 5,
            "quantity": 3,
            "designator": 7,
            "description": 2,
            "cpn": 1,
            "line_number": 0,
        },
        ("RC0402FR-0710KL", "2,000", "R1 R2"),
        4,
        encoding="cp1252",
    ),
    Export(
        "german, hand made",
        "Stückliste Steuergerät\n\nLfd. Nr.;Stück;Bezeichnung;Bauteil;Hersteller;Typ;Bestellnummer;Lieferant;Einzelpreis;Bemerkung\n"
        "1;3;Kondensator 100 nF;C1, C2, C3;Murata;GRM155R71C104KA88D;81-GRM155R71C104KA88D;Mouser;0,02 €;\n"
        "2;2;Widerstand 10 kΩ;R1, R2;Yageo;RC0402FR-0710KL;603-RC0402FR-0710KL;Mouser;0,01 €;\n"
        "3;1;Mikrocontroller;IC1;Microchip;ATMEGA328P-AU;556-ATMEGA328P-AU;Mouser;2,10 €;programmiert\n"
        "Summe;;;;;;;;2,18 €;\n",
        {
            "mpn": 5,
            "manufacturer": 4,
            "quantity": 1,
            "designator": 3,
            "description": 2,
            "distributor_sku": 6,
            "supplier_name": 7,
            "unit_price": 8,
            "note": 9,
            "line_number": 0,
        },
        ("ATMEGA328P-AU", "1", "IC1"),
        3,
        encoding="utf-8-sig",
    ),
    Export(
        "french",
        "Repère;Quantité;Désignation;Fabricant;Référence fabricant;Fournisseur;Réf. fournisseur;Prix unitaire\n"
        "C1,C2;2;Condensateur céramique 100nF;Murata;GRM155R71C104KA88D;Farnell;8819580;0,02\n"
        "R1,R2,R3;3;Résistance 10k;Yageo;RC0402FR-0710KL;Farnell;9238999;0,01\n"
        "U1;1;Régulateur;Texas Instruments;TLV75533PDBVR;Farnell;2854857;0,45\n",
        {
            "mpn": 4,
            "manufacturer": 3,
            "quantity": 1,
            "designator": 0,
            "description": 2,
            "distributor_sku": 6,
            "supplier_name": 5,
            "unit_price": 7,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        encoding="cp1252",
    ),
    Export(
        "spanish",
        "Ítem;Cantidad;Designador;Descripción;Encapsulado;Fabricante;Número de parte del fabricante;Proveedor;Observaciones\n"
        "1;2;C1,C2;Capacitor cerámico 100nF;0402;Murata;GRM155R71C104KA88D;Mouser;\n"
        "2;3;R1,R2,R3;Resistencia 10k;0402;Yageo;RC0402FR-0710KL;Mouser;\n"
        "3;1;U1;Regulador lineal;SOT23-5;Texas Instruments;TLV75533PDBVR;Mouser;No montar\n",
        {
            "mpn": 6,
            "manufacturer": 5,
            "quantity": 1,
            "designator": 2,
            "description": 3,
            "footprint": 4,
            "supplier_name": 7,
            "line_number": 0,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        encoding="cp1252",
    ),
    Export(
        "italian",
        "Pos.;Riferimenti;Q.tà;Descrizione;Produttore;Codice produttore;Codice interno;Note\n"
        "1;C1, C2;2;Condensatore 100nF;Murata;GRM155R71C104KA88D;10-0001;\n"
        "2;R1, R2, R3;3;Resistenza 10k;Yageo;RC0402FR-0710KL;10-0002;\n"
        "3;U1;1;Regolatore;Texas Instruments;TLV75533PDBVR;10-0003;\n",
        {
            "mpn": 5,
            "manufacturer": 4,
            "quantity": 2,
            "designator": 1,
            "description": 3,
            "cpn": 6,
            "line_number": 0,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        encoding="cp1252",
    ),
    Export(
        "chinese in gbk",
        "序号,位号,用量,名称,规格型号,封装,品牌,物料编码,备注\n"
        '1,"C1,C2",2,贴片电容,GRM155R71C104KA88D,0402,村田,E0100001,\n2,"R1,R2,R3",3,贴片电阻,RC0402FR-0710KL,0402,国巨,E0100002,\n'
        "3,U1,1,稳压芯片,TLV75533PDBVR,SOT23-5,德州仪器,E0100003,不贴\n",
        {
            "mpn": 4,
            "manufacturer": 6,
            "quantity": 2,
            "designator": 1,
            "description": 3,
            "footprint": 5,
            "cpn": 7,
            "line_number": 0,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        encoding="gbk",
    ),
    Export(
        "japanese in shift-jis",
        "項番,部品番号,品名,型番,メーカー,員数,回路記号,備考\n"
        '1,P-0001,積層セラミックコンデンサ,GRM155R71C104KA88D,村田製作所,2,"C1,C2",\n'
        '2,P-0002,チップ抵抗,RC0402FR-0710KL,ヤゲオ,3,"R1,R2,R3",\n3,P-0003,レギュレータ,TLV75533PDBVR,テキサス,1,U1,未実装\n',
        {
            "mpn": 3,
            "manufacturer": 4,
            "quantity": 5,
            "designator": 6,
            "description": 2,
            "cpn": 1,
            "line_number": 0,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        encoding="shift_jis",
    ),
    Export(
        "russian in windows-1251",
        "Поз. обозначение;Наименование;Кол.;Производитель;Артикул производителя;Корпус;Примечание\n"
        "C1, C2;Конденсатор 100 нФ;2;Murata;GRM155R71C104KA88D;0402;\n"
        "R1, R2, R3;Резистор 10 кОм;3;Yageo;RC0402FR-0710KL;0402;\n"
        "DA1;Стабилизатор;1;Texas Instruments;TLV75533PDBVR;SOT23-5;не устанавливать\n",
        {"mpn": 4, "manufacturer": 3, "quantity": 2, "designator": 0, "description": 1, "footprint": 5},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        encoding="cp1251",
    ),
    Export(
        "in-house numbers under part number",
        "Part Number,Rev,Description,Qty,UOM,Ref Des,Mfr Name,Mfr Part Number\n"
        '101-00231,A,"CAP,CER,100NF,16V,X7R,0402",2,EA,"C1,C2",Murata,GRM155R71C104KA88D\n'
        '102-00017,B,"RES,10K,1%,0402",3,EA,"R1,R2,R3",Yageo,RC0402FR-0710KL\n104-00090,A,"IC,LDO,3.3V",1,EA,U1,TI,TLV75533PDBVR\n',
        {"mpn": 7, "manufacturer": 6, "quantity": 3, "designator": 5, "description": 2, "cpn": 0},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "multi-level of a product data system, alternates by repeated number",
        "Level,Item Number,Item Description,Item Rev,Quantity,Ref Des,Notes,Mfr Name,Mfr Item Number\n"
        '0,900-0001,Main assembly,A,1,,,,\n1,100-0001,CAP 100N,A,2,"C1,C2",,Murata,GRM155R71C104KA88D\n'
        ",100-0001,,,,,,Samsung,CL05B104KO5NNNC\n"
        '1,100-0002,RES 10K,A,3,"R1,R2,R3",,Yageo,RC0402FR-0710KL\n1,100-0003,LDO,A,1,U1,,Texas Instruments,TLV75533PDBVR\n',
        {"mpn": 8, "manufacturer": 7, "quantity": 4, "designator": 5, "description": 2, "cpn": 1, "level": 0},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        4,
    ),
    Export(
        "maker and number in one column",
        "Qty,RefDes,Description,Manufacturer Part\n"
        '2,"C1, C2",100nF 16V X7R,Murata GRM155R71C104KA88D\n3,"R1, R2, R3",10k 1%,Yageo RC0402FR-0710KL\n'
        "1,U1,LDO 3.3V,Texas Instruments TLV75533PDBVR\n1,D1,Schottky,Nexperia PMEG3010EJ\n",
        {"manufacturer_and_mpn": 3, "quantity": 0, "designator": 1, "description": 2},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        4,
    ),
    Export(
        "alternates in further columns",
        "Item,Qty,Reference,MFR1,MPN1,MFR2,MPN2\n"
        '1,2,"C1, C2",Murata,GRM155R71C104KA88D,Samsung,CL05B104KO5NNNC\n2,3,"R1, R2, R3",Yageo,RC0402FR-0710KL,Vishay,CRCW040210K0FKED\n'
        "3,1,U1,Texas Instruments,TLV75533PDBVR,,\n",
        {
            "mpn": 4,
            "manufacturer": 3,
            "quantity": 1,
            "designator": 2,
            "alternate_mpn": 6,
            "alternate_manufacturer": 5,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "quantities for many boards",
        "Reference,Qty per board,Qty for 50 boards,Manufacturer,Part Number\n"
        '"C1, C2",2,100,Murata,GRM155R71C104KA88D\n"R1, R2, R3",3,150,Yageo,RC0402FR-0710KL\nU1,1,50,TI,TLV75533PDBVR\n',
        {"mpn": 4, "manufacturer": 3, "quantity": 1, "designator": 0, "quantity_for": 2},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "two-row header",
        ",,,Manufacturer,Manufacturer,Distributor,Distributor\nItem,Qty,Ref Des,Name,Part No.,Name,Order No.\n"
        '1,2,"C1, C2",Murata,GRM155R71C104KA88D,Digi-Key,490-3261-1-ND\n2,3,"R1, R2, R3",Yageo,RC0402FR-0710KL,Digi-Key,311-10.0KLRCT-ND\n'
        "3,1,U1,Texas Instruments,TLV75533PDBVR,Digi-Key,296-50410-1-ND\n",
        {
            "mpn": 4,
            "manufacturer": 3,
            "quantity": 1,
            "designator": 2,
            "distributor_sku": 6,
            "supplier_name": 5,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "two-row header, the names below",
        "Item,Qty,Ref Des,Manufacturer,,Distributor,\n,,,Name,Part No.,Name,Order No.\n"
        '1,2,"C1, C2",Murata,GRM155R71C104KA88D,Digi-Key,490-3261-1-ND\n2,3,"R1, R2, R3",Yageo,RC0402FR-0710KL,Digi-Key,311-10.0KLRCT-ND\n'
        "3,1,U1,Texas Instruments,TLV75533PDBVR,Digi-Key,296-50410-1-ND\n",
        {
            "mpn": 4,
            "manufacturer": 3,
            "quantity": 1,
            "designator": 2,
            "distributor_sku": 6,
            "supplier_name": 5,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "names one column left of their data",
        "Qty,Reference,Value,Manufacturer,MPN\n"
        '1,2,"C1, C2",100nF,Murata,GRM155R71C104KA88D\n2,3,"R1, R2, R3",10k,Yageo,RC0402FR-0710KL\n'
        "3,1,U1,LDO,Texas Instruments,TLV75533PDBVR\n4,1,D1,Schottky,Nexperia,PMEG3010EJ\n",
        {"mpn": 5, "manufacturer": 4, "quantity": 1, "designator": 2},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        4,
    ),
    Export(
        "eeschema of old",
        "eeschema (2012-01-19 BZR 3256)-stable  >> Creation date: 04/03/2013 10:11:12\n\n#Cmp ( order = Reference )\n"
        "| C1           100nF             SM0603\n| C2           10uF              SM0805\n| R1           10K               SM0603\n"
        "| U1           LM358N            DIP-8\n#End Cmp\n\n#Cmp ( order = Value )\n| 100nF        C1\n| 10K          R1\n"
        "| 10uF         C2\n| LM358N       U1\n#End Cmp\n",
        {"designator": 0, "quantity": None},
        ("", None, "C1"),
        4,
        name="board.lst",
    ),
    Export(
        "template of an assembler",
        "Bill of materials,,,,,,,,\nPlease fill in the fields marked *,,,,,,,,\nCompany:,Acme,,,,,,,\nQuantity of boards:,25,,,,,,,\n\n"
        "Item #,*Qty,*Ref Des,Manufacturer,*Mfg Part #,Dist. Part #,Description / Value,*Package/Footprint,Type,Your Instructions / Notes\n"
        '1,2,"C1, C2",Murata,GRM155R71C104KA88D,490-3261-1-ND,100nF,0402,SMT,\n'
        '2,3,"R1, R2, R3",Yageo,RC0402FR-0710KL,311-10.0KLRCT-ND,10k,0402,SMT,\n3,1,U1,TI,TLV75533PDBVR,296-50410-1-ND,LDO,SOT23-5,SMT,DNI\n',
        {
            "mpn": 4,
            "manufacturer": 3,
            "quantity": 1,
            "designator": 2,
            "distributor_sku": 5,
            "footprint": 7,
            "line_number": 0,
        },
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "numbers only in the library reference",
        "Designator,Quantity,LibRef,Footprint,Comment\n"
        '"C1, C2",2,GRM155R71C104KA88D,CAPC1005X55N,100nF\n"R1, R2, R3",3,RC0402FR-0710KL,RESC1005X40N,10k\n'
        "U1,1,TLV75533PDBVR,SOT23-5,LDO\nJ1,1,USB4105-GF-A,USB4105,USB-C\n",
        {"mpn": 2, "quantity": 1, "designator": 0, "footprint": 3, "value": 4},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        4,
    ),
    Export(
        "no header",
        '2,"C1, C2",100nF,C0402,Murata,GRM155R71C104KA88D\n3,"R1, R2, R3",10k,R0402,Yageo,RC0402FR-0710KL\n'
        "1,U1,LDO,SOT23-5,Texas Instruments,TLV75533PDBVR\n1,D1,PMEG3010,SOD-323F,Nexperia,PMEG3010EJ\n",
        {"mpn": 5, "manufacturer": 4, "quantity": 0, "designator": 1},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        4,
    ),
    Export(
        "lone carriage returns",
        'Reference,Qty,Manufacturer,MPN\r"C1, C2",2,Murata,GRM155R71C104KA88D\r"R1, R2, R3",3,Yageo,RC0402FR-0710KL\rU1,1,TI,TLV75533PDBVR\r',
        {"mpn": 3, "manufacturer": 2, "quantity": 1, "designator": 0},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "pasted from a sheet",
        "Designator\tQty\tMfr\tMfr P/N\nC1, C2\t2\tMurata\tGRM155R71C104KA88D\nR1, R2, R3\t3\tYageo\tRC0402FR-0710KL\nU1\t1\tTI\tTLV75533PDBVR\n",
        {"mpn": 3, "manufacturer": 2, "quantity": 1, "designator": 0},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        name="pasted.txt",
    ),
    Export(
        "markdown table",
        "| Ref | Qty | Manufacturer | MPN |\n|-----|----:|--------------|-----|\n| C1, C2 | 2 | Murata | GRM155R71C104KA88D |\n"
        "| R1, R2, R3 | 3 | Yageo | RC0402FR-0710KL |\n| U1 | 1 | TI | TLV75533PDBVR |\n",
        {"mpn": 4, "manufacturer": 3, "quantity": 2, "designator": 1},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
        name="bom.md",
    ),
    Export(
        "section rows and subtotals",
        'Qty,Reference,Manufacturer,MPN,Price\nCapacitors,,,,\n2,"C1, C2",Murata,GRM155R71C104KA88D,0.02\n,,,Subtotal,0.04\n'
        'Resistors,,,,\n3,"R1, R2, R3",Yageo,RC0402FR-0710KL,0.01\n,,,Subtotal,0.03\nICs,,,,\n1,U1,TI,TLV75533PDBVR,0.40\n,,,Total,0.47\n',
        {"mpn": 3, "manufacturer": 2, "quantity": 0, "designator": 1, "unit_price": 4},
        ("RC0402FR-0710KL", "3", "R1 R2 R3"),
        3,
    ),
    Export(
        "one line a component, populated yes or no",
        "RefDes,Populate,Value,Package,Mfr,Mfr PN\nC1,Y,100nF,0402,Murata,GRM155R71C104KA88D\nC2,N,100nF,0402,Murata,GRM155R71C104KA88D\n"
        "R1,Y,10k,0402,Yageo,RC0402FR-0710KL\nU1,Y,LDO,SOT23-5,TI,TLV75533PDBVR\n",
        {
            "mpn": 5,
            "manufacturer": 4,
            "designator": 0,
            "dnp": 1,
            "value": 2,
            "footprint": 3,
            "quantity": None,
        },
        ("RC0402FR-0710KL", None, "R1"),
        4,
    ),
    Export(
        "cart of a distributor",
        "Index,Quantity,Part Number,Manufacturer Part Number,Description,Customer Reference,Available,Backorder,Unit Price,Extended Price USD\n"
        '1,20,490-3261-1-ND,GRM155R71C104KA88D,CAP CER 0.1UF 16V X7R 0402,"C1, C2",20,0,0.10000,$2.00\n'
        '2,30,311-10.0KLRCT-ND,RC0402FR-0710KL,RES 10K OHM 1% 1/16W 0402,"R1, R2, R3",30,0,0.10000,$3.00\n'
        "3,10,296-50410-1-ND,TLV75533PDBVR,IC REG LINEAR 3.3V 500MA SOT23-5,U1,10,0,0.40000,$4.00\n",
        {"mpn": 3, "quantity": 1, "designator": 5, "description": 4, "distributor_sku": 2, "unit_price": 8},
        ("RC0402FR-0710KL", "30", "R1 R2 R3"),
        3,
    ),
]
