"""Browse: one document, its sections, a clause in its section, in the texts that are loaded, side by side."""

from __future__ import annotations

from html import escape
from itertools import groupby

import streamlit as st

from answer.defined import defined
from answer.follow import follow
from answer.show import find
from index.rows import HOME_INSTRUMENT
from index.search import Search
from ingest.book import Book
from ingest.citation import place
from ingest.errors import BadInput, BadQuestion
from ingest.model import Edition, Instrument, Layer
from ingest.path import ProvisionPath
from views import law, reader, shell
from views.words import Words

FOUND = 8
"""How many provisions the search within a document lists."""
_SCROLL = """<script>
if (window.kingaMarked !== "{path}") {{
  window.kingaMarked = "{path}";
  document.querySelector(".k-marked")?.scrollIntoView({{block: "nearest"}});
}}
</script>"""
"""Brings the marked clause into view, once for each clause. A path holds nothing but a-z, 0-9, "-", "." and "/"."""


def page() -> None:
    """Draw the page."""
    w = shell.words()
    search = shell.opened(w)
    book = search.snapshot.book
    path, known = _place(book)
    if known:
        st.session_state["place"] = st.query_params["p"] = str(path)  # a link within the page leaves the address behind
    else:
        shell.notice(w("no_place"))
    sought = _controls(book, path.instrument, w)
    if sought:
        _found(search, sought, path.instrument, w)
    if path.steps:
        text, side = st.columns([3, 1.15], gap="large")
        with text:
            _provision(search, path, w)
        with side, st.container(key="side"):
            st.subheader(w("contents"), anchor=False)
            _contents(book, path.instrument, w)
    else:
        _instrument(book, path.instrument, w)
    shell.foot(w)


def _place(book: Book) -> tuple[ProvisionPath, bool]:
    """Give the place that the address names, else the one read last, else the Act; and whether it is loaded."""
    first = HOME_INSTRUMENT if HOME_INSTRUMENT in book.instruments else next(iter(book.instruments))
    asked = st.query_params.get("p", st.session_state.get("place", first)).strip().strip("/") or first
    if asked in book.instruments:
        return ProvisionPath(asked), True
    try:
        return find(book, asked), True
    except BadInput:
        slug = asked.split("/")[0]
        return ProvisionPath(slug if slug in book.instruments else first), False


def name(instrument: Instrument, lang: str) -> str:
    """Give the short name of a document in a language."""
    return instrument.named(lang)


def _controls(book: Book, slug: str, w: Words) -> str:
    """Draw the choice of a document and the box that searches in it; give what was typed there."""

    def label(one: str) -> str:
        return f"{w(f'kind_{book.instruments[one].kind}')}: {name(book.instruments[one], w.lang)}"

    with st.container(key="controls"):
        left, right = st.columns([1.3, 1])
        st.session_state["instrument"] = slug
        left.selectbox(w("instrument"), list(book.instruments), format_func=label, key="instrument", on_change=_choose)
        return right.text_input(w("find"), key=f"find_{slug}", autocomplete="off", persist_state="session").strip()


def _choose() -> None:
    st.query_params["p"] = st.session_state["instrument"]


def _found(search: Search, sought: str, slug: str, w: Words) -> None:
    book = search.snapshot.book
    try:
        hits = search.search(sought, FOUND, slug)
    except BadQuestion:
        shell.notice(w("ask_long"))
        return
    with st.container(border=True, key="found", gap="xsmall"):
        st.subheader(w("found") if hits else w("find_none"), anchor=False)
        for hit in hits:
            shell.link(hit.path, _label(book, hit.path, w.lang), w.lang)
            text = book.text(hit.path, w.lang)
            st.html(f'<p class="k-snippet" lang="{text.edition.lang}">{escape(_snippet(text.provision.text))}</p>')


def _snippet(text: str) -> str:
    return text if len(text) <= 160 else text[:160].rsplit(" ", 1)[0] + " …"


def _label(book: Book, path: ProvisionPath, lang: str) -> str:
    where = place(path, book.instruments[path.instrument].unit, lang)
    heading = book.heading(path, lang)
    return where if heading.lower() in where.lower() else f"{where}  {heading}"


def _instrument(book: Book, slug: str, w: Words) -> None:
    """Draw a document's name, standing and contents."""
    instrument = book.instruments[slug]
    st.title(shell.plain(name(instrument, w.lang)), anchor=False)
    standing = instrument.standing_sw if w.lang == "sw" and instrument.standing_sw else instrument.standing
    st.html(f'<p class="k-tags">{law.rank_tag(instrument, w)}</p><p class="k-words">{escape(standing)}</p>')
    st.subheader(w("contents"), anchor=False)
    if not book.children(ProvisionPath(slug)):
        st.html(f"<p>{escape(w('contents_none'))}</p>")
    elif not instrument.whole:
        st.html(f"<p>{escape(w('contents_part'))}</p>")
    _contents(book, slug, w)


