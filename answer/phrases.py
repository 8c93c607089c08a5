"""The fixed sentences of answers, English and Kiswahili. Blanks in braces are filled with quotes, citations or data."""

from __future__ import annotations

PHRASES: dict[str, dict[str, str]] = {
    "quote": {"en": "{words}", "sw": "{words}"},
    "cited": {"en": "{clause}", "sw": "{clause}"},
    "plain": {
        "en": "These are Kinga's own plain words, not the official text. Read {clause} in the official text before you rely on it.",
        "sw": "Haya ni maneno rahisi ya Kinga, si maandishi rasmi. Soma {clause} katika maandishi rasmi kabla ya kuyategemea.",
    },
    "official": {
        "en": "These are the words of the official text.",
        "sw": "Haya ni maneno ya maandishi rasmi.",
    },
    "note": {
        "en": "Second-hand: the document itself is not loaded. This is Kinga's note on {document}.",
        "sw": "Taarifa ya mkono wa pili: waraka wenyewe haujapakiwa. Hili ni dokezo la Kinga kuhusu {document}.",
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
    "spent": {"en": "{clause} is spent: it has done its work.", "sw": "{clause} kimekwisha kazi yake."},
    "not applicable": {"en": "{clause} no longer applies.", "sw": "{clause} hakitumiki tena."},
    "no such provision": {
        "en": "The loaded text has no “{asked}”. {document} is loaded here up to {last}.",
        "sw": "Maandishi yaliyopakiwa hayana “{asked}”. {document} imepakiwa hapa hadi {last}.",
    },
    "not loaded": {
        "en": "“{asked}” is not among the provisions of {document} that are loaded.",
        "sw": "“{asked}” hakimo katika vifungu vya {document} vilivyopakiwa.",
    },
    "no answer": {
        "en": "The loaded documents do not answer this question.",
        "sw": "Nyaraka zilizopakiwa hazijibu swali hili.",
    },
    "nearest": {"en": "The nearest clause is {clause}.", "sw": "Kifungu kilicho karibu zaidi ni {clause}."},
}
