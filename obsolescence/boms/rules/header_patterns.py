"""The header words of each role as patterns, over words folded by `header_words.fold_header`."""

import re

from obsolescence.boms.rules.placing_words import LEFT_OUT_PHRASES

# Building blocks of the patterns.
_MAKER = (
    "(?:manufactur\\w*|manufact|mfrs?|mfgr?s?|mnfs?|mnfr|manf|manuf|manu|mf|maker|make|brand|oem|vendor mfg|"
    "herst|hersteller|fabricantes?|fab|fabr|fabricant|constructeur|marque|marca|produttore|costruttore|"
    "producator|producent|fabrikant|vyrobce|tillverkare|uretici|valmistaja|produsent|производитель|изготовитель|品牌|厂商|厂家|制造商|生产商|生产厂家|制造厂商|"
    "制造厂家|厂牌|メーカー?名?|製造元|製造者|メーカ)"
)
_NUM = (
    "(?:part number|part no|part num|part code|part|partno|partnumber|partnum|pn|number|no|code|ref|reference|"
    "item number|product number|product code|product|model number|model|order code|order number|type|id|sku|"
    "catalog number|cat number|stock number|stock code|artikel|artikelnummer|teilenummer|bestellnummer|"
    "numero de parte|number parte|number de parte|number de pieza|codigo|cod|referencia|reference fabricant|codice)"
)
# Words that name nothing but a number: "Part Manufacturer" is the maker of the part, "Part No. Manufacturer" its number.
_OWN_NUMBER = (
    "(?:(?:part|order|article|item|catalog) )?(?:number|no|code|pn)|pn|partno|"
    "(?:bestell|artikel|teile|typen) ?(?:nummer|number)|(?:objednaci )?cislo|bestelnummer"
)
DISTRIBUTOR = (
    "(?:digi ?key|digit ?key|dk|mouser|lcsc|szlcsc|jlc|jlc ?pcb|farnell|newark|element ?14|arrow|avnet|avnet ?eu|future|"
    "rs|rs components|tme|reichelt|conrad|rutronik|verical|chip ?1 ?stop|heilind|sager|allied|distrelec|elfa|pollin|"
    "buerklin|burklin|maritex|chipdip|onlinecomponents|masterelectronics|tti|rochester|lcsc ?pcb|立创|立创商城|得捷|贸泽)"
)
_SELLER = (
    "(?:suppliers?|distributors?|distributer|dist|distr|spr|vendors?|vend|sellers?|resellers?|source|lieferant(?:en)?|"
    "distribuidor|proveedor|fournisseur|distributeur|fornitore|distributore|distrib|distribuitor|furnizor|dostawca|"
    "leverancier|leverantor|leverandor|toimittaja|tedarikci|(?:be)?szallito|dodavatel|공급사|공급업체|поставщик|供应商|供货商|渠道|経由|仕入先|購入先|販売店)"
)
_REFERENCE = (
    "(?:ref|refs|reference|references|ref des|refdes|refdeses|ref desig|ref designator|ref designators|"
    "reference s|reference designators?|reference designator s|designators?|designator s|desig|des)"
)
ALTERNATE = (
    "(?:alt|alternates?|alternatives?|alternativa|alternativo|substitutes?|replacements?|reemplazo|sustituto|"
    "second source|2nd source|ersatz|ersatztyp|equivalente?|equivalents?|remplacement|替代|替代料|代替|代替品|"
    "замена|аналог)"
)
NOT_ABOUT_PARTS = re.compile(
    r"\b(?:prices?\d*|pricing|cost|costs?|coste|costo|preis|preise|prix|precio|prezzo|pret|datasheets?|data ?sheet|url|"
    r"urls|links?|www|web|http|stock|avail|available|availability|backorder|rohs|reach|lifecycle|life cycle|status|"
    r"moq|lead time|lead ?time|weight|height|width|date|revision|rev|ext|extended|total|sum|subtotal|min|minimum|"
    r"multiple|purch|consigned|consignment|customer supplied|free issue|beigestellt|beistellung|doc|currency|image|picture|tolerance|voltage|power|tol|msl|eccn|gewicht|peso|poids|цена|сумма|вес)\b|"
    r"单价|金额|总价|库存|价格|単価|金額|価格|在庫|链接|毛重|净重|重量|分类|类型|状态"
)

