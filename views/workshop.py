"""Workshop: choose a plan or topics, put them in order, leave parts out, see the programme, download the kit."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from index.search import Search
from ingest.errors import KingaError
from views import shell, tables
from views.words import LANGUAGES, Words
from workshop import make_kit, plan_of, ready, zipped
from workshop.guide import programme
from workshop.kit import PARTS, Kit
from workshop.paper import Cell, Table
from workshop.plan import Plan, lore, without
from workshop.say import Voice

OWN = "topics"


@dataclass(frozen=True, slots=True)
class Wish:
    """What kit the reader wants."""

    plan: Plan
    lang: str
    parts: tuple[str, ...]
    seed: int


def page() -> None:
    """Draw the page."""
    w = shell.words()
    st.title(w("workshop_title"), anchor=False)
    search = shell.opened(w)
    st.html(f'<p class="k-about" lang="{w.lang}">{escape(w("workshop_about"))}</p>')
    wish = _chosen(search, w)
    if wish is None:
        shell.notice(w("workshop_choose"))
    else:
        _preview(wish.plan, Voice(search.snapshot, w.lang), w)
        _make(wish, search, w)
    shell.foot(w)


def _chosen(search: Search, w: Words) -> Wish | None:
    """Draw the choices and give them; None where no topic is chosen."""
    titles = {plan.id: plan.named(w.lang) for plan in lore().plan} | {OWN: w("workshop_own")}
    with st.container(key="controls"):
        left, middle, right = st.columns([2, 1, 1])
        name = left.selectbox(w("workshop_plan"), list(titles), format_func=titles.__getitem__, key="workshop_plan")
        lang = middle.selectbox(
            w("workshop_language"), list(LANGUAGES), list(LANGUAGES).index(w.lang), format_func=LANGUAGES.__getitem__, key="workshop_lang"
        )
        seed = int(right.number_input(w("workshop_seed"), 1, 999, 1, key="workshop_seed"))
        topics = _topics(name, search, w)
        parts = st.multiselect(
            w("workshop_parts"), list(PARTS), list(PARTS), format_func=lambda part: w(f"workshop_part_{part}"), key="workshop_parts"
        )
    plan = _planned(name, topics, search)
    return Wish(plan, lang, tuple(parts), seed) if plan is not None else None


def _topics(name: str, search: Search, w: Words) -> list[str]:
    """Draw the topics: those of a ready plan, or every topic and concept; the order of choosing is the order of the workshop."""
    own = name == OWN
    concepts = search.snapshot.data.concepts if own else {}
    known = lore().topic if own else ready(name).topics
    titles = {topic.id: topic.named(w.lang) for topic in known} | {slug: concept.title(w.lang) for slug, concept in concepts.items()}
    chosen = [] if own else list(titles)
    return st.multiselect(w("workshop_topics"), list(titles), chosen, format_func=titles.__getitem__, key=f"workshop_topics_{name}")


def _planned(name: str, topics: list[str], search: Search) -> Plan | None:
    if not topics:
        return None
    if name == OWN:
        return plan_of(topics, search.snapshot)
    plan = ready(name)
    return without(plan, [topic.id for topic in plan.topics if topic.id not in topics], topics)


def _preview(plan: Plan, voice: Voice, w: Words) -> None:
    with st.expander(w("workshop_preview"), expanded=True):
        for number, day in enumerate(plan.day, 1):
            st.html(f'<p class="k-group">{escape(w("workshop_day", day=number))}</p>{_table(programme(voice, plan, day), w)}')


def _table(table: Table, w: Words) -> str:
    head = "".join(f'<th scope="col">{escape(line.text)}</th>' for line in table.head)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return tables.scrolling(w("table"), head, rows)


def _cell(cell: Cell) -> str:
    return f"<td>{escape(' '.join(line.text for line in cell))}</td>"


def _make(wish: Wish, search: Search, w: Words) -> None:
    """Make the kit on a click; what was made stays until another choice is made."""
    wanted = (search.snapshot.id, wish)
    if st.button(w("workshop_make"), type="primary", key="workshop_make"):
        kit = _made(wish, search, w)
        if kit is not None:
            st.session_state["workshop_kit"] = (wanted, kit)
    before, kit = st.session_state.get("workshop_kit", (None, None))
    if kit is not None and before == wanted:
        shell.notice(w("workshop_made", files=len(kit.files), lines=kit.lines, clauses=len(kit.clauses)))
        name = f"kinga-{kit.plan}-{kit.lang}.zip"
        st.download_button(w("workshop_download"), lambda: zipped(kit), name, "application/zip", on_click="ignore")


def _made(wish: Wish, search: Search, w: Words) -> Kit | None:
    """Make the kit with a bar that tells how far it is; where it cannot be made, the page says why."""
    bar = st.progress(0.0)

    def progress(part: str, done: int, whole: int) -> None:
        bar.progress(done / whole, w(f"workshop_part_{part}"))

    try:
        return make_kit(wish.plan, search.snapshot, wish.lang, seed=wish.seed, parts=wish.parts, progress=progress)
    except KingaError as error:
        st.error(w("workshop_failed", fault=error.fault))
        return None
    finally:
        bar.empty()


page()
