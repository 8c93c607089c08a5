"""Ask: a question in, the clauses that answer it out. What is typed stays in the session's memory."""

from __future__ import annotations

from html import escape

import streamlit as st

from answer.answer import Answer
from answer.ask import ask
from answer.clause import Clause, clause
from answer.follow import MOST, follow
from answer.statement import Name, Statement
from answer.why import why
from index.search import LIMIT_CHARACTERS, Search
from ingest.book import Book
from ingest.errors import BadQuestion
from views import law, reader, shell, tables
from views.words import Words

FACTS = "views/facts.py"
_OF_FACTS = ("indicated", "element")
"""How the phrases begin that speak of facts told, not of a clause."""
_EXAMPLES = {"court": 3, "border": 3, "training": 3}


def page() -> None:
    """Draw the page."""
    if "p" in st.query_params:
        st.switch_page("views/browse.py", query_params=dict(st.query_params))
    w = shell.words()
    st.title(w("ask_title"), anchor=False)
    search = shell.opened(w)
    _box(w)
    asked = st.session_state.get("asked")
    if asked is not None:
        _answer(asked, search, w)
    _examples(w, folded=asked is not None)
    shell.foot(w)


def _box(w: Words) -> None:
    with st.form("ask", border=False):
        st.text_input(w("ask_label"), key="question", autocomplete="off", persist_state="session")
        with st.container(horizontal=True, vertical_alignment="center"):
            pressed = st.form_submit_button(w("ask_button"), type="secondary")
            shell.small(w("ask_private"))
    if pressed:
        st.session_state["asked"] = st.session_state["question"]


def _examples(w: Words, folded: bool) -> None:
    with st.container(key="examples"):
        if folded:
            with st.expander(w("examples")):
                _groups(w)
        else:
            _groups(w)


def _groups(w: Words) -> None:
    for group, count in _EXAMPLES.items():
        st.html(f'<p class="k-group">{escape(w(f"examples_{group}"))}</p>')
        with st.container(horizontal=True, gap="small"):
            for number in range(1, count + 1):
                text = w(f"example_{group}_{number}")
                st.button(shell.plain(text), key=f"example_{group}_{number}", on_click=_ask_for, args=(text,), wrap=True)


def _ask_for(text: str) -> None:
    st.session_state["question"] = st.session_state["asked"] = text


def _answer(asked: str, search: Search, w: Words) -> None:
    try:
        found = ask(asked, search, "sw" if w.lang == "sw" else None)
    except BadQuestion:
        shell.notice(w("ask_long") if len(asked) > LIMIT_CHARACTERS else w("ask_empty"))
        return
    with reader.beside(search, w):
        if found.answered:
            _found(found, search, w)
        else:
            _refusal(found, search, w)
        with reader.actions("answer"):
            shell.printing(w)


def _found(found: Answer, search: Search, w: Words) -> None:
    book = search.snapshot.book
    st.subheader(shell.plain(w("answer_to", question=_short(found.question))), anchor=False)
    _searched(found, w)
    if found.table is not None:
        st.html(tables.table(found.table, book, w))
    _loose(found, book, w)
    if found.kind == "facts" and st.button(w("ask_to_facts"), key="to_facts"):
        st.session_state["told"] = found.question
        st.switch_page(FACTS)
    for number, one in enumerate(found.clauses):
        _clause(one, number, found, search, w)
    _follow(found, search, w)


def _searched(found: Answer, w: Words) -> None:
    """Show the law's terms that the thesaurus added, and the words that were taken for slips."""
    terms = [*found.also_searched[:6], *(f"{typed} → {taken}" for typed, taken in found.mended.items())]
    if terms:
        shell.small(w("also_searched", terms=", ".join(terms)))


def _short(question: str) -> str:
    return question if len(question) <= 140 else question[:139].rstrip() + "…"


def _refusal(found: Answer, search: Search, w: Words) -> None:
    """Say what is missing, and show the nearest clause."""
    book = search.snapshot.book
    said = [law.said(s, w) for s in found.statements if s.phrase != "nearest"] or [escape(found.reason or w("nothing"))]
    sentences = "".join(f"<p>{sentence}</p>" for sentence in said)
    st.html(f'<section class="k-box" role="status" lang="{found.lang}"><h2>{escape(w("not_answered"))}</h2>{sentences}</section>')
    near = [path for path in found.provisions if path in book]
    if near:
        st.subheader(w("nearest"), anchor=False)
    for number, path in enumerate(near):
        _clause(clause(book, path, found.lang), number, found, search, w)


def _loose(found: Answer, book: Book, w: Words) -> None:
    """Show the sentences of an answer that belong to no clause shown below."""
    placed = {id(s) for one in found.clauses for s in _belonging(one, found.statements, book)}
    loose = [law.said(s, w) for s in found.statements if s.phrase != "quote" and id(s) not in placed]
    for sentence in dict.fromkeys(loose):
        st.html(f'<p class="k-said" lang="{found.lang}">{sentence}</p>')


def _belonging(shown: Clause, statements: tuple[Statement, ...], book: Book) -> list[Statement]:
    """Give what must be known of one clause: restated, repealed, second-hand."""
    document = Name(book.instruments[shown.path.instrument].short)
    told = (s for s in statements if s.phrase != "quote" and not s.phrase.startswith(_OF_FACTS))
    return [s for s in told if s.citations == (shown.path,) or document in s.values.values()]


def _clause(shown: Clause, number: int, found: Answer, search: Search, w: Words) -> None:
    book = search.snapshot.book
    known = list(dict.fromkeys(law.said(s, w) for s in _belonging(shown, found.statements, book))) if found.answered else []
    with st.container(border=True, key=f"card_{number}"):
        st.html(law.card(shown, book, w, known) + law.reasons(_why(shown, found), w))
        with reader.actions(str(number)):
            st.html(law.link(shown.path, w("in_section"), w), width="content")
            reader.copying(shown.path, search, w)
            shell.link(shown.path, w("open_browse"), w.lang)


def _why(shown: Clause, found: Answer) -> tuple[str, ...]:
    return next((why(hit.signals) for hit in found.hits if hit.path == shown.path), ())


def _follow(found: Answer, search: Search, w: Words) -> None:
    """Offer where the answer leads: the provisions that it refers to, those that refer to it, and the concepts."""
    book = search.snapshot.book
    after = follow((one.path for one in found.clauses), book, search.snapshot.data.concepts.values())
    if not (after.leads or after.comes or after.concepts or found.terms):
        return
    with st.container(key="follow"):
        st.subheader(w("follow"), anchor=False)
        terms = tuple(path for _, path in found.terms)[:MOST]
        for title, paths in (("refers_to", after.leads), ("referred_by", after.comes), ("defines", terms)):
            if paths:
                links = "; ".join(law.link(path, book.cite(path, w.lang), w) for path in paths)
                st.html(f'<p class="k-points"><span class="k-group">{escape(w(title))}</span> {links}</p>')
        with st.container(horizontal=True, gap="small"):
            for concept in after.concepts:
                text = w("follow_concept", concept=concept.title(w.lang))
                st.button(shell.plain(text), key=f"follow_{concept.slug}", on_click=_ask_for, args=(text,), wrap=True)


page()