# Columns of drawings and libraries: known, and never one of ours.
OF_DRAWINGS = re.compile(
    r"sheet|sheets|orientation|orient|position (?:inch|mm|mils?)|library|lib|bibliothek|blatt|layer|side|rotation|rot|angle|(?:mid|center|ref|pos|pad) [xy]|"
    r"(?:pos|position|coord|coordinate) [xy]|category|class|part class|comp device type|spice ?prefix|popularity|prod id|"
    r"rev|uom|unit of measure|me|mengeneinheit|einheit|unite|unidad|ед изм|单位|単位"
)
# "Qty for 10 boards", "Menge für 50 Stück", "数量(10台)": the count of a build, not of one board.
FOR_BOARDS = re.compile(
    r"(?:\b(?:for|para|fur|fuer|pour|per|na|x|на)|[*@×(（])\s*(\d{1,6})\s*"
    r"(?:x\s*)?(?:pcbs?|boards?|units?|sets?|kits?|pcs|assemblies|assys?|assy|placas|platinen|leiterplatten|baugruppen|"
    r"gerate|stuck|cartes|schede|systems?|плат|шт|套|台|片|枚|セット)\b|(?<!\w)(\d{1,6})\s*(?:x|×)\s*$|"
    r"(?:\b(?:for|para|fur|fuer|pour|per|pro|je|por|x|на)|[×@])\s*(\d{1,6})\s*$"
)

# A column that counts, and the words beside that which tell what for; any other names a variant ("Qty Pro").
COUNT_WORDS = re.compile(
    r"qtys?|quantity|quantities|qnty|quan|menge|anzahl|anz|stuck|stuckzahl|cant|cantidad|qte|quantite|qta|quantita|qtde?|"
    r"quantidade|ilosc|antal|antall|aantal|pocet|mnozstvi|количество|кол|adet|数量|用量"
)
KNOWN_BESIDE_COUNTS = re.compile(
    r"per|je|par|por|for|fur|pour|para|each|ea|of|to|in|on|the|and|de|del|du|na|units?|boards?|pcbs?|pcbas?|assembly|assy|"
    r"assemblies|kits?|panels?|devices?|products?|systems?|sets?|bom|line|build|builds|batch|prod|production|lot|parts?|items?|"
    r"components?|comp|number|ref|refs|designators?|total|totals|ext|extended|sum|final|net|gross|all|orders?|ordered|ordering|"
    r"buy|bought|purchase|purchased|needed|need|required|req|requested|used|usage|use|real|actual|calc|calculated|spares?|"
    r"scrap|attrition|overage|extra|loss|min|max|minimum|maximum|mult|multiple|moq|pack|packs|packing|package|reel|reels|stock|"
    r"available|avail|hand|inventory|received|delivered|shipped|issued|open|remaining|missing|short|shortage|consigned|"
    r"supplied|annual|yearly|year|monthly|month|eau|top|bottom|bot|side|smt|smd|tht|dnp|fitted|placed|mounted|price|fix|fixed|"
    r"old|new|unit|uom|pcs|pc|st|stk|platine|leiterplatte|baugruppe|gerat|gesamt|insgesamt|bestellt|bestell|lager|bedarf|"
    r"placas?|cartes?|schede|scheda|commande|totale?|plat[oy]?|плату|изделие|шт|[1-9]\d*"
)