def _contents(book: Book, slug: str, w: Words) -> None:
    def division(path: ProvisionPath) -> str:
        return book.text(path, w.lang).provision.division

    with st.container(gap="xsmall"):
        for title, paths in groupby(book.children(ProvisionPath(slug)), division):
            if title:
                st.html(f'<p class="k-division">{escape(title)}</p>')
            for path in paths:
                shell.link(path, _label(book, path, w.lang), w.lang)


def _provision(search: Search, path: ProvisionPath, w: Words) -> None:
    """Draw a clause in its section: where it stands, its words in each text, what is inside it, what comes next."""
    book = search.snapshot.book
    instrument, top = book.instruments[path.instrument], path.lineage[0]
    _crumbs(book, path, w)
    st.title(shell.plain(book.cite(path, w.lang)), anchor=False)
    _heading(book, path, w)
    editions = _texts(book, top, w)
    alone = f"{law.layer_tag(editions[0], w)} " if len(editions) == 1 else ""
    standing = law.standing_tag(book.text(path, w.lang).provision.standing, w)
    st.html(f'<p class="k-tags">{alone}{law.rank_tag(instrument, w)}{standing}</p>')
    st.html(law.section(book, top, editions, path, w))
    if path != top:
        st.html(_SCROLL.format(path=path), unsafe_allow_javascript=True)
    if any(text.provision.page for text in book.texts(path)):
        with st.expander(w("page_official")):
            reader.page_picture(path, search, w)
    _inside(book, path, w)
    _references(book, path, w)
    with reader.actions("browse"):
        reader.copying(path, search, w)
        shell.printing(w)
    _steps(book, top, w)


def _references(book: Book, path: ProvisionPath, w: Words) -> None:
    """List what the clause refers to, what refers to it, and the words in it that its document defines."""
    after = follow((path,), book, most=40)
    text = book.text(path, w.lang)
    terms = dict.fromkeys(t.path for p in text.provision.walk() for t in defined(p.text, p.path, book, text.edition))
    rows = [(title, paths) for title, paths in (("refers_to", after.leads), ("referred_by", after.comes), ("defines", terms)) if paths]
    if rows:
        with st.container(key="references"):
            for title, paths in rows:
                links = "; ".join(law.link(one, _named(book, one, path.instrument, w.lang), w) for one in paths)
                st.html(f'<p class="k-points"><span class="k-group">{escape(w(title))}</span> {links}</p>')


def _named(book: Book, path: ProvisionPath, here: str, lang: str) -> str:
    return _label(book, path, lang) if path.instrument == here and path.steps else book.cite(path, lang)


def _heading(book: Book, path: ProvisionPath, w: Words) -> None:
    heading = book.heading(path, w.lang)
    if heading.lower() not in book.cite(path, w.lang).lower():
        st.html(f'<p class="k-head">{escape(heading)}</p>')


def _crumbs(book: Book, path: ProvisionPath, w: Words) -> None:
    unit = book.instruments[path.instrument].unit
    with st.container(horizontal=True, gap="xsmall", key="crumbs"):
        shell.link(path.instrument, w("whole"), w.lang)
        for up in path.lineage[:-1]:
            shell.link(up, place(up, unit, w.lang), w.lang)


def _texts(book: Book, top: ProvisionPath, w: Words) -> list[Edition]:
    """Let the reader choose the texts shown; give them in the order of the book."""
    have = {text.edition.id: text.edition for text in book.texts(top)}
    if len(have) == 1:
        return list(have.values())

    def label(one: str) -> str:
        edition = have[one]
        date = f", {w.date(edition.as_at)}" if edition.layer is Layer.OFFICIAL and edition.as_at else ""
        return f"{w(f'layer_{edition.layer}')}, {w(f'lang_{edition.lang}')}{date}"

    with st.container(key="texts"):
        chosen = st.pills(
            w("texts"),
            list(have),
            selection_mode="multi",
            default=law.first_shown(list(have.values()), w.lang),
            format_func=label,
            key=f"texts_{top.instrument}_{w.lang}_{len(have)}",
            persist_state="session",
        )
    shown = [edition for one, edition in have.items() if one in chosen] or list(have.values())[:1]
    return sorted(shown, key=lambda edition: edition.lang != w.lang)


def _inside(book: Book, path: ProvisionPath, w: Words) -> None:
    children = book.children(path)
    if not children:
        return
    unit = book.instruments[path.instrument].unit
    with st.container(key="inside"):
        shell.small(w("inside"))
        with st.container(horizontal=True, gap="xsmall"):
            for child in children:
                shell.link(child, place(child, unit, w.lang), w.lang)


def _steps(book: Book, top: ProvisionPath, w: Words) -> None:
    sections = book.children(ProvisionPath(top.instrument))
    at = sections.index(top)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="steps"):
        if at > 0:
            shell.link(sections[at - 1], f"{w('previous')}: {_label(book, sections[at - 1], w.lang)}", w.lang)
        if at + 1 < len(sections):
            shell.link(sections[at + 1], f"{w('next')}: {_label(book, sections[at + 1], w.lang)}", w.lang)


page()
