"""Law as HTML: clauses, sections, tags. Pure functions; every word of a text is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from answer.clause import Clause, Part
from ingest.book import Book
from ingest.model import Edition, Instrument, Layer, Provision, Standing
from ingest.path import ProvisionPath
from views.words import Words

_SHAPE = {
    "constitution": "law",
    "act": "law",
    "regulation": "law",
    "treaty": "treaty",
    "plan": "policy",
    "guideline": "policy",
    "report": "policy",
}


def tag(text: str, shape: str) -> str:
    """Give a bordered word; the shape of the border says the same as the word."""
    return f'<span class="k-tag k-{shape}">{escape(text)}</span>'


def rank_tag(instrument: Instrument, w: Words) -> str:
    """Say what kind of document it is, and whether it is history."""
    kind = tag(w(f"kind_{instrument.kind}"), _SHAPE[instrument.kind])
    return kind + (" " + tag(w("historical"), "standing") if instrument.status == "historical" else "")


def layer_tag(edition: Edition, w: Words) -> str:
    """Say whose words an edition holds, and as at when."""
    date = f' <span class="k-date">{escape(w("as_at", date=w.date(edition.as_at)))}</span>' if edition.as_at else ""
    return tag(w(f"layer_{edition.layer}"), str(edition.layer)) + date


def standing_tag(standing: Standing, w: Words) -> str:
    """Say what became of a provision; nothing where it is in force."""
    if standing is Standing.IN_FORCE:
        return ""
    return " " + tag(w(f"standing_{standing.name.lower()}"), "standing")


def card(found: Clause, book: Book, w: Words, about: Sequence[str] = ()) -> str:
    """Give a clause as a card: citation, heading, tags, its words under those that govern it, what must be known of it."""
    page = f' <span class="k-date">{escape(w("page_of_pdf", page=found.page))}</span>' if found.page else ""
    instrument = book.instruments[found.path.instrument]
    tags = f"{layer_tag(found.edition, w)}{page} {rank_tag(instrument, w)}{standing_tag(found.standing, w)}"
    notes = "".join(f'<p class="k-about">{escape(sentence)}</p>' for sentence in about)
    return (
        f'<article class="k-card" lang="{w.lang}">'
        f'<h3 class="k-cite">{escape(found.citation)}</h3>'
        f"{_heading(found)}"
        f'<p class="k-tags">{tags}</p>'
        f'<div class="k-text" lang="{found.edition.lang}">{"".join(_parts(found, book, w))}</div>{notes}</article>'
    )


def _heading(found: Clause) -> str:
    """Give the heading, unless the citation says it already."""
    if found.heading.lower() in found.citation.lower():
        return ""
    return f'<p class="k-head" lang="{found.edition.lang}">{escape(found.heading)}</p>'


def _parts(found: Clause, book: Book, w: Words) -> Iterator[str]:
    before, after = gaps(found, book)
    seen_own = False
    for part in found.parts:
        own = found.path.holds(part.words.path)
        if own and not seen_own and before:
            yield _gap(part.depth, w)
        if not own and seen_own and after:
            yield _gap(part.depth + 1, w)
            after = False
        seen_own = seen_own or own
        yield _part(part, own, _term(part.words.path, found.edition, book))


def gaps(found: Clause, book: Book) -> tuple[bool, bool]:
    """Tell whether sisters were left out between the governing words before the clause and the clause, and after it."""
    up = found.path.parent
    above = book.within(up, found.edition) if up else None
    if not found.omitted or above is None:
        return False, False
    places = [child.path for child in above.children]
    at = places.index(found.path)
    return bool(above.opening) and at > 0, bool(above.closing) and at < len(places) - 1


def _gap(depth: int, w: Words) -> str:
    return f'<p class="k-part k-d{min(depth, 5)} k-gap" title="{escape(w("left_out"))}"><span></span><span>…</span></p>'


def _part(part: Part, own: bool, term: str) -> str:
    number = part.number if part.depth else ""
    kind = "k-own" if own else "k-governs"
    return f'<p class="k-part k-d{min(part.depth, 5)} {kind}">{_numbered(number, words(part.words.text, term))}</p>'


def _numbered(number: str, body: str) -> str:
    return f'<span class="k-num">{escape(number)}</span><span class="k-words">{body}</span>'


def _term(path: ProvisionPath, edition: Edition, book: Book) -> str:
    """Give the defined term, where the provision is a definition."""
    provision = book.within(path, edition)
    return provision.heading if provision is not None and not provision.number else ""


def words(text: str, term: str = "") -> str:
    """Give a text as HTML; a defined term at its beginning stands out."""
    at = text.lower().find(term.lower()) if term else -1
    if 0 <= at <= 1:
        end = at + len(term)
        return f"{escape(text[:at])}<strong>{escape(text[at:end])}</strong>{escape(text[end:])}"
    return escape(text)


def copied(found: Clause, book: Book, w: Words) -> str:
    """Give the words of a clause for pasting: governing words, gaps, number, and whose words they are."""
    before, after = gaps(found, book)
    lines: list[str] = []
    seen_own = False
    for part in found.parts:
        own = found.path.holds(part.words.path)
        if (own and not seen_own and before) or (not own and seen_own and after):
            lines.append("…")
            after = after and own
        seen_own = seen_own or own
        lines.append(f"{part.number} {part.words.text}" if part.depth and part.number else part.words.text)
    date = f", {w('as_at', date=w.date(found.edition.as_at))}" if found.edition.as_at else ""
    return "\n".join(lines) + f"\n[{found.citation}. {w(f'layer_{found.layer}')}{date}]"


def first_shown(editions: list[Edition], lang: str) -> list[str]:
    """Choose the two texts to show first: the reader's language, then official words, then what is left."""

    def order(edition: Edition) -> tuple[bool, bool]:
        return (edition.layer is not Layer.OFFICIAL, edition.lang != lang)

    own = [e for e in editions if e.lang == lang]
    kept = sorted(own, key=order)[:2] + sorted((e for e in editions if e.lang != lang), key=order)
    return [edition.id for edition in kept[:2]]


