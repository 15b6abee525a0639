"""The phrases that leave a part off the board, in the tongues of our customers: in cells, in remarks and in headers.

They are patterns over folded words: small letters without accents and punctuation. "Do not substitute" is none of
them: only what is said about placing, fitting, soldering and the like counts.
"""

PHRASES = (
    "(?:(?:do|no) not|don ?t) (?:populate|place|install|fit|load|mount|stuff|assemble|solder|insert)",
    "not? (?:to be )?(?:fitted|populated|placed|mounted|installed|assembled|stuffed|loaded|soldered)",
    "unpopulated|unplaced|leave unpopulated",
    "nicht (?:zu )?(?:best(?:u|ue)ck\\w*|montier\\w*|einbauen|einzubauen|eingebaut|einloten|verbauen|verbaut)|unbest(?:u|ue)ckt",
    "(?:ne )?pas (?:monter|placer|cabler|equiper|implanter|poser|souder|monte|cable|equipe)",
    "non (?:monte|cable|equipe|implante|pose|soude|place)e?s?",
    "non (?:montare|montat[oaie]|popolare|popolat[oaie]|installare|saldare|assemblare)",
    "(?:no|nao) (?:montar|montad[oa]s?|colocar|poblar|popular|instalar|soldar|ensamblar|equipar)|sin montar",
    "nie (?:montowac|montuj|montowan\\w+|zamontowa\\w*|osadzac|obsadzac|lutowac|wlutowywac)|niemontowan\\w+|nieobsadzon\\w+",
    "neosa[zd]\\w+|nemontov\\w+|nemontuj\\w*|neosadz\\w+",
    "nem (?:beultet\\w*|kell beultet\\w*|beepit\\w*|szerel\\w*|ultet\\w*)",
    "dizilme(?:yecek|sin|z|di)|(?:tak[iı]l|konul)ma(?:yacak|s[iı]n|z|d[iı])|(?:monte|montaj) (?:edilmeyecek|edilmesin|edilmez|yok)",
    "monter(?:as|a|es) (?:ej|inte|ikke|icke)|(?:ej|inte|icke|ikke) (?:monter\\w*|bestyck\\w*|bestykk\\w*|plasser\\w*)|umonteret|umontert",
    "niet (?:monteren|gemonteerd|plaatsen|geplaatst|bestukken|bestukt|solderen)",
    "ei (?:asenneta|asennettu|asennettava|kalusteta|ladota|juoteta)",
    "nu se (?:monteaza|planteaza)|nemontat|neplantat",
    "не (?:устан\\w+|монтир\\w+|монтаж\\w*|став\\w+|запаив\\w+|паять|встановл\\w+)",
)
# Scripts without spaces between their words.
JOINED = (
    "未実装|実装しない|実装せず|実装なし|不実装|非実装|未搭載|搭載しない|取り?付けない|미실장|미삽|실장 ?안 ?함|실장하지 ?않음|비실장|"
    "不贴装?|不贴片|不焊接?|不上件|未贴|空贴|不安装|不装配|不貼|不裝"
)
# Phrases that say something else within a sentence: "no load current".
_ALONE = "no (?:pop|populate|stuff|load|fit|place|mount)"
# As written in cells of places and values, between other signs: nothing else is called so.
MARKS = r"dnp|dni|dnf|not[\s-]*fitted|do[\s_-]*not[\s_-]*(?:populate|place|install|fit|load|mount|stuff)"
SPACED = "|".join(PHRASES)
LEFT_OUT_PHRASES = f"{SPACED}|{_ALONE}|{JOINED}"
