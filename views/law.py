"""Law as HTML: clauses, sections, tags. Pure functions; every word of a text is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from answer.clause import Clause, Part
from answer.defined import defined
from answer.statement import Cited, Statement
from ingest.book import Book
from ingest.crossref import references
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


def tags(found: Clause, book: Book, w: Words) -> str:
    """Say whose words a clause is in, as at when, on which page, of what rank, and what became of it."""
    page = f' <span class="k-date">{escape(w("page_of_pdf", page=found.page))}</span>' if found.page else ""
    instrument = book.instruments[found.path.instrument]
    return f"{layer_tag(found.edition, w)}{page} {rank_tag(instrument, w)}{standing_tag(found.standing, w)}"


def address(path: ProvisionPath | str, w: Words) -> str:
    """Give the address of a provision in Browse."""
    return f"browse?p={path}" + (f"&lang={w.lang}" if w.lang != "en" else "")


def link(path: ProvisionPath, label: str, w: Words) -> str:
    """Give a citation as a link; a page that draws `reader.beside` opens it there."""
    return f'<a class="k-link" href="{escape(address(path, w))}">{escape(label)}</a>'


def said(statement: Statement, w: Words) -> str:
    """Give a sentence with its citations as links."""
    parts = (link(p.path, p.printed, w) if isinstance(p, Cited) else escape(p if isinstance(p, str) else p.text) for p in statement.parts())
    return "".join(parts)


def card(found: Clause, book: Book, w: Words, about: Sequence[str] = ()) -> str:
    """Give a clause as a card: citation, heading, tags, its words under those that govern it, what must be known of it.

    `about` are sentences as `said` gives them.
    """
    notes = "".join(f'<p class="k-about">{sentence}</p>' for sentence in about)
    return (
        f'<article class="k-card" lang="{w.lang}">'
        f'<h3 class="k-cite">{link(found.path, found.citation, w)}</h3>'
        f"{_heading(found)}"
        f'<p class="k-tags">{tags(found, book, w)}</p>'
        f'<div class="k-text" lang="{found.edition.lang}">{"".join(_parts(found, book, w))}</div>{notes}</article>'
    )


def reasons(found: Sequence[str], w: Words) -> str:
    """Say why a clause was found, folded away; nothing where no reason is known."""
    if not found:
        return ""
    said = "".join(f"<li>{escape(w(f'why_{one}'))}</li>" for one in found)
    return f'<details class="k-why" lang="{w.lang}"><summary>{escape(w("why"))}</summary><ul>{said}</ul></details>'


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


def woven(provision: Provision, edition: Edition, book: Book, w: Words, *, closing: bool = False) -> str:
    """Give the opening or the closing words of a provision as HTML, its references as links, its defined words explained."""
    text = provision.text
    start, end = (len(text) - len(provision.closing), len(text)) if closing else (0, len(provision.opening))
    term = "" if provision.number or closing else provision.heading
    at = start
    out: list[str] = []
    for a, b, drawn in _marks(provision, edition, book, w):
        if at <= a and b <= end and (out or not term or a > len(term) + 1):
            out.extend((words(text[at:a], term if at == 0 else ""), drawn))
            at = b
    return "".join((*out, words(text[at:end], term if at == 0 else "")))


def _marks(provision: Provision, edition: Edition, book: Book, w: Words) -> list[tuple[int, int, str]]:
    """Give what is marked in a provision's text, in order: references where this edition is the one they were found in."""
    text, path = provision.text, provision.path
    found = [(t.start, t.end, _term_tip(text[t.start : t.end], t.path, edition, book, w)) for t in defined(text, path, book, edition)]
    if book.text(path).edition is edition:
        own = (r for r in references(book, path) if r.kind == "provision" and r.target)
        found += [(r.start, r.end, link(r.target, text[r.start : r.end], w)) for r in own if r.target]
    return sorted(found, key=lambda mark: (mark[0], -mark[1]))


def _term_tip(said: str, path: ProvisionPath, edition: Edition, book: Book, w: Words) -> str:
    """Give a defined word with its definition, which shows on hover, focus and tap."""
    provision = book.within(path, edition)
    meaning = " ".join(p.text for p in provision.walk()) if provision else ""
    short = meaning if len(meaning) <= 320 else meaning[:320].rsplit(" ", 1)[0] + " …"
    tip = f'<span class="k-tip" role="tooltip"><strong>{escape(book.cite(path, w.lang))}</strong> {escape(short)}</span>'
    return f'<span class="k-term" role="button" tabindex="0">{escape(said)}{tip}</span>'


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
    if not any(found):
        return
    here = path == marked and bool(path.steps[1:])
    if here:
        yield f'<div class="k-marked" aria-current="true"><p class="k-here">{escape(w("this_clause"))}</p>'
    depth = len(path.steps) - 1
    yield _row([_opening(p, depth, e, book, w) for p, e in zip(found, editions, strict=True)])
    for child in book.children(path):
        yield from _rows(book, child, editions, marked, w)
    if any(p is not None and p.closing for p in found):
        yield _row([_cell(woven(p, e, book, w, closing=True) if p else "", "", depth, e, w) for p, e in zip(found, editions, strict=True)])
    if here:
        yield "</div>"


def _row(cells: Sequence[str]) -> str:
    return f'<div class="k-row">{"".join(cells)}</div>'


def _opening(provision: Provision | None, depth: int, edition: Edition, book: Book, w: Words) -> str:
    if provision is None:
        return _cell(f'<em class="k-absent" lang="{w.lang}">{escape(w("not_in_text"))}</em>', "", depth, edition, w)
    term = "" if provision.number else provision.heading
    heading = f'<strong class="k-title">{escape(provision.heading)}</strong> ' if provision.number and provision.heading else ""
    if term and term.lower() not in provision.opening.lower()[: len(term) + 1]:
        heading = f'<strong class="k-title">{escape(term)}</strong> '
    return _cell(heading + woven(provision, edition, book, w) + standing_tag(provision.standing, w), provision.number, depth, edition, w)


def _cell(body: str, number: str, depth: int, edition: Edition, w: Words) -> str:
    who = f'<span class="k-who" lang="{w.lang}">{escape(w(f"layer_{edition.layer}"))}, {escape(w(f"lang_{edition.lang}"))}</span>'
    layer = "k-restated" if edition.layer is not Layer.OFFICIAL else "k-verbatim"
    return f'<div class="k-cell k-part k-d{min(depth, 5)} {layer}" lang="{edition.lang}">{who}{_numbered(number, body)}</div>'