# Whether "yes" in a column of population leaves a part out or places it stands beside the words that give the role.
LEFT_OUT = (
    "dnp|dni|dnf|dnm|dns|nf|np|nc|not connected|exclude(?:d)?(?: from bom)?|"
    "не установлен\\w*|" + LEFT_OUT_PHRASES
)
PLACED = (
    "fitted|populated?|placed?|mount(?:ed)?|stuff(?:ed)?|assembled?|install(?:ed)?|load(?:ed)?|population|fit|"
    "(?:fit|fitting|population|stuffing|mounting|assembly|placement) options?|fitting|assembly info|in bom|included?(?: in bom)?|bestuckt|bestuckung|bestucken|montier(?:t|en)|montar|montaje|montad[oa]s?|"
    "montee?s?|monter|equipee?s?|equiper|cablee?s?|montare|montat[oaie]|montaggio|montagem|"
    "установить|устанавливать|установлен[оаы]?|монтаж|монтировать|montera|monterad|monteras|monteren|gemonteerd|"
    "osadzic|osadzac|osadzony|osadit|osazeno|osazovat|zamontowac|zamontowany|montowac|montaz|"
    "plaatsen|geplaatst|bestukken|실장|是否贴片|是否贴装|是否焊接|是否上件|贴装|贴片|焊接|上件|实装|実装|実装有無|実装する"
)
ANSWERS = "(?:yes no|yes number|y n|oui non|ja nein|si no|si number|да нет|tak nie|ano ne|ano nie|evet hayir|igen nem|kylla ei|ja nej|ja nee|true false|是 否)"

