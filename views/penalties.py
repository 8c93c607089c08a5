"""Penalties: every offence with its sentence, in the order and for the document that the reader wants."""

from __future__ import annotations

import streamlit as st

from answer.penalty import ORDERS, consequences, fitting, notes, ordered, table
from index.search import Search
from views import reader, shell, tables
from views.words import Words


def page() -> None:
    """Draw the page."""
    w = shell.words()
    st.title(w("penalties_title"), anchor=False)
    search = shell.opened(w)
    documents, words, order = _controls(search, w)
    with reader.beside(search, w):
        _table(search, documents, words, order, w)
    shell.foot(w)


def _controls(search: Search, w: Words) -> tuple[list[str], str, str]:
    """Draw the filters; give the documents, the words and the order that were chosen."""
    instruments = search.snapshot.book.instruments
    slugs = dict.fromkeys(p.sentenced_by.split("/")[0] for p in search.snapshot.data.penalties.penalty)
    with st.container(key="controls"):
        left, middle, right = st.columns([1.4, 1, 1])
        documents = left.multiselect(
            w("penalties_documents"),
            list(slugs),
            format_func=lambda slug: instruments[slug].named(w.lang),
            placeholder=w("penalties_all"),
            key="penalty_documents",
            persist_state="session",
        )
        words = middle.text_input(w("penalties_words"), key="penalty_words", autocomplete="off", persist_state="session")
        order = right.selectbox(
            w("penalties_order"), ORDERS, format_func=lambda one: w(f"order_{one}"), key="penalty_order", persist_state="session"
        )
    return documents, words.strip(), order


def _table(search: Search, documents: list[str], words: str, order: str, w: Words) -> None:
    data, book = search.snapshot.data.penalties, search.snapshot.book
    found = ordered(fitting(data.penalty, documents, words, w.lang), order, w.lang)
    shell.small(w("penalties_count", shown=len(found), all=len(data.penalty)))
    if not found:
        shell.notice(w("penalties_none"))
        return
    st.html(tables.table(table(found, book, w.lang), book, w))
    for title, said in (
        ("penalties_notes", notes(found, w.lang)),
        ("penalties_heavier", consequences(data.aggravation, w.lang)),
        ("penalties_also", consequences(data.consequence, w.lang)),
    ):
        if said:
            st.subheader(w(title), anchor=False)
            st.html(tables.listed(said, book, w))
    with reader.actions("penalties"):
        shell.printing(w)


page()
