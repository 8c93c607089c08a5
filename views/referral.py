"""Referral: what the Act provides for victims and what is known of the referral mechanism, as a picture and as a list."""

from __future__ import annotations

from html import escape

import streamlit as st

from answer.referral import own_steps, picture, second_hand
from index.search import Search
from ingest.book import Book
from ingest.path import ProvisionPath
from ingest.referral import Step
from views import law, reader, shell
from views.words import Words

GUIDELINES = "nrm-guidelines"


def page() -> None:
    """Draw the page."""
    w = shell.words()
    st.title(w("referral_title"), anchor=False)
    search = shell.opened(w)
    referral, book = search.snapshot.data.referral, search.snapshot.book
    st.html(f'<p class="k-about" lang="{w.lang}">{escape(w("referral_arrows"))}</p>')
    with reader.beside(search, w):
        dot = picture(referral, book, w.lang, w("layer_note"), lambda path: law.address(path, w))
        with st.container(key="picture"):
            st.graphviz_chart(dot, width="content", alt=w("referral_picture"))
        st.subheader(w("referral_list"), anchor=False)
        st.html(f'<ol class="k-points">{"".join(_step(step, book, w) for step in referral.step)}</ol>')
        _guidelines(search, w)
        with reader.actions("referral"):
            shell.printing(w)
    shell.foot(w)


def _step(step: Step, book: Book, w: Words) -> str:
    """Give one box as a line of the list, with its clauses or notes."""
    paths = [ProvisionPath.parse(path) for path in step.paths]
    links = "; ".join(law.link(path, book.cite(path, w.lang), w) for path in paths)
    note = " " + law.tag(w("layer_note"), "note") if second_hand(step, book) else ""
    return f'<li><p lang="{w.lang}">{escape(step.words(w.lang))}{note}</p><p class="k-cite">{links}</p></li>'


def _guidelines(search: Search, w: Words) -> None:
    """Draw the headings of the guidelines themselves, where the user has imported them; else say that they are not loaded."""
    book = search.snapshot.book
    st.subheader(w("referral_guidelines"), anchor=False)
    steps = own_steps(book, GUIDELINES) if GUIDELINES in book.instruments else ()
    if not steps:
        st.html(f"<p>{escape(w('referral_missing'))}</p>")
        shell.link(GUIDELINES, w("open_browse"), w.lang)
        return
    st.html(f'<ul class="k-points">{"".join(f"<li>{law.link(path, book.heading(path, w.lang), w)}</li>" for path in steps)}</ul>')


page()
