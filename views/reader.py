"""The clause beside what is read: in its section, with the page of the PDF where one is loaded, to copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answer.clause import clause
from answer.show import find
from index.search import Search
from ingest.book import Book
from ingest.copying import copies
from ingest.errors import BadInput, KingaError
from ingest.page import page_of
from ingest.path import ProvisionPath
from ingest.places import home
from views import law, shell
from views.words import Words

_ARRIVE = """<script>
if (window.kingaShown !== "{turn}") {{
  window.kingaShown = "{turn}";
  const box = document.querySelector(".st-key-reader");
  const mark = box?.querySelector(".k-marked");
  if (mark) box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  const head = box?.querySelector("h2");
  head?.setAttribute("tabindex", "-1");
  head?.focus({{preventScroll: true}});
}}
</script>"""
"""Moves the focus to a clause that was opened just now. `turn` counts the openings of a session."""


@contextmanager
def beside(search: Search, w: Words) -> Iterator[None]:
    """Draw the body of a page, and beside it the clause that was opened from its links, if one was."""
    place = _place(shell.linked(), search.snapshot.book)
    if place is None:
        yield
        return
    body, side = st.columns([1.1, 1], gap="large")
    with body:
        yield
    with side, st.container(key="reader", border=True):
        _clause(place, search, w)


def _place(path: str, book: Book) -> ProvisionPath | None:
    try:
        return find(book, path) if path else None
    except BadInput:
        return ProvisionPath(path) if path in book.instruments else None


def _clause(path: ProvisionPath, search: Search, w: Words) -> None:
    """Draw the clause: its citation, its section with it marked, its page, and what can be done with it."""
    book = search.snapshot.book
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="reader_head"):
        st.html(f'<h2 class="k-cite" lang="{w.lang}">{escape(book.cite(path, w.lang))}</h2>')
        st.button(w("close"), key="reader_close", on_click=shell.close)
    if path.steps:
        shown = clause(book, path, w.lang)
        st.html(f'<p class="k-tags">{law.tags(shown, book, w)}</p>{law.section(book, path.lineage[0], [shown.edition], path, w)}')
        page_picture(path, search, w)
    with actions("reader"):
        copying(path, search, w)
        shell.link(path, w("open_browse"), w.lang)
    st.html(_ARRIVE.format(turn=st.session_state.get("turn", 0)), unsafe_allow_javascript=True)


def actions(key: str) -> DeltaGenerator:
    """Give the row for what can be done with a clause; it stays off paper."""
    return st.container(horizontal=True, vertical_alignment="center", key=f"actions_{key}")


def copying(path: ProvisionPath, search: Search, w: Words) -> None:
    """Offer the citation and the words of a clause for pasting; nothing for a whole document."""
    if not path.steps:
        return
    book = search.snapshot.book
    forms = copies(book, path, w.lang)
    with st.popover(w("copy")):
        for title, said in (
            ("copy_citation", forms["short"]),
            ("copy_full", forms["link"]),
            ("copy_quote", law.copied(clause(book, path, w.lang), book, w)),
        ):
            shell.small(w(title))
            st.code(said, language=None, wrap_lines=True)


def page_picture(path: ProvisionPath, search: Search, w: Words) -> None:
    """Draw the page of the PDF with the clause marked; nothing where no PDF is loaded."""
    official = next((t for t in search.snapshot.book.texts(path) if t.provision.page), None)
    picture = _page(search.snapshot.id, str(path), search.snapshot.book) if official else None
    if picture is None or official is None:
        return
    said = w("page_shown", page=official.provision.page, citation=search.snapshot.book.cite(path, w.lang))
    st.image(picture, caption=said, alt=said, width="stretch")


@st.cache_data(max_entries=40, show_spinner=False)
def _page(snapshot: str, path: str, _book: Book) -> bytes | None:
    """Draw a page once; the snapshot's id is part of the key."""
    try:
        return page_of(_book, path, home())
    except KingaError:
        return None
