"""Library: what is loaded, whose words, as at when, and how to get what is missing."""

from __future__ import annotations

from html import escape

import streamlit as st

from answer.show import Record, loaded
from ingest.book import Book
from ingest.model import Edition, Instrument
from views import law, shell, upload
from views.words import Words


def page() -> None:
    """Draw the page."""
    w = shell.words()
    snapshot = shell.opened(w).snapshot
    sources: list[Record] = loaded(snapshot.book)["sources"]
    st.title(w("library_title"), anchor=False)
    official = sum(not source["missing"] for source in sources)
    st.html(f"<p>{escape(w('library_count', all=len(sources), official=official))}</p>")
    upload.draw(snapshot.book.instruments, w)
    st.html(chart(snapshot.book, w))
    for source in sources:
        _source(source, snapshot.book, w)
    shell.small(w("snapshot", id=snapshot.id))
    shell.foot(w)


def chart(book: Book, w: Words) -> str:
    """Give the loaded provisions of each document as bars, one for each text, told by pattern and word."""
    counts = {e.id: sum(1 for _ in e.walk()) for e in book.editions}
    most = max(counts.values(), default=1)
    rows = []
    for instrument in book.instruments.values():
        own = [e for e in book.editions if e.instrument == instrument.slug]
        bars = "".join(
            f'<span class="k-bar k-{e.layer}" style="width:{100 * counts[e.id] / most:.1f}%"></span>'
            f'<span class="k-barword">{escape(w(f"layer_{e.layer}"))}, {escape(w(f"lang_{e.lang}"))}: {counts[e.id]}</span>'
            for e in own
        )
        rows.append(f'<tr><th scope="row">{escape(instrument.named(w.lang))}</th><td>{bars}</td></tr>')
    heads = f'<th scope="col">{escape(w("instrument"))}</th><th scope="col">{escape(w("chart_provisions"))}</th>'
    table = f'<table class="k-table k-chart" lang="{w.lang}"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return f'<details class="k-why"><summary>{escape(w("chart_title"))}</summary>{table}</details>'


def _source(source: Record, book: Book, w: Words) -> None:
    instrument = book.instruments[source["instrument"]]
    with st.container(border=True, key=f"source_{instrument.slug}"):
        st.html(_described(instrument, [e for e in book.editions if e.instrument == instrument.slug], w))
        shell.link(instrument.slug, w("open_browse"), w.lang)
        if source["missing"]:
            with st.expander(w("library_get")):
                _how(instrument, w)


def _described(instrument: Instrument, editions: list[Edition], w: Words) -> str:
    in_swahili = w.lang == "sw"
    title = instrument.title_sw if in_swahili and instrument.title_sw else instrument.title
    standing = instrument.standing_sw if in_swahili and instrument.standing_sw else instrument.standing
    lines = "".join(f"<li>{_edition(edition, w)}</li>" for edition in editions)
    extract = "" if instrument.whole else " " + law.tag(w("library_extract"), "standing")
    missing = "" if any(e.layer == "official" for e in editions) else f"<li>{escape(w('library_missing'))}</li>"
    return (
        f'<article lang="{w.lang}"><h2 class="k-cite">{escape(title)}</h2><p class="k-tags">{law.rank_tag(instrument, w)}{extract}</p>'
        f'<p class="k-words">{escape(standing)}</p><ul class="k-list">{lines}{missing}</ul></article>'
    )


def _edition(edition: Edition, w: Words) -> str:
    count = w("provisions", count=sum(1 for _ in edition.walk()))
    said = w.review(edition.review)
    review = f". {said[0].upper()}{said[1:]}." if said else "."
    return f'{law.layer_tag(edition, w)} <span class="k-detail">{escape(w(f"lang_{edition.lang}"))}, {escape(count)}{escape(review)}</span>'


def _how(instrument: Instrument, w: Words) -> None:
    known = instrument.publisher
    st.html(f"<p>{escape(w('library_get_1', publisher=known) if known else w('library_get_1_unknown'))}</p>")
    if instrument.official_url:
        st.code(instrument.official_url, language=None, wrap_lines=True)
    st.html(f"<p>{escape(w('library_get_2'))}</p>")
    st.code(f"kinga import FILE --instrument {instrument.slug}\nkinga build", language=None, wrap_lines=True)


page()
