"""A citation as it is copied out of Kinga: short, in full, with the words, as Markdown, with the address of the official page."""

from __future__ import annotations

import re

from ingest.book import Book, Text
from ingest.model import Instrument
from ingest.path import ProvisionPath

_LANGUAGES = {"en": "eng", "sw": "swa"}


def copies(book: Book, path: ProvisionPath, lang: str = "en") -> dict[str, str]:
    """Give the forms of a citation by name: `short`, `long`, `text` (words and citation), `markdown`, `link`, `address`.

    `address` is "" where no official page is known. Raises UnknownProvision.
    """
    shown = book.text(path, lang)
    short, long = book.cite(path, lang), book.cite(path, lang, long=True)
    address = official_address(book.instruments[path.instrument], shown)
    words = " ".join(shown.provision.text.split()) or shown.provision.heading
    linked = f"[{_plain(long)}]({address})" if address else _plain(long)
    return {
        "short": short,
        "long": long,
        "text": f"“{words}” — {long}",
        "markdown": f"> {_plain(words)}\n>\n> — {linked}",
        "link": f"{long}, {address}" if address else long,
        "address": address,
    }


def official_address(instrument: Instrument, shown: Text) -> str:
    """Give the page of the official text: that of the edition shown, where the instrument has an Akoma Ntoso address."""
    address, edition = instrument.official_url, shown.edition
    if not instrument.frbr or instrument.frbr not in address:
        return address
    work = address[: address.index(instrument.frbr) + len(instrument.frbr)]
    lang = _LANGUAGES.get(edition.lang, "eng") if edition.layer == "official" else "eng"
    return f"{work}/{lang}@{edition.as_at}" if edition.as_at else work


def _plain(words: str) -> str:
    """Give words that Markdown and HTML take as words."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", words)
