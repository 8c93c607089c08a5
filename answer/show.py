"""Records for `show`, `search` and `sources`: plain dictionaries, ready for JSON or for a page."""

from __future__ import annotations

from typing import Any

from index.rows import HOME_INSTRUMENT
from index.search import Found
from ingest.book import Book, Text
from ingest.citation import find_citations, resolve
from ingest.copying import copies
from ingest.crossref import Reference, all_references, by_target
from ingest.errors import BadInput, UnknownProvision
from ingest.model import RANKS
from ingest.path import ProvisionPath

Record = dict[str, Any]


def find(book: Book, place: str) -> ProvisionPath:
    """Give the path that a path or a citation names. Raises UnknownProvision, and names the candidates if several fit."""
    try:
        path = ProvisionPath.parse(place)
        if path in book:
            return path
    except BadInput:
        path = None
    found = [p for c in find_citations(place, book.instruments.values()) for p in resolve(c, book.instruments, book, HOME_INSTRUMENT)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownProvision(f"{place!r} could be {', '.join(map(str, found))}.", "Name the instrument too.")
    raise UnknownProvision(f"No loaded document has {place!r}.", _nearest(book, path))


def _nearest(book: Book, path: ProvisionPath | None) -> str:
    while path is not None and path.steps:
        path = path.parent
        if path is not None and path in book:
            return f"The nearest that exists is {path}. `kinga show {path}` lists what stands below it."
    return "Write it like ctip-act-2010/3/2 or s. 3(2). `kinga sources` lists the instruments."


def show(book: Book, place: str, lang: str = "en") -> Record:
    """Give one provision: its place, its words in every layer, what stands below it."""
    path = find(book, place)
    return {
        "path": str(path),
        "citation": book.cite(path, lang),
        "citation_long": book.cite(path, lang, long=True),
        "copy": copies(book, path, lang),
        "heading": book.heading(path, lang),
        "rank": book.instruments[path.instrument].kind,
        "place": [{"path": str(up), "citation": book.cite(up, lang), "heading": book.heading(up, lang)} for up in path.lineage],
        "layers": [layer(text) for text in book.texts(path)],
        "refers_to": [_leads(book, one, lang) for one in all_references(book) if path.holds(one.source)],
        "referred_by": [_comes(book, one, lang) for one in by_target(all_references(book), path.holds)],
        "children": [
            {"path": str(child), "citation": book.cite(child, lang), "heading": book.heading(child, lang)} for child in book.children(path)
        ],
    }


def contents(book: Book, slug: str, lang: str = "en") -> Record:
    """Give an instrument and its contents: what stands at its top, in order. Raises UnknownProvision."""
    _instrument(book, slug)
    tops = [path for path in book.paths if path.instrument == slug and len(path.steps) == 1]
    return {
        **_source(book, slug),
        "contents": [{"path": str(top), "citation": book.cite(top, lang), "heading": book.heading(top, lang)} for top in tops],
    }


def _instrument(book: Book, slug: str) -> None:
    if slug not in book.instruments:
        raise UnknownProvision(f"There is no instrument {slug!r}.", f"One of: {', '.join(book.instruments)}.")


def _leads(book: Book, one: Reference, lang: str) -> Record:
    where = book.cite(one.target, lang) if one.target is not None else ""
    return {"from": str(one.source), "words": one.words, "kind": one.kind, "path": str(one.target or ""), "citation": where}


def _comes(book: Book, one: Reference, lang: str) -> Record:
    return {"path": str(one.source), "citation": book.cite(one.source, lang), "words": one.words, "to": str(one.target)}


def layer(text: Text) -> Record:
    """Give the words of a provision in one edition, and whose words they are."""
    provision, edition = text.provision, text.edition
    return {
        "edition": edition.id,
        "layer": str(edition.layer),
        "lang": edition.lang,
        "as_at": edition.as_at,
        "review": edition.review,
        "number": provision.number,
        "heading": provision.heading,
        "division": provision.division,
        "opening": provision.opening,
        "closing": provision.closing,
        "text": provision.text,
        "standing": str(provision.standing),
        "page": provision.page,
        "boxes": [[b.page, b.x0, b.top, b.x1, b.bottom] for b in provision.boxes],
    }


def results(found: Found, question: str, book: Book, explain: bool = False) -> Record:
    """Give what was found for a question as a record; `explain` adds what each signal gave."""
    rows = []
    for hit in found.hits:
        text = book.text(hit.path)
        row: Record = {
            "path": str(hit.path),
            "citation": book.cite(hit.path),
            "heading": book.heading(hit.path),
            "score": round(hit.score, 6),
            "layer": str(text.edition.layer),
            "rank": book.instruments[hit.path.instrument].kind,
            "standing": str(text.provision.standing),
            "status": book.instruments[hit.path.instrument].status,
            "text": text.provision.text,
        }
        rows.append(row | ({"signals": dict(hit.signals)} if explain else {}))
    reading = found.reading
    return {
        "question": question,
        "lang": reading.lang,
        "answered": found.answered,
        "also_searched": list(reading.shown),
        "mended": dict(reading.mended),
        "results": rows,
    }


def loaded(book: Book) -> Record:
    """Give every instrument with its standing, its loaded editions, and how to get what is missing."""
    return {"sources": [_source(book, slug) for slug in book.instruments]}


def _source(book: Book, slug: str) -> Record:
    instrument = book.instruments[slug]
    editions = [e for e in book.editions if e.instrument == slug]
    return {
        "instrument": slug,
        "title": instrument.title,
        "short": instrument.short,
        "kind": instrument.kind,
        "rank": RANKS.index(instrument.kind) + 1,
        "status": instrument.status,
        "standing": instrument.standing,
        "whole": instrument.whole,
        "editions": [
            {
                "id": e.id,
                "layer": str(e.layer),
                "lang": e.lang,
                "as_at": e.as_at,
                "source": e.source,
                "review": e.review,
                "provisions": sum(1 for _ in e.walk()),
            }
            for e in editions
        ],
        "missing": "" if any(e.layer == "official" for e in editions) else "official text",
        "get": _how_to_get(instrument.slug, instrument.official_url, instrument.publisher),
    }


def _how_to_get(slug: str, url: str, publisher: str) -> str:
    where = url or (f"the {publisher} site" if publisher else "its publisher")
    return f"Download it from {where}, then: kinga import FILE --instrument {slug}"
