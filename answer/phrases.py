"""The fixed sentences of answers, English and Kiswahili. Blanks in braces are filled with quotes, citations or data."""

from __future__ import annotations

PHRASES: dict[str, dict[str, str]] = {
    "quote": {"en": "{words}", "sw": "{words}"},
    "cited": {"en": "{clause}", "sw": "{clause}"},
    "point": {"en": "{words}", "sw": "{words}"},
    "outside": {"en": "{words}", "sw": "{words}"},
    "does not say": {"en": "The corpus does not say.", "sw": "Mkusanyiko hausemi."},
    "plain": {
        "en": "These are Kinga's own plain words, not the official text. Read {clause} in the official text before you rely on it.",
        "sw": "Haya ni maneno rahisi ya Kinga, si maandishi rasmi. Soma {clause} katika maandishi rasmi kabla ya kuyategemea.",
    },
    "unreviewed": {
        "en": "The Kiswahili has not yet been reviewed by a sworn translator.",
        "sw": "Kiswahili hiki bado hakijapitiwa na mtafsiri aliyeapishwa.",
    },
    "note": {
        "en": "Second-hand: the document itself is not loaded. This is Kinga's note on {document}.",
        "sw": "Taarifa ya mkono wa pili: waraka wenyewe haujapakiwa. Hili ni dokezo la Kinga kuhusu {document}.",
    },
    "policy": {
        "en": "{document} is policy or guidance. It is not law.",
        "sw": "{document} ni sera au mwongozo. Si sheria.",
    },
    "historical": {
        "en": "{document} is historical: it is no longer current.",
        "sw": "{document} ni ya kihistoria: haitumiki tena.",
    },
    "defective": {
        "en": "The text of {clause} is defective as published. It is shown as it stands.",
        "sw": "Maandishi ya {clause} yana kasoro kama yalivyochapishwa. Yanaonyeshwa yalivyo.",
    },
    "repealed": {"en": "{clause} has been repealed.", "sw": "{clause} kimefutwa."},
    "left behind": {
        "en": "The latest official text that is loaded, as at {later}, does not have {clause}. It may have been repealed or renumbered; "
        "these are the words as at {date}.",
        "sw": "Maandishi rasmi ya karibuni zaidi yaliyopakiwa, ya tarehe {later}, hayana {clause}. Huenda kimefutwa au kimepewa nambari "
        "nyingine; haya ni maneno ya tarehe {date}.",
    },
    "older words": {
        "en": "These plain words of {clause} are as at {date}; the official text that is loaded is later, as at {later}. Read that one.",
        "sw": "Maneno haya rahisi ya {clause} ni ya tarehe {date}; maandishi rasmi yaliyopakiwa ni ya baadaye, {later}. Soma hayo.",
    },
    "older figures": {
        "en": "The figures of the table for {clause} are as at {date}; the official text that is loaded is later, as at {later}. "
        "Read the words of the clause there.",
        "sw": "Takwimu za jedwali za {clause} ni za tarehe {date}; maandishi rasmi yaliyopakiwa ni ya baadaye, {later}. "
        "Soma maneno ya kifungu humo.",
    },
    "spent": {"en": "{clause} is spent: it has done its work.", "sw": "{clause} kimekwisha kazi yake."},
    "not applicable": {"en": "{clause} no longer applies.", "sw": "{clause} hakitumiki tena."},
    "used": {"en": "{use} — {clause}.", "sw": "{use} — {clause}."},
    "decides": {
        "en": "For {concept}, ask whether this is shown — {element}",
        "sw": "Kwa {concept}, uliza kama hili limeonyeshwa — {element}",
    },
    "indicated: trafficking": {
        "en": "The facts told indicate trafficking in persons.",
        "sw": "Maelezo yaliyotolewa yanaashiria usafirishaji haramu wa binadamu.",
    },
    "indicated: child_trafficking": {
        "en": "The facts told indicate trafficking in persons, of a child.",
        "sw": "Maelezo yaliyotolewa yanaashiria usafirishaji haramu wa mtoto.",
    },
    "indicated: smuggling": {
        "en": "The facts told indicate the smuggling of migrants, not trafficking in persons.",
        "sw": "Maelezo yaliyotolewa yanaashiria magendo ya wahamiaji, si usafirishaji haramu wa binadamu.",
    },
    "indicated: forced_labour_not_trafficking": {
        "en": "The facts told indicate forced labour; they do not show trafficking in persons.",
        "sw": "Maelezo yaliyotolewa yanaashiria kazi ya kulazimishwa; hayaonyeshi usafirishaji haramu wa binadamu.",
    },
    "indicated: labour_rights_violation": {
        "en": "The facts told indicate a violation of labour rights; they do not show trafficking in persons.",
        "sw": "Maelezo yaliyotolewa yanaashiria ukiukaji wa haki za kazi; hayaonyeshi usafirishaji haramu wa binadamu.",
    },
    "indicated: other_offence": {
        "en": "The facts told indicate another offence; they do not show trafficking in persons.",
        "sw": "Maelezo yaliyotolewa yanaashiria kosa lingine; hayaonyeshi usafirishaji haramu wa binadamu.",
    },
    "indicated: insufficient_facts": {
        "en": "The facts told are too few to indicate anything.",
        "sw": "Maelezo yaliyotolewa ni machache mno kuashiria jambo lolote.",
    },
    "no finding": {
        "en": "This is what the facts told indicate. It is no finding of guilt.",
        "sw": "Hivi ndivyo maelezo yaliyotolewa yanavyoashiria. Si uamuzi kwamba mtu ana hatia.",
    },
    "element told": {"en": "{element} — {clause} — “{asked}”", "sw": "{element} — {clause} — “{asked}”"},
    "element shown": {"en": "{element} — {clause} — follows from the facts told.", "sw": "{element} — {clause} — linatokana na maelezo."},
    "element unclear": {"en": "{element} — {clause} — not clear from the facts told.", "sw": "{element} — {clause} — maelezo hayako wazi."},
    "ask next": {"en": "Ask: {question}", "sw": "Uliza: {question}"},
    "changed later": {
        "en": "A later edition changed the words of {clause}: read it as at {day} too.",
        "sw": "Toleo la baadaye lilibadilisha maneno ya {clause}: kisome pia kufikia {day}.",
    },
    "dropped later": {
        "en": "A later edition, as at {day}, no longer has {clause}.",
        "sw": "Toleo la baadaye, kufikia {day}, halina tena {clause}.",
    },
    "no edition": {
        "en": "No text of {document} as at {asked} is loaded; its words are shown as at {day}.",
        "sw": "Hakuna maandishi ya {document} kufikia {asked} yaliyopakiwa; maneno yake yanaonyeshwa kufikia {day}.",
    },
    "undated": {
        "en": "The text of {document} that is loaded does not tell its day; it may not be that of {asked}.",
        "sw": "Maandishi ya {document} yaliyopakiwa hayataji tarehe yake; huenda si ya {asked}.",
    },
    "no such provision": {
        "en": "{document} has no “{asked}” in the text that is loaded; its last provision is number {last}.",
        "sw": "{document} haina “{asked}” katika maandishi yaliyopakiwa; kifungu chake cha mwisho ni nambari {last}.",
    },
    "not loaded": {
        "en": "“{asked}” is not among the provisions of {document} that are loaded.",
        "sw": "“{asked}” hakimo katika vifungu vya {document} vilivyopakiwa.",
    },
    "unknown document": {
        "en": "“{asked}” belongs to a document that is not in the corpus.",
        "sw": "“{asked}” ni cha waraka usio katika mkusanyiko.",
    },
    "no answer": {
        "en": "The loaded documents do not answer this question.",
        "sw": "Nyaraka zilizopakiwa hazijibu swali hili.",
    },
    "nearest": {
        "en": "The nearest clause is {clause}. It was not near enough to answer.",
        "sw": "Kifungu kilicho karibu zaidi ni {clause}. Hakikukaribia vya kutosha kujibu.",
    },
    "nearest place": {"en": "The nearest provision that exists is {clause}.", "sw": "Kifungu kilichopo kilicho karibu zaidi ni {clause}."},
    "look elsewhere": {
        "en": "This looks like a matter of its own: {topic}. Look in {where}.",
        "sw": "Hili linaonekana kuwa jambo la pekee: {topic}. Tazama {where}.",
    },
    "used in": {"en": "The term is used in {clause}.", "sw": "Neno hili linatumika katika {clause}."},
    "refers to": {"en": "{clause} refers to {other}.", "sw": "{clause} kinarejelea {other}."},
    "referred by": {"en": "{other} refers to {clause}.", "sw": "{other} kinarejelea {clause}."},
    "conditions": {
        "en": "Read the rule and its conditions in the words of the clause.",
        "sw": "Soma kanuni na masharti yake katika maneno ya kifungu.",
    },
    "prison for life": {"en": "for life", "sw": "maisha"},
    "prison at least": {"en": "at least {years} years", "sw": "miaka {years} au zaidi"},
    "prison at least, no fine instead": {
        "en": "at least {years} years, without the option of a fine",
        "sw": "miaka {years} au zaidi, bila chaguo la faini",
    },
    "prison at most": {"en": "at most {years} years", "sw": "isiyozidi miaka {years}"},
    "prison at most, months": {"en": "at most {months} months", "sw": "isiyozidi miezi {months}"},
    "prison": {"en": "{years} years", "sw": "miaka {years}"},
    "prison, one year": {"en": "one year", "sw": "mwaka mmoja"},
    "fine at least": {"en": "at least KSh {kes}", "sw": "KSh {kes} au zaidi"},
    "fine at most": {"en": "at most KSh {kes}", "sw": "isiyozidi KSh {kes}"},
    "fine": {"en": "KSh {kes}", "sw": "KSh {kes}"},
    "either or both": {"en": "prison or fine, or both", "sw": "kifungo au faini, au vyote viwili"},
    "either": {"en": "prison or fine", "sw": "kifungo au faini"},
    "prison only": {"en": "prison only", "sw": "kifungo tu"},
    "fine only": {"en": "fine only", "sw": "faini tu"},
    "nothing stated": {"en": "none stated", "sw": "haijatajwa"},
    "no sentence stated": {"en": "the clause states no sentence", "sw": "kifungu hakitaji adhabu"},
    "prison at least / fine at least / either or both": {
        "en": "at least {years} years in prison, or a fine of at least KSh {kes}, or both",
        "sw": "kifungo cha miaka {years} au zaidi, au faini ya KSh {kes} au zaidi, au vyote viwili",
    },
    "prison at most / fine at most / either or both": {
        "en": "at most {years} years in prison, or a fine of at most KSh {kes}, or both",
        "sw": "kifungo kisichozidi miaka {years}, au faini isiyozidi KSh {kes}, au vyote viwili",
    },
    "prison at most, months / fine at most / either or both": {
        "en": "at most {months} months in prison, or a fine of at most KSh {kes}, or both",
        "sw": "kifungo kisichozidi miezi {months}, au faini isiyozidi KSh {kes}, au vyote viwili",
    },
    "prison, one year / fine / either": {
        "en": "one year in prison, or a fine of KSh {kes}",
        "sw": "kifungo cha mwaka mmoja, au faini ya KSh {kes}",
    },
    "prison / prison only": {"en": "{years} years in prison", "sw": "kifungo cha miaka {years}"},
    "prison for life / prison only": {"en": "life imprisonment", "sw": "kifungo cha maisha"},
    "later: prison for life": {"en": "life imprisonment", "sw": "kifungo cha maisha"},
    "later: prison at least, no fine instead": {
        "en": "at least {years} years in prison, without the option of a fine",
        "sw": "kifungo cha miaka {years} au zaidi, bila chaguo la faini",
    },
}