def section(book: Book, top: ProvisionPath, editions: Sequence[Edition], marked: ProvisionPath, w: Words) -> str:
    """Give a whole section, clause by clause, one column for each edition, with one clause marked."""
    heads = "".join(f'<p class="k-cell k-colhead">{layer_tag(e, w)} <span>{escape(w(f"lang_{e.lang}"))}</span></p>' for e in editions)
    header = f'<div class="k-row k-heads">{heads}</div>' if len(editions) > 1 else ""
    rows = "".join(_rows(book, top, editions, marked, w))
    return f'<section class="k-text k-n{len(editions)}" lang="{w.lang}">{header}{rows}</section>'


def _rows(book: Book, path: ProvisionPath, editions: Sequence[Edition], marked: ProvisionPath, w: Words) -> Iterator[str]:
    found = [book.within(path, edition) for edition in editions]
    here = path == marked and bool(path.steps[1:])
    if here:
        yield f'<div class="k-marked" aria-current="true"><p class="k-here">{escape(w("this_clause"))}</p>'
    depth = len(path.steps) - 1
    yield _row([_opening(p, depth, e, w) for p, e in zip(found, editions, strict=True)])
    for child in book.children(path):
        yield from _rows(book, child, editions, marked, w)
    if any(p is not None and p.closing for p in found):
        yield _row([_cell(words(p.closing) if p else "", "", depth, e, w) for p, e in zip(found, editions, strict=True)])
    if here:
        yield "</div>"


def _row(cells: Sequence[str]) -> str:
    return f'<div class="k-row">{"".join(cells)}</div>'


def _opening(provision: Provision | None, depth: int, edition: Edition, w: Words) -> str:
    if provision is None:
        return _cell(f'<em class="k-absent" lang="{w.lang}">{escape(w("not_in_text"))}</em>', "", depth, edition, w)
    term = "" if provision.number else provision.heading
    heading = f'<strong class="k-title">{escape(provision.heading)}</strong> ' if provision.number and provision.heading else ""
    if term and term.lower() not in provision.opening.lower()[: len(term) + 1]:
        heading = f'<strong class="k-title">{escape(term)}</strong> '
    return _cell(heading + words(provision.opening, term) + standing_tag(provision.standing, w), provision.number, depth, edition, w)


def _cell(body: str, number: str, depth: int, edition: Edition, w: Words) -> str:
    who = f'<span class="k-who" lang="{w.lang}">{escape(w(f"layer_{edition.layer}"))}, {escape(w(f"lang_{edition.lang}"))}</span>'
    layer = "k-restated" if edition.layer is not Layer.OFFICIAL else "k-verbatim"
    return f'<div class="k-cell k-part k-d{min(depth, 5)} {layer}" lang="{edition.lang}">{who}{_numbered(number, body)}</div>'
