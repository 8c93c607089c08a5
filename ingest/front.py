"""What a document says of itself: title, FRBR URI, date "as at", language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from ingest.lines import Line

_FRBR = re.compile(r"/akn/[a-z]{2}(?:-[a-z0-9]+)?/[\w./-]+?(?:/(?P<lang>[a-z]{3}))?(?:@(?P<date>\d{4}-\d{2}-\d{2}))?(?=[\s,;]|$)")
_AS_AT = re.compile(r"\bas\s+at\s+(?P<date>\d{1,2}\s+[A-Z][a-z]+\s+\d{4})")
_MASTHEAD = re.compile(
    r"special issue|(?:the )?republic of kenya|laws of kenya|(?:the )?kenya gazette.*|(?:acts|bills|legislative supplement)\W.*\d{4}"
    r"|nairobi, .*\d{4}|contents?|act\s?[—–-]|page",
    re.IGNORECASE,
)
"""What the Government Printer sets above every document."""
_NAME = re.compile(r"THE [A-Z][^a-z]*\b(?:ACTS?|BILLS?|REGULATIONS|RULES|ORDER|LAWS)\b[^a-z]*")
"""How the Printer sets the name of what he prints, among stamps and mastheads."""
_LANGUAGES = {"eng": "en", "swa": "sw"}


def identity(words: str) -> tuple[str, str, str]:
    """Give FRBR URI, date "as at" (ISO) and language, as the document tells them."""
    frbr = _FRBR.search(words)
    as_at = frbr["date"] or "" if frbr else ""
    if match := _AS_AT.search(words):
        as_at = _iso(match["date"]) or as_at
    return (frbr[0] if frbr else "", as_at, _LANGUAGES.get(frbr["lang"] or "eng", "en") if frbr else "en")


def _iso(date: str) -> str:
    try:
        return datetime.strptime(" ".join(date.split()), "%d %B %Y").date().isoformat()
    except ValueError:
        return ""


def title_of(front: Sequence[Line]) -> str:
    """The words set in the largest type before the text begins, the Government Printer's own apart."""
    own = [line for line in front if not _MASTHEAD.fullmatch(line.text.strip())] or front
    named = [line for line in own if _NAME.fullmatch(line.text.strip())] if len(own) < len(front) else []
    front = named or own
    largest = max(line.size for line in front)
    at = next(i for i, line in enumerate(front) if line.size == largest)
    title = [front[at].text]
    for line in front[at + 1 :]:
        if line.size != largest or line.page != front[at].page:
            break
        title.append(line.text)
    return " ".join(title)


def listed(pages: Sequence[int]) -> str:
    """Give page numbers for a sentence: "3, 4, 9"."""
    return ", ".join(map(str, pages[:12])) + (" and more" if len(pages) > 12 else "")
