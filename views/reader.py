"""The clause beside what is read: in its section, with the page of the PDF where one is loaded, to copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import streamlit as st

from answer.clause import clause
from answer.show import find
from index.search import Search
from ingest.book import Book
from ingest.errors import BadInput, KingaError
from ingest.page import page_of
from ingest.path import ProvisionPath
from ingest.places import home
from views import law, shell
from views.words import Words

_CLICKS = Path(__file__).with_name("clicks.js")
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
def beside(page: str, search: Search, w: Words) -> Iterator[None]:
    """Draw the body of a page, and beside it the clause that was opened from its links, if one was."""
    links(lambda path: _open(page, path))
    opened = st.session_state.get("opened")
    place = _place(opened[1], search.snapshot.book) if opened and opened[0] == page else None
    if place is None:
        yield
        return
    body, side = st.columns([1.1, 1], gap="large")
    with body:
        yield
    with side, st.container(key="reader", border=True):
        _clause(place, search, w)


def links(opened: Callable[[str], None]) -> None:
    """Let links to clauses on the page call `opened` with the path instead of leaving the page."""

    def clicked() -> None:
        opened(st.session_state["clicks"].path)

    component = st.components.v2.component("kinga_clicks", js=_CLICKS.read_text(encoding="utf-8"))
    component(key="clicks", on_path_change=clicked, height=1)


def _open(page: str, path: str) -> None:
    turn = st.session_state.get("turn", 0) + 1
    st.session_state["turn"], st.session_state["opened"] = turn, (page, path)


def _close() -> None:
    st.session_state.pop("opened", None)


def _place(path: str, book: Book) -> ProvisionPath | None:
    try:
        place = find(book, path)
    except BadInput:
        return ProvisionPath(path) if path in book.instruments else None
    return place


def _clause(path: ProvisionPath, search: Search, w: Words) -> None:
    """Draw the clause: its citation, its section with it marked, its page, and what can be done with it."""
    book = search.snapshot.book
    st.html(f'<h2 class="k-cite" lang="{w.lang}">{escape(book.cite(path, w.lang))}</h2>')
    if path.steps:
        shown = clause(book, path, w.lang)
        st.html(f'<p class="k-tags">{law.tags(shown, book, w)}</p>{law.section(book, path.lineage[0], [shown.edition], path, w)}')
        page_picture(path, search, w)
    actions(path, search, w, key="reader")
    st.button(w("close"), key="reader_close", on_click=_close)
    st.html(_ARRIVE.format(turn=st.session_state.get("turn", 0)), unsafe_allow_javascript=True)


def actions(path: ProvisionPath, search: Search, w: Words, key: str, *, beside: bool = False) -> None:
    """Offer to copy a clause, to go on in Browse; and, where it is not open yet, to open it beside."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions_{key}"):
        if beside:
            st.html(law.link(path, w("in_section"), w), width="content")
        if path.steps:
            shown = clause(search.snapshot.book, path, w.lang)
            with st.popover(w("copy")):
                shell.small(w("copy_citation"))
                st.code(shown.citation, language=None, wrap_lines=True)
                shell.small(w("copy_quote"))
                st.code(law.copied(shown, search.snapshot.book, w), language=None, wrap_lines=True)
        shell.link(path, w("open_browse"), w.lang)


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
