"""What is said of each finding, in English and Kiswahili. Blanks are citations, names, dates and words of the corpus."""

from __future__ import annotations

from typing import Any

SAYS: dict[str, dict[str, str]] = {
    "exact": {"en": "Word for word as in {where}.", "sw": "Neno kwa neno kama {where}."},
    "plain": {
        "en": "Those are Kinga's plain words; the official text is not loaded.",
        "sw": "Hayo ni maneno rahisi ya Kinga; maandishi rasmi hayajapakiwa.",
    },
    "restated": {
        "en": "Those are Kinga's plain words, not the official text: do not quote them as the law's own.",
        "sw": "Hayo ni maneno rahisi ya Kinga, si maandishi rasmi: usiyanukuu kama maneno ya sheria.",
    },
    "altered": {"en": "Not as in {where}: {difference}.", "sw": "Si kama {where}: {difference}."},
    "other clause": {
        "en": "The words stand in {where}, not in {cited}.",
        "sw": "Maneno haya yapo katika {where}, si katika {cited}.",
    },
    "other clause, altered": {
        "en": "The words come nearest to {where}, not to {cited}; and there: {difference}.",
        "sw": "Maneno haya yanakaribia {where}, si {cited}; na huko: {difference}.",
    },
    "not found": {"en": "No loaded text has these words.", "sw": "Hakuna maandishi yaliyopakiwa yenye maneno haya."},
    "not in": {
        "en": "{cited} does not have these words, nor has any loaded text.",
        "sw": "{cited} haina maneno haya, wala maandishi mengine yaliyopakiwa.",
    },
    "no official text": {
        "en": "The official text of {document} is not loaded: import it to check its words.",
        "sw": "Maandishi rasmi ya {document} hayajapakiwa: yapakie ili kuhakiki maneno yake.",
    },
    "no such clause": {"en": "{document} has no {cited}.", "sw": "{document} haina {cited}."},
    "nearest": {"en": "The nearest provision that exists is {where}.", "sw": "Kifungu kilichopo kilicho karibu zaidi ni {where}."},
    "not loaded": {
        "en": "{cited} is not among the provisions of {document} that are loaded.",
        "sw": "{cited} si miongoni mwa vifungu vya {document} vilivyopakiwa.",
    },
    "unknown document": {"en": "{document} is not in the corpus.", "sw": "{document} haimo katika mkusanyiko."},
    "exists": {"en": "{where} exists.", "sw": "{where} ipo."},
    "standing": {"en": "It is marked: {standing}.", "sw": "Imewekewa alama: {standing}."},
    "unclear": {"en": "It can be {where}: name the instrument.", "sw": "Inaweza kuwa {where}: taja sheria."},
    "unclear words": {
        "en": "The same words stand in {where}: cite the clause.",
        "sw": "Maneno hayo hayo yapo katika {where}: taja kifungu.",
    },
    "text changed": {
        "en": "These are the words of {where} as at {then}; as at {now} it reads otherwise: {difference}.",
        "sw": "Haya ni maneno ya {where} kufikia {then}; kufikia {now} yanasomeka tofauti: {difference}.",
    },
    "text gone": {
        "en": "These are the words of {where} as at {then}; the text as at {now} has no such provision.",
        "sw": "Haya ni maneno ya {where} kufikia {then}; maandishi ya kufikia {now} hayana kifungu hicho.",
    },
}
CHANGES: dict[str, dict[str, str]] = {
    "changed": {"en": "“{ours}” for “{theirs}”", "sw": "“{ours}” badala ya “{theirs}”"},
    "added": {"en": "“{ours}” added", "sw": "“{ours}” imeongezwa"},
    "left out": {"en": "“{theirs}” left out", "sw": "“{theirs}” imeachwa"},
    "order": {"en": "the order of the pieces", "sw": "mpangilio wa vipande"},
}


def say(name: str, lang: str, **values: Any) -> str:
    """Fill one sentence."""
    return SAYS[name][lang].format_map(values)
