"""FRBR addresses of Akoma Ntoso: which work a document is, in which language, as at which day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.dates import iso_date

_URI = re.compile(
    r"""
    (?P<work> /akn/ [a-z]{2} (?:-[a-z0-9]+)? (?:/(?!eng\b|swa\b|fra\b)[\w-]+(?:\.[\w-]+)*){1,6} )   # /akn/ke/act/2010/8
    (?: / (?P<lang> [a-z]{3} ) (?: (?:@|:|%40) (?P<date> \d{4}-\d{2}-\d{2} )? )? )?     # /eng@2023-12-11
    (?= [/?\#\s,;"'!)] | \.(?!\w) | $ )
    """,
    re.VERBOSE,
)
_LANGUAGES = {"eng": "en", "swa": "sw"}


@dataclass(frozen=True, slots=True)
class Frbr:
    """An address: the work, and where it names one expression, the language (three letters) and the date (ISO)."""

    work: str
    lang: str = ""
    date: str = ""

    @classmethod
    def find(cls, text: str) -> Frbr | None:
        """Give the first address in a text; None where there is none."""
        match = _URI.search(text)
        return cls(match["work"], match["lang"] or "", iso_date(match["date"] or "")) if match else None

    def __str__(self) -> str:
        """Print the address as Kenya Law does: `/akn/ke/act/2010/8/eng@2023-12-11`."""
        if not self.lang:
            return self.work
        return f"{self.work}/{self.lang}" + (f"@{self.date}" if self.date else "")

    @property
    def language(self) -> str:
        """The language as Kinga names it: "en" or "sw"; English where the address does not tell."""
        return _LANGUAGES.get(self.lang, "en")


def work_of(text: str) -> str:
    """Give the work's address out of any address, or the text itself where it is none."""
    found = Frbr.find(text)
    return found.work if found else text