PATTERNS: tuple[tuple[str, float, str], ...] = (
    # maker's part number
    ("mpn", 1.0, (rf"mpns?|mfpn|mfgpn|mpn number|mfn|(?:{_MAKER}) ?s? (?:{_NUM})(?: (?:number|code))?|"
                 rf"(?:{_MAKER}) item|(?:{_OWN_NUMBER}) (?:(?:de|del|du|do|des) )?(?:{_MAKER})")),
    ("mpn", 1.0, (r"herstellernummer|herstellerteilenummer|hersteller(?:artikel|bestell|produkt|typ)\w*|"
                 r"hersteller (?:teile|artikel|typ|bestell)\w*(?: number)?|reference fabricant|"
                 r"ref(?:erence)? (?:fabricant|constructeur)|(?:codice|code|cod|art|articolo|ref) (?:del )?(?:produttore|costruttore)|"
                 r"(?:number|numero) (?:de )?(?:parte|pieza) (?:del )?fabricante|codigo (?:del )?fabricante|"
                 r"商品型号|型号|规格型号|厂家型号|制造商型号|制造商零件编号|制造商料号|原厂型号|厂商型号|物料型号|器件型号|元件型号|"
                 r"numer producenta|symbol producenta|(?:codigo|part number|referencia|ref) (?:do |del )?fabricante|code (?:du )?fabricant|"
                 r"制造商零件号|制造商编号|原厂料号|厂家料号|厂商料号|厂家编号|生产商型号|"
                 r"型番|メーカー?[型品]番|製造元[型品]番|製品型番|部品型番|"
                 r"(?:артикул|номер|код|парт ?номер) (?:детали )?(?:производителя|изготовителя)|парт ?номер|партномер")),
    ("mpn", 0.8, (r"part ?numbers?|part no|partno|partnum|part num|pn|number parte|number de parte|numero de parte|"
                 r"number de pieza|part code|part id|component part number|device part number|"
                 r"teilenummer|bauteilnummer|typ|typenbezeichnung|type number|order code|ordering code|"
                 r"ordering part number|model|model number|product number|cod produs|nume prod|"
                 r"номер детали|comp part number|品番|部品番号|部品型式|形式|型式|零件编号|部件号|артикул|тип|маркировка")),
    ("mpn", 0.7, r"mpn value|mpn or value|value mpn|part name|device name"),
    ("mpn", 0.6, r"料号|komponentennummer"),
    ("mpn", 0.35, (r"part|component|components|componente|name|nome|nume|device|reference|code|comp name|item name|"
                  r"lib ?ref|library ref|library reference|lib reference|design item id|symbol|symbol name|part type|"
                  r"product|identifier|bauteil|artikel|catalog number|cat number|catno|sku|元件|器件|部品名|品名")),
    ("manufacturer", 1.0, rf"(?:(?:part|component|device) )?(?:{_MAKER})(?: name| names| id)?|name (?:{_MAKER})"),
    ("manufacturer", 1.0, r"название производителя|nom (?:du )?fabricant|nombre (?:del )?fabricante"),
    ("manufacturer", 0.6, r"vendor|prod|company|supplier|producer|firma"),
    ("manufacturer", 0.9, r"mfn"),  # a maker's name in one tool, its number in another: the cells tell
    ("manufacturer_and_mpn", 1.0, rf"(?:{_MAKER}) (?:and |und |y |et )?(?:{_MAKER} )?(?:mpn|part number pn)"),
    ("manufacturer_and_mpn", 0.4, r"references?|part|bestellbezeichnung|source"),
    # quantity
    ("quantity", 1.0, (r"qty|qtys|q ty|q ta|q te|qtd|quantidade|bedarf|qnty|qnt|quan|quant|quantity|quantities|quantity s|qty s|cant|cantidad|anzahl|anz|menge|"
                      r"stuck|stuckzahl|stk|stckzahl|qte|quantite|nombre|nbre|qta|quantita|ilosc|aantal|antal|cantitate|"
                      r"pocet|mnozstvi|количество|кол|колич|кол шт|количество шт|количество на изделие|数量|用量|个数|個数|員数|使用数量|使用数|需求数量|购买数量|单板用量|単位数量")),
    ("quantity", 1.0, (r"(?:qty|quantity|cant|cantidad|menge|anzahl|qte|quantite) (?:per|por|pro|je|par|needed|required|used|fix|each|a)"
                      r"(?: (?:pcb|board|unit|assembly|assy|side|bom|placa|leiterplatte|platine|baugruppe|carte|device|kit|system))?")),
    ("quantity", 0.85, (r"count|pcs|pieces|amount|number of parts|parts count|part count|total qty|total quantity|"
                       r"qty total|quantity total|order qty|order quantity|qty (?:to )?order|ea|each|units|per board|per unit|"
                       r"usage|qpa|num|stueckzahl|comp qty|шт")),
    ("quantity", 0.5, (r"(?:ext|extended|total|order|final|min|req|required|build|gesamt|需求|总)?\s*"
                      r"(?:qty|quantity|anzahl|menge|cantidad|数量)(?: (?:final|min|total|insgesamt|gesamt|ordered|ext))?")),
    # designators
    ("designator", 1.0, (rf"(?:(?:board|part|component|pcb|circuit|schematic|parts) )?{_REFERENCE}(?: s)?|"
                        r"reference designation|circuit reference|board references?|location|locations|"
                        r"referenz|referenzen|referenzbezeichner|bezeichner|bauteilreferenz|bauteilbezeichner|"
                        r"referencias?|designador|designadores|reperes?|repere topo|designateurs?|riferiment[oi]|"
                        r"designatore|oznaczenie|位号|位号s|元件位号|器件位号|标号|位置号|部品位置|回路記号|回路番号|部品記号|"
                        r"リファレンス|参照番号|記号|обозначение|поз обозначение|позиционное обозначение|"
                        r"einbauplatz|einbauplatze|einbauort|bauteilplatz|ref in schematic|posizione componente|реф|поз обозн|обозн")),
    ("designator", 0.75, r"customer reference|customer ref|ref name|part reference|position s|placement|placements|part sheet"),
    ("designator", 0.5, (r"part|parts|component|components|index|position|positions|pos|bauteil|bauteile|name|"
                        r"id|identifier|referencia componente|位置")),
    # words about the part
    ("description", 1.0, (r"description|descriptions|desc|descr|descrip|part description|component description|"
                         r"product description|item description|description s|descripcion|beschreibung|bezeichnung|"
                         r"artikelbezeichnung|benennung|designation|libelle|descrizione|descricao|descriere|opis|omschrijving|"
                         r"beskrivelse|描述|名称|说明|商品名称|物料名称|物料描述|元件描述|器件名称|説明|名稱|品名|部品名|部品名称|仕様|"
                         r"item name|component name|product name|article name|material name|objektkurztext|kurztext|materialkurztext|materialbezeichnung|benennung 1|denominazione|descripcion corta|"
                         r"наименование|описание|наименование и тип")),
    ("description", 0.55, (r"details?|bauteil|bauteilbezeichnung|title|specification|specs?|minimum specification|"
                          r"component|componente|components|item|name|part name|device|part type|lib ?ref|library ref|"
                          r"design item id|sonstiges|sonsitges|"
                          r"规格|参数|产品描述|type|article|artikel|part|comp type|denomination|bemerkung")),
    ("value", 1.0, (r"values?|val|part value|component value|wert|werte|bauteilwert|valor|valeur|valore|wartosc|waarde|valoare|"
                   r"comp value|值|参数值|阻值|容值|标称值|値|定数|номинал|значение")),
    ("value", 0.7, r"comment|comments?|komponente"),
    ("value", 0.5, r"componente?|part|nume|name|nominal|specification|minimum specification|规格|参数|spec|type|mpn value"),
    ("footprint", 1.0, (r"footprints?|package|packages|package type|package id|package case|case package|case|case code|"
                       r"case size|pkg|pcb footprint|footprint name|pcb decal|decal|pattern|land pattern|foot|"
                       r"gehause|gehaeuse|bauform|encapsulado|huella|empaquetado|boitier|empreinte|contenitore|impronta|"
                       r"obudowa|capsula|封装|封装规格|封装形式|封装类型|パッケージ|フットプリント|корпус|посадочное место")),
    ("footprint", 0.5, r"size|dimensions?|case style|mounting"),
    # distributors
    ("distributor_sku", 1.0, (rf"(?:{DISTRIBUTOR})(?: (?:and|or|y|und|et|oder))?(?: {DISTRIBUTOR})?(?: (?:{_NUM}))?|"
                             rf"(?:{_NUM}|pn|oc|codigo|code|ref|numero|link|bestellnummer|symbol) (?:{DISTRIBUTOR})(?: (?:{_NUM}))?")),
    ("distributor_sku", 1.0, (rf"(?:{_SELLER}) (?:{_NUM})(?: number)?|(?:{_NUM}) (?:{_SELLER})|seller part number|"
                             r"lieferantennummer|lieferantenartikel\w*|商品编号|供应商编号|供应商料号|立创编号|商城编号|"
                             r"仕入先品番|購入先品番|артикул поставщика")),
    ("distributor_sku", 0.85, (r"order(?:ing)? (?:number|code|no)|bestellnummer|bestell number|best number|bestellcode|"
                              r"numero de commande|code commande|codice ordine|stock (?:number|code)|"
                              r"cat(?:alog)?(?:ue)? ?(?:number|no)|catno|sku|skus|supplier|codigo de pedido")),
    ("distributor_sku", 0.45, (r"part ?numbers?|part no|partno|partnum|part num|pn|number parte|number de parte|numero de parte|"
                              r"part code|reference|references|item number|product number|article number|artikelnummer|code|link")),
    ("supplier_name", 1.0, rf"(?:{_SELLER})(?: name)?|bestellort|einkauf|bezugsquelle|kaufort|lieferfirma|bought from|buy from|where to buy"),
    # population
    ("dnp", 1.0, rf"(?:{LEFT_OUT})(?: {ANSWERS})?"),
    ("dnp", 0.9, rf"(?:{PLACED})(?: {ANSWERS})?"),
    ("dnp", 0.3, (r"notes?|remarks?|comments?|status|option|options|optional|variant|assembly|assy|mounting|line number|bemerkung(?:en)?|"
                 r"observaciones|备注|備考|примечание")),
    ("line_number", 1.0, (r"line|lines|line item|line number|item|items|item number|number|row|rij|zeile|pos|posn|"
                         r"position|lfd number|lfd|laufende number|number crt|lp|#|序号|編號|编号|番号|項番|項|"
                         r"number п п|п п|unique item id|sr number|s number|sl number|ligne|linea|riga|renglon")),
    ("line_number", 0.6, r"index|id|component|find number|group"),
    ("level", 1.0, r"levels?|lvl|bom level|level number|indenture|indenture level|ebene|stufe|stucklistenebene|niveau|nivel|livello|层级|階層|уровень"),
    # the customer's own
    ("cpn", 1.0, (r"cpn|ipn|internal (?:part )?(?:number|pn|code|id)|internal part(?: number)?|house (?:part )?(?:number|pn)|"
                 r"company (?:part )?(?:number|pn)|our (?:part )?(?:number|pn|ref)|customer (?:part )?(?:number|pn|no|code)|"
                 r"in house (?:part )?(?:number|pn)|material number|materialnummer|sachnummer|sap(?: number)?|erp(?: number)?|"
                 r"interne (?:teile|artikel)?nummer|artikelnummer intern|物料编码|物料号|物料编号|内部料号|社内品番|自社品番")),
    ("cpn", 0.7, (r"artikelnummer|artikel number|artikel|komponente|komponentennummer|material|teilenummer|teile number|identnummer|ident number|"
                 r"part ?numbers?|part no|partno|partnum|pn|part id|part code|item code|item id|product code|stock keeping unit|"
                 r"codigo|codice|codice interno|codice articolo|codigo interno|code article|code interne|reference interne|"
                 r"内部编号|物料代码|料号|部品番号|部品コード|品目コード|品目番号|внутренний номер|номенклатурный номер|код")),
    ("cpn", 0.6, r"item|item number|internal reference|article number|indeks|kod"),
    ("quantity_for", 0.7, (r"build (?:qty|quantity)|(?:total|order|purchase|buy) (?:qty|quantity)|(?:qty|quantity) (?:total|ordered|to order|to buy)|"
                          r"gesamtmenge|gesamtanzahl|cantidad total|quantite totale|quantita totale|总数量|总用量|合計数|общее количество")),
    ("parent", 1.0, (r"parent|parent (?:part|item|assembly|assy|component)?(?: ?(?:number|pn|code|id|no))?|parent pn|"
                    r"assembly number|assembly pn|used on|where used|next assembly|next higher assembly|nha|baugruppe|"
                    r"ubergeordnete(?:s|r)? (?:baugruppe|teil|artikel|position)|vater|kopfmaterial|padre|pere|parent reference|"
                    r"父项|父件|父级|上级物料|母件|母料号|親品番|родитель|входит в")),
    ("unit_price", 1.0, (r"(?:supplier |target |list )?unit (?:price|cost)|price usd|price eur|unit price (?:usd|eur)|price|price each|cost|cost each|preis|einzelpreis|stuckpreis|precio|"
                        r"prix|prix unitaire|prezzo|costo unitario|单价|単価|价格|цена|unit")),
    ("currency", 1.0, r"currency|wahrung|moneda|devise|valuta|币种|通貨|валюта"),
    ("note", 1.0, (r"notes?|remarks?|comments?|bemerkung(?:en)?|anmerkung(?:en)?|hinweis(?:e)?|observacion(?:es)?|observac(?:ao|oes)|notas?|(?:your )?(?:instructions? )?(?:notes?|remarks?|comments?)|(?:bom|line|item|assembly|special|build|production) (?:notes?|remarks?|comments?|instructions?)|instructions?|"
                  r"remarques?|commentaires?|annotazion[ei]|备注|说明|備考|примечани[ея]")),
    # the same in further words
    ("mpn", 1.0, (r"mfr ?pn|mfr ?part ?no|mfr ?part ?number|man part number|(?:part number|pn|part) (?:of )?manufacturer|hersteller ?bezeichnung|"
                 r"herst teile ?(?:number|n)|herst(?:eller)? (?:teile|typ|bestell|artikel)\w*(?: number)?|ref(?:erence)? fab|"
                 r"(?:number|numero) (?:de piece |de parte |parte )?(?:du |del |do )?(?:fabricant|fabricante|constructeur)|"
                 r"number (?:детали )?(?:производителя|изготовителя)|"
                 r"(?:codice|pn|part number) fabbricante|型号规格|供应商型号|生产厂家型号|メーカー?型[式番]|製造元型番|"
                 r"(?:number|kod|number katalogowy|symbol) producenta|tillverkarens? (?:artikelnummer|number|artikel)|fabrikantnummer|"
                 r"vyrobni cislo|cislo vyrobce")),
    ("mpn", 0.8, r"n o de parte|number o de parte|тип компонента|обозначение изделия|типономинал"),
    ("quantity", 1.0, (r"(?:number|count) of (?:parts|items|pieces|units)|number used|stuckz|nb|ctd|qtde?|szt|ilosc sztuk|数|必要数|必要数量|"
                      r"количество на плату|кол на плату|ks|мн|pozadovane mnozstvi")),
    ("designator", 1.0, (r"reference id|instances?|bauteil referenz|ref bez|positionsbezeichnung|ref(?:erence)? (?:schema|topologique|topo|circuito|circuit)|"
                        r"rep|rif|rif(?:erimento)? (?:topografico|circuitale)|posizione|元件标号|参考编号|参照記号|参照名|"
                        r"oznaczenie na schemacie|oznaczenia|referentie|beteckning|poz|pozycja|oznaceni|обозначение на схеме")),
    ("manufacturer", 1.0, r"manufactured by|herstellername|name hersteller|fabrikat|fabbricante|casa costruttrice|фирма|фирма производитель|tillverkare|vyrobce|gyarto"),
    ("description", 1.0, (r"descriptif|detalle|denominacion|元件名称|产品名称|商品名|nazwa|nazwa elementu|beskrivning|popis|nazev|"
                         r"materialname|komponentenbezeichnung|teilebezeichnung|teilbezeichnung|type designation")),
    ("cpn", 0.9, (r"sach number|art number|artikel number intern|interne (?:number|artikelnummer)|ref(?:erence)? interne?|"
                 r"(?:codigo|cod) (?:articulo|interno|de articulo)|cod(?:ice)? (?:interno|articolo)|存货编码|存货编号|料件编号|"
                 r"код изделия|номенклатурный (?:номер|number)|внутренний (?:номер|number|код)|cmp id|stock code|内部品番")),
    ("cpn", 0.5, r"品番|品号"),
    ("distributor_sku", 1.0, (r"rs stock (?:number|code)|立创商城编号|采购编号|发注品番|発注品番|код заказа|(?:number|kod) dostawcy|"
                             r"(?:number|kod) zamowienia|bestilningsnummer|bestallningsnummer")),
    ("footprint", 1.0, r"behuizing|外形|实装封装|kapsling|pouzdro|корпус компонента"),
    ("value", 1.0, r"nennwert|阻值 容值|规格值|varde|hodnota"),
    ("dnp", 0.9, r"fit number fit|bom status|(?:assembly|mounting) status"),
    ("level", 1.0, r"lev|aufl(?:osungs)? ?stufe|层次|阶次|阶层|レベル|indent|structure level|poziom|niva|uroven"),
    ("unit_price", 1.0, (r"price ea|preis (?:pro )?(?:stuck|st|einheit)|pu|p u|(?:precio|costo|prezzo|prix) unitari[oe]|costo|価格|cena|cena jednostkowa|"
                        r"prijs|preco|preco unitario|pris|стоимость")),
    ("note", 1.0, r"observations?|注記|注释|uwagi|opmerking(?:en)?|anmarkning(?:ar)?|poznamka"),
    # the same in languages and tools that came later
    ("mpn", 1.0, (r"part or identifying number|uretici (?:parca|urun) (?:no|number|kodu)|valmistajan (?:tuotekoodi|osanumero|koodi|tuotenumero)|"
                 r"produsentens? (?:delenummer|varenummer|artikkelnummer)|gyartoi (?:cikkszam|azonosito)|제조사 (?:품번|부품번호|파트 ?넘버|모델명)|"
                 r"제조사품번")),
    ("mpn", 1.0, r"herst(?:eller)? ?art(?:ikel)? ?(?:number|nr)|herst(?:eller)?nr|tillverkarens? artikel ?nr|manufacturer pref|gyartoi cikkszam"),
    ("distributor_sku", 1.0, (rf"(?:best|bestell|order|art|artikel) number (?:{_SELLER})|(?:{_SELLER})s? (?:best|bestell|art|artikel) ?(?:number|nr|nummer)|"
                             r"(?:leverantorens|leverandorens) (?:artikel|artikkel|vare) ?(?:number|nr|nummer)|beszallitoi (?:cikkszam|azonosito|kod)|"
                             r"lieferanten ?(?:bestell|artikel|art)? ?nr")),
    ("distributor_sku", 0.85, r"bestellnr|best ?nr"),
    ("quantity", 1.0, r"product qty|product quantity"),
    ("designator", 1.0, r"reperes? topologiques?|reperes? schema"),
    ("mpn", 0.8, r"mp|parca (?:no|number|numarasi)|품번|부품 ?번호|모델명|형명"),
    ("manufacturer", 1.0, r"uretici|valmistaja|produsent|제조사|제조업체|메이커"),
    ("quantity", 1.0, r"adet|miktar|maara|kpl|antall|mennyiseg|darab|수량|소요량|사용 ?수량"),
    ("designator", 1.0, r"referans(?:lar)?|viite|viitteet|referanse|referencje|pozicio|위치|부품 ?위치|참조(?: ?번호)?|레퍼런스"),
    ("description", 1.0, r"aciklama|kuvaus|beskrivelse|megnevezes|leiras|설명|품명|부품명|nomenclature or description"),
    ("value", 1.0, r"deger|arvo|verdi|ertek|값|정격|사양"),
    ("footprint", 1.0, r"kilif|kotelo|kapsling|tok|패키지|풋프린트"),
    ("line_number", 1.0, r"sira|sira no|por|poradi|번호|순번|find"),
    ("distributor_sku", 1.0, r"spn|tedarikci (?:kodu|no|number)|tilauskoodi|bestelnummer(?: leverancier)?|objednaci (?:cislo|kod)|artikelnummer leverancier"),
    ("distributor_sku", 0.6, r"artikelnr|varenummer|varenr"),
    ("cpn", 0.6, r"stok (?:kodu|no)|자재 ?(?:코드|번호)|사내 ?품번"),
    ("note", 1.0, r"비고|notlar|huomautus|huom|merknad(?:er)?|megjegyzes"),
    ("unit_price", 1.0, r"단가|birim fiyat|yksikkohinta|egysegar"),
    # second sources
    ("alternate_mpn", 1.0, rf"(?:{ALTERNATE})(?: (?:mpn|{_NUM}|{_MAKER} (?:{_NUM})))?(?: number)?|替代型号|代替型番"),
    ("alternate_manufacturer", 1.0, rf"(?:{ALTERNATE}) (?:{_MAKER})(?: name)?"),
    ("alternate_manufacturer", 0.9, r"(?:second|2nd) source"),  # makers or numbers: the cells tell
)  # fmt: skip

CONTAINED: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("mpn", 0.75, re.compile(rf"\b(?:mpn|(?:{_MAKER}) (?:part )?(?:number|pn|no|code))\b")),
    ("quantity", 0.55, re.compile(r"\b(?:qty|quantity|quantite|cantidad|anzahl|menge|cant)\b|数量|用量")),
    ("designator", 0.6, re.compile(r"\b(?:ref ?des\w*|designators?|reference designators?)\b|位号")),
    ("description", 0.6, re.compile(r"\b(?:description|desc|beschreibung|descripcion)\b|描述")),
    ("distributor_sku", 0.6, re.compile(rf"\b(?:{DISTRIBUTOR})\b")),
    ("footprint", 0.6, re.compile(r"\b(?:footprint|package)\b|封装")),
    ("value", 0.4, re.compile(r"\bvalue\b")),
    ("unit_price", 0.8, re.compile(r"\bunit (?:price|cost)\b|\b(?:einzel|stuck)preis\b|单价|単価")),
    ("dnp", 0.7, re.compile(r"\b(?:dnp|dni|do not (?:populate|place|fit|install|load))\b")),
)
