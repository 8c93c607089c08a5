"""Compare: two to four concepts side by side; every cell names its clauses, and each opens beside the table."""

from __future__ import annotations

import streamlit as st

from answer.comparison import MOST, compare, differences, outside
from ingest.book import Book
from ingest.concepts import Concept
from views import reader, shell, tables
from views.words import Words

FIRST = ("trafficking", "smuggling")
"""The concepts that are compared before anything is chosen: those most often taken for each other."""


def page() -> None:
    """Draw the page."""
    w = shell.words()
    st.title(w("compare_title"), anchor=False)
    search = shell.opened(w)
    concepts = search.snapshot.data.concepts
    with st.container(key="controls"):
        chosen = st.multiselect(
            w("compare_choose"),
            sorted(concepts, key=lambda slug: concepts[slug].title(w.lang)),
            default=[slug for slug in FIRST if slug in concepts],
            format_func=lambda slug: concepts[slug].title(w.lang),
            max_selections=MOST,
            placeholder=w("compare_choose"),
            key="compared",
            persist_state="session",
        )
    with reader.beside(search, w):
        if len(chosen) < 2:
            shell.notice(w("compare_few"))
        else:
            _compared(tuple(concepts[slug] for slug in chosen), search.snapshot.book, w)
    shell.foot(w)


def _compared(concepts: tuple[Concept, ...], book: Book, w: Words) -> None:
    st.html(tables.table(compare(concepts, w.lang), book, w))
    for title, said in (("compare_differ", differences(concepts, w.lang)), ("compare_outside", outside(concepts, w.lang))):
        if said:
            st.subheader(w(title), anchor=False)
            st.html(tables.listed(said, book, w))
    with reader.actions("compare"):
        shell.printing(w)


page()
