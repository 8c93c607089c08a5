"""The day that a document says it speaks of: "as at 11 December 2023"."""

from __future__ import annotations

import re
from datetime import datetime

from ingest.errors import BadInput

_DAY = r"(?P<date>\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4}|\d{4}-\d{2}-\d{2})"
_AS_AT = (
    re.compile(rf"\b(?i:as\s+at)\s+(?:the\s+)?{_DAY}"),
    re.compile(rf"\b[Tt]his\s+is\s+the\s+(?:latest\s+)?version\b[^.]{{0,80}}?\b(?:at|on|from|of)\s+{_DAY}"),
    re.compile(rf"\b(?:hadi|kufikia)\s+(?:tarehe\s+)?{_DAY}"),
)
_MONTHS = "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba".split()


def as_at_of(words: str) -> str:
    """Give the first date "as at" in a text, as an ISO date; "" where it tells none."""
    for pattern in _AS_AT:
        for match in pattern.finditer(words):
            if iso := iso_date(match["date"]):
                return iso
    return ""


def iso_date(date: str) -> str:
    """Give "11 December 2023", "11th December, 2023" or "11 Desemba 2023" as 2023-12-11; "" for no date."""
    plain = " ".join(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|,", "", date).split())
    for number, month in enumerate(_MONTHS, 1):
        plain = re.sub(rf"(\d{{1,2}}) {month} (\d{{4}})", rf"\2-{number:02}-\1", plain)
    for form in ("%d %B %Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(plain, form).date().isoformat()
        except ValueError:
            continue
    return ""


def day(text: str) -> str:
    """Give a day that a user typed as an ISO date, "" for none. Raises BadInput for what is no date."""
    iso = iso_date(text.strip())
    if text.strip() and not iso:
        raise BadInput(f"{text!r} is not a date.", "Write it like 2019-05-31 or 31 May 2019.")
    return iso
