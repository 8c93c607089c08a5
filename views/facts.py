"""Facts: a story in, the element table out, then questions one by one and the one-page sheet. Nothing of it is stored."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from answer.charge import charge_docx, charge_sheet, chargeable
from answer.facts import FactsEngine, Interview, Outcome
from answer.facts.interview import MOST
from answer.laid import Laid, laid, said_as
from answer.marked import marked
from index.search import Search
from ingest.errors import BadInput
from views import case, reader, shell, tables
from views.words import Words

_EXAMPLES = 2


def page() -> None:
    """Draw the page."""
    w = shell.words()
    st.title(w("facts_title"), anchor=False)
    search = shell.opened(w)
    engine = shell.engine(search)
    story = st.session_state.pop("told", "")  # facts that were told to Ask
    if story:
        _take(story, engine, w)
    _box(engine, w)
    talk = _talk(engine, w)
    if talk is not None:
        with reader.beside(search, w):
            _laid(talk, search, w)
    shell.foot(w)


def _box(engine: FactsEngine, w: Words) -> None:
    with st.form("facts", border=False):
        st.text_area(w("facts_label"), key="story", height=180, persist_state="session")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.form_submit_button(w("facts_button"), type="secondary", on_click=_submit, args=(engine, w))
            shell.small(w("ask_private"))
    with st.container(horizontal=True, vertical_alignment="center", key="examples"):
        for number in range(1, _EXAMPLES + 1):
            story = w(f"facts_story_{number}")
            st.button(w(f"facts_example_{number}"), key=f"facts_example_{number}", on_click=_take, args=(story, engine, w))
        st.button(w("facts_begin"), key="facts_begin", on_click=_begin, args=("", engine, w))
        if "talk" in st.session_state:
            st.button(w("facts_clear"), key="facts_clear", on_click=_forget)
    fault = st.session_state.pop("facts_fault", "")
    if fault:
        shell.notice(w(fault, most=engine.lore.rules.limits.most_words))


def _submit(engine: FactsEngine, w: Words) -> None:
    """Take over the story that was written; an empty one leaves a mark, for the page to say so."""
    if st.session_state["story"].strip():
        _begin(st.session_state["story"], engine, w)
    else:
        _clear()
        st.session_state["facts_fault"] = "facts_empty"


def _take(story: str, engine: FactsEngine, w: Words) -> None:
    st.session_state["story"] = story
    _begin(story, engine, w)


def _begin(story: str, engine: FactsEngine, w: Words) -> None:
    """Begin with a story, or with none; one that is too long leaves a mark, for the page to say so."""
    try:
        st.session_state["talk"] = Interview.begin(engine, story, None if story.strip() else w.lang)
    except BadInput:
        st.session_state.pop("talk", None)
        st.session_state["facts_fault"] = "facts_long"


def _clear() -> None:
    for key in ("talk", "laid"):
        st.session_state.pop(key, None)


def _forget() -> None:
    """Drop the story and all that was made of it."""
    _clear()
    st.session_state["story"] = ""


def _talk(engine: FactsEngine, w: Words) -> Interview | None:
    """Give the interview of this session on the current snapshot, in the reader's language."""
    talk: Interview | None = st.session_state.get("talk")
    return None if talk is None else replace(talk, engine=engine, story=replace(talk.story, lang=w.lang))


def _outcome(talk: Interview) -> Outcome:
    """Give the outcome; it is worked out once for a story, its answers and a snapshot, and kept in the session alone."""
    key = (talk.engine.snapshot, talk.story.text, talk.story.lang, tuple(talk.answers.items()))
    kept: tuple[object, Outcome] | None = st.session_state.get("laid")
    if kept is None or kept[0] != key:
        kept = st.session_state["laid"] = (key, talk.outcome)
    return kept[1]


def _laid(talk: Interview, search: Search, w: Words) -> None:
    outcome, book = _outcome(talk), search.snapshot.book
    names = not st.toggle(w("facts_mask"), value=True, key="facts_mask", persist_state="session")
    shown = laid(talk.engine, outcome, book, names=names)
    st.html(case.indicated(shown, w))
    if talk.story.text:
        st.subheader(w("facts_story"), anchor=False)
        st.html(case.story(marked(outcome, names=names), outcome, w))
    st.subheader(w("facts_elements"), anchor=False)
    st.html(case.elements(shown, outcome, w))
    _interview(talk, outcome, shown, w)
    _more(shown, search, w)
    _sheet(talk, outcome, search, w)


def _interview(talk: Interview, outcome: Outcome, shown: Laid, w: Words) -> None:
    """Put the best open question, with three answers, and list the answers given."""
    with st.container(border=True, key="interview"):
        st.subheader(w("facts_asks"), anchor=False)
        question = next(iter(outcome.asks), None) if len(talk.answers) < MOST else None
        if question is None:
            shell.small(w("facts_no_asks"))
        else:
            st.html(case.question(shown.asks[0], len(talk.answers) + 1, w))
            with st.container(horizontal=True):
                for value in ("yes", "no", "unknown"):
                    st.button(w(f"answer_{value}"), key=f"answer_{value}", on_click=_answer, args=(question.about, value))
        if talk.answers:
            st.html(case.answers(talk, w))
            st.button(w("facts_back"), key="facts_back", on_click=_back)
    if len(shown.asks) > 1:
        with st.expander(w("facts_other_asks")):
            st.html(case.lines(shown.asks[1:], w))


def _answer(about: str, value: str) -> None:
    talk: Interview = st.session_state["talk"]
    st.session_state["talk"] = talk.answer(about, {"yes": True, "no": False}.get(value))


def _back() -> None:
    talk: Interview = st.session_state["talk"]
    st.session_state["talk"] = replace(talk, answers=dict(list(talk.answers.items())[:-1]))


def _more(shown: Laid, search: Search, w: Words) -> None:
    """Draw what makes the sentence heavier, the offences to consider, the indicators seen, what to bear in mind."""
    for title, lines in (("facts_heavier", shown.heavier), ("facts_indicators", shown.indicators), ("facts_notes", shown.notes)):
        if lines:
            st.subheader(w(title), anchor=False)
            st.html(case.lines(lines, w))
    if shown.offences.rows:
        st.subheader(w("facts_offences"), anchor=False)
        st.html(tables.table(shown.offences, search.snapshot.book, w))


def _sheet(talk: Interview, outcome: Outcome, search: Search, w: Words) -> None:
    """Draw the one-page sheet of an offence, to read and to take along."""
    choices = [one for one in dict.fromkeys((outcome.indication, *outcome.further)) if one in chargeable(talk.engine)]
    if not choices:
        return
    st.subheader(w("sheet_title"), anchor=False)
    chosen = choices[0]
    if len(choices) > 1:
        chosen = st.selectbox(w("sheet_offence"), choices, format_func=lambda one: said_as(one, w.lang), key="sheet_offence")
    sheet = charge_sheet(talk.engine, outcome, search.snapshot.book, chosen, talk.answers)
    st.html(case.sheet(sheet, w))
    with st.container(horizontal=True, vertical_alignment="center", key="actions_sheet"):
        st.download_button(w("sheet_download"), lambda: charge_docx(sheet), f"kinga-{chosen.replace('_', '-')}.docx", on_click="ignore")
        shell.printing(w)
    shell.small(w("sheet_masked"))


page()
