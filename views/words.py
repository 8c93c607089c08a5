"""Every word of the interface, in English and Kiswahili. The law's own words and the answers come from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = {"en": "English", "sw": "Kiswahili"}

WORDS: dict[str, dict[str, str]] = {
    # The frame of every page
    "tagline": {"en": "Kenyan law on trafficking in persons", "sw": "Sheria ya Kenya kuhusu usafirishaji haramu wa binadamu"},
    "language": {"en": "Language", "sw": "Lugha"},
    "log_in": {"en": "Log in", "sw": "Ingia"},
    "log_out": {"en": "Log out", "sw": "Toka"},
    "log_in_first": {"en": "Log in to use Kinga.", "sw": "Ingia kwanza ili utumie Kinga."},
    "page_ask": {"en": "Ask", "sw": "Uliza"},
    "page_browse": {"en": "Browse", "sw": "Soma sheria"},
    "page_library": {"en": "Library", "sw": "Maktaba"},
    "foot": {
        "en": "Kinga helps you find the law. It is not legal advice, and it decides no case.",
        "sw": "Kinga hukusaidia kupata sheria. Si ushauri wa kisheria, na haiamui kesi yoyote.",
    },
    "no_snapshot": {
        "en": "Kinga has not been set up on this computer yet. Run this command, then reload this page:",
        "sw": "Kinga bado haijatayarishwa kwenye kompyuta hii. Endesha amri hii, kisha upakie ukurasa huu upya:",
    },
    "damaged": {
        "en": "Kinga's index is damaged, or another version of Kinga made it. Run this command, then reload this page:",
        "sw": "Faharasa ya Kinga imeharibika, au ilitengenezwa na toleo jingine la Kinga. Endesha amri hii, kisha upakie ukurasa huu upya:",
    },
    # Ask
    "ask_title": {"en": "Ask the law", "sw": "Uliza sheria"},
    "ask_label": {"en": "Your question, or a section such as s. 3(2)", "sw": "Swali lako, au kifungu kama vile kifungu cha 3(2)"},
    "ask_button": {"en": "Ask", "sw": "Uliza"},
    "ask_private": {
        "en": "What you type stays in the memory of the computer that runs Kinga. It is not saved.",
        "sw": "Unachoandika hubaki kwenye kumbukumbu ya kompyuta inayoendesha Kinga. Hakihifadhiwi.",
    },
    "ask_empty": {"en": "Type a question first.", "sw": "Andika swali kwanza."},
    "ask_long": {
        "en": "This text is too long. Ask in a few sentences.",
        "sw": "Maandishi haya ni marefu mno. Uliza kwa sentensi chache.",
    },
    "examples": {"en": "Examples", "sw": "Mifano"},
    "examples_court": {"en": "In court", "sw": "Mahakamani"},
    "examples_border": {"en": "At the border", "sw": "Mpakani"},
    "examples_training": {"en": "In training", "sw": "Katika mafunzo"},
    "example_court_1": {"en": "Is consent a defence?", "sw": "Je, ridhaa ni utetezi?"},
    "example_court_2": {"en": "Can the court sit in camera?", "sw": "Je, mahakama inaweza kusikiliza kesi faraghani?"},
    "example_court_3": {"en": "s. 3(3)", "sw": "kifungu cha 3(3)"},
    "example_border_1": {
        "en": "Is it an offence to destroy someone's travel documents?",
        "sw": "Je, kuharibu hati za kusafiria za mtu mwingine ni kosa?",
    },
    "example_border_2": {"en": "What is smuggling of migrants?", "sw": "Magendo ya wahamiaji ni nini?"},
    "example_border_3": {
        "en": "Can a victim be charged for entering Kenya illegally?",
        "sw": "Je, mwathiriwa anaweza kushtakiwa kwa kuingia Kenya kinyume cha sheria?",
    },
    "example_training_1": {"en": "What is exploitation?", "sw": "Unyonyaji ni nini?"},
    "example_training_2": {"en": "What is forced labour?", "sw": "Kazi ya kulazimishwa ni nini?"},
    "example_training_3": {"en": "Can a victim get compensation?", "sw": "Je, mwathiriwa anaweza kupata fidia?"},
    "table": {"en": "Table of the answer", "sw": "Jedwali la jibu"},
    "also_searched": {"en": "Also searched: {terms}", "sw": "Pia ilitafutwa: {terms}"},
    "answer_to": {"en": "Clauses for: {question}", "sw": "Vifungu vya: {question}"},
    "not_answered": {"en": "Not found in the loaded documents", "sw": "Halikupatikana katika nyaraka zilizopakiwa"},
    "nothing": {
        "en": "No clause fits this question. Try the words of the law, or name a section.",
        "sw": "Hakuna kifungu kinacholingana na swali hili. Jaribu maneno ya sheria, au taja kifungu.",
    },
    "nearest": {"en": "The nearest clause", "sw": "Kifungu kilicho karibu zaidi"},
    "copy": {"en": "Copy", "sw": "Nakili"},
    "copy_citation": {"en": "Citation", "sw": "Rejeo"},
    "copy_quote": {"en": "Words of the clause, with their citation", "sw": "Maneno ya kifungu, pamoja na rejeo lake"},
    "in_section": {"en": "The clause in its section", "sw": "Kifungu mahali pake"},
    "open_browse": {"en": "Open in Browse", "sw": "Fungua kwenye Soma sheria"},
    "this_clause": {"en": "This clause", "sw": "Kifungu hiki"},
    "left_out": {"en": "other paragraphs left out", "sw": "aya nyingine zimeachwa"},
    "as_at": {"en": "as at {date}", "sw": "ilivyokuwa tarehe {date}"},
    "page_of_pdf": {"en": "page {page}", "sw": "ukurasa wa {page}"},
    # Whose words
    "layer_official": {"en": "Official text", "sw": "Maandishi rasmi"},
    "layer_plain": {"en": "Plain words (restatement)", "sw": "Maneno rahisi (si rasmi)"},
    "layer_note": {"en": "Second-hand note", "sw": "Dokezo la mkono wa pili"},
    "lang_en": {"en": "English", "sw": "Kiingereza"},
    "lang_sw": {"en": "Kiswahili", "sw": "Kiswahili"},
    # Rank
    "kind_constitution": {"en": "Constitution", "sw": "Katiba"},
    "kind_act": {"en": "Act", "sw": "Sheria ya Bunge"},
    "kind_regulation": {"en": "Regulation", "sw": "Kanuni"},
    "kind_treaty": {"en": "Treaty", "sw": "Mkataba wa kimataifa"},
    "kind_plan": {"en": "Plan (policy, not law)", "sw": "Mpango (sera, si sheria)"},
    "kind_guideline": {"en": "Guideline (policy, not law)", "sw": "Mwongozo (sera, si sheria)"},
    "kind_report": {"en": "Report (not law)", "sw": "Ripoti (si sheria)"},
    "historical": {"en": "Historical: no longer current", "sw": "Ya kihistoria: haitumiki tena"},
    # Standing of a provision
    "standing_repealed": {"en": "Repealed", "sw": "Kimefutwa"},
    "standing_spent": {"en": "Spent", "sw": "Kimekwisha kazi yake"},
    "standing_defective": {"en": "Defective as published", "sw": "Kina kasoro kilivyochapishwa"},
    "standing_not_applicable": {"en": "No longer applies", "sw": "Hakitumiki tena"},
    # Browse
    "instrument": {"en": "Document", "sw": "Waraka"},
    "find": {"en": "Find in this document", "sw": "Tafuta ndani ya waraka huu"},
    "find_none": {"en": "Nothing in this document fits these words.", "sw": "Hakuna kinacholingana na maneno haya katika waraka huu."},
    "found": {"en": "Found", "sw": "Yaliyopatikana"},
    "contents": {"en": "Contents", "sw": "Yaliyomo"},
    "contents_part": {"en": "Only these parts of the document are loaded.", "sw": "Ni sehemu hizi tu za waraka zilizopakiwa."},
    "contents_none": {
        "en": "Nothing of this document is loaded. The Library says how to load it.",
        "sw": "Hakuna sehemu ya waraka huu iliyopakiwa. Maktaba inaeleza jinsi ya kuupakia.",
    },
    "texts": {"en": "Texts shown", "sw": "Maandishi yanayoonyeshwa"},
    "inside": {"en": "Inside this clause", "sw": "Ndani ya kifungu hiki"},
    "whole": {"en": "Whole document", "sw": "Waraka wote"},
    "previous": {"en": "Previous", "sw": "Kilichotangulia"},
    "next": {"en": "Next", "sw": "Kinachofuata"},
    "no_place": {
        "en": "This link leads to a clause that is not loaded. Choose one below.",
        "sw": "Kiungo hiki kinaelekeza kwenye kifungu ambacho hakijapakiwa. Chagua kimoja hapa chini.",
    },
    "not_in_text": {"en": "Not in this text.", "sw": "Haimo katika maandishi haya."},
    # Library
    "library_title": {"en": "What is loaded", "sw": "Kilichopakiwa"},
    "library_count": {
        "en": "{all} documents. The official text is loaded for {official} of them.",
        "sw": "Nyaraka {all}. Maandishi rasmi yamepakiwa kwa nyaraka {official}.",
    },
    "library_missing": {"en": "The official text is not loaded.", "sw": "Maandishi rasmi hayajapakiwa."},
    "library_extract": {"en": "Extract: only some of its provisions", "sw": "Dondoo: baadhi ya vifungu vyake tu"},
    "library_get": {"en": "How to load the official text", "sw": "Jinsi ya kupakia maandishi rasmi"},
    "library_get_1": {
        "en": "1. Get the document from the publisher, {publisher}.",
        "sw": "1. Pata waraka kutoka kwa mchapishaji, {publisher}.",
    },
    "library_get_1_unknown": {"en": "1. Get the document from its publisher.", "sw": "1. Pata waraka kutoka kwa mchapishaji wake."},
    "library_get_2": {
        "en": "2. Run these commands, with the name of your file in place of FILE:",
        "sw": "2. Endesha amri hizi, ukiandika jina la faili lako badala ya FILE:",
    },
    "provisions": {"en": "{count} provisions", "sw": "vifungu {count}"},
    "snapshot": {"en": "Index {id}", "sw": "Faharasa {id}"},
}

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "sw": "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba".split(),
}

REVIEWS: dict[str, str] = {
    "Kinga's own restatement, not yet reviewed by a lawyer": "Maelezo ya Kinga yenyewe, bado hayajapitiwa na wakili",
    "not yet reviewed by a sworn translator": "bado hayajapitiwa na mfasiri aliyeapishwa",
    "Kinga's own explanation; the ILO booklet's text is not loaded": "Maelezo ya Kinga yenyewe; maandishi ya kijitabu cha ILO hayajapakiwa",
}
"""What the corpus says of the review of its plain layer, in Kiswahili. Parts are joined by "; "."""


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language. Call it with a key, and with the values of the blanks."""

    lang: str

    def __call__(self, key: str, **values: object) -> str:
        """Give the words of a key. Raises KeyError for a key that the catalogue lacks."""
        return WORDS[key][self.lang].format_map(values)

    def date(self, iso: str) -> str:
        """Give an ISO date as people write it: 11 December 2023. What is no full date stays as it is."""
        parts = iso.split("-")
        if len(parts) != 3 or not all(part.isdecimal() for part in parts):
            return iso
        year, month, day = parts
        return f"{int(day)} {MONTHS[self.lang][int(month) - 1]} {year}"

    def review(self, text: str) -> str:
        """Give the corpus' sentence on the review of a text in this language; as it stands where it is not known."""
        if self.lang == "en":
            return text
        for english, swahili in REVIEWS.items():
            text = text.replace(english, swahili)
        return text
