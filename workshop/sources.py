"""The certificate of sources: every clause that a kit uses, with the edition and its date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.path import ProvisionPath
from workshop.paper import Block, Heading, Line, Para, Table
from workshop.passages import notices
from workshop.say import Voice


def sources(voice: Voice, paths: Iterable[ProvisionPath]) -> Iterator[Block]:
    """Give the certificate, a table for each instrument, in the order of authority."""
    book = voice.book
    wanted = {path for path in paths if path in book and path.steps}
    yield from notices(voice, wanted)
    head = tuple(voice.frame(key) for key in ("head_clause", "head_edition", "head_path"))
    for slug, instrument in book.instruments.items():
        mine = [path for path in book.paths if path.instrument == slug and path in wanted]
        if mine:
            yield Heading(voice.name(instrument.named(voice.lang)), 1)
            yield Table(
                head,
                tuple(((voice.cite(path),), (edition(voice, path),), (voice.name(str(path), path),)) for path in mine),
                (0.45, 0.27, 0.28),
            )
            yield Para(voice.name(instrument.title_sw if voice.lang == "sw" and instrument.title_sw else instrument.title), "note")


def edition(voice: Voice, path: ProvisionPath) -> Line:
    """Say which edition a clause is taken from."""
    found = voice.book.text(path, voice.lang).edition
    date = found.as_at or voice.frame("no_date").text
    layer, lang = voice.frame(f"layer_{found.layer}").text, voice.frame(f"lang_{found.lang}").text
    return voice.frame("edition_line", layer=layer, lang=lang, date=date)
