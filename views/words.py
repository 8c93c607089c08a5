"""The catalogue of the interface's words, `words.toml`, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.table import read_toml

LANGUAGES = {"en": "English", "sw": "Kiswahili"}

WORDS: dict[str, dict[str, str]] = read_toml(Path(__file__).with_name("words.toml"))
"""Every word of the interface by key and language."""

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
