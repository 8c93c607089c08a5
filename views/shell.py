"""What every page stands in: the language, the frame, the opened snapshot, and links within the app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import escape
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from index.search import Search
from index.snapshot import current, open_snapshot
from ingest.errors import BadSetting, EngineError, KingaError, SnapshotMissing
from ingest.path import ProvisionPath
from ingest.places import home
from views.words import LANGUAGES, Words

LOOK = Path(__file__).with_name("look.css")
REMEDY = "kinga build"
CLICKS = Path(__file__).with_name("clicks.js")
BROWSE = "views/browse.py"
BROWSE_ADDRESS = "browse"
MENU = {
    "views/ask.py": "page_ask",
    "views/facts.py": "page_facts",
    "views/compare.py": "page_compare",
    BROWSE: "page_browse",
    "views/penalties.py": "page_penalties",
    "views/referral.py": "page_referral",
    "views/workshop.py": "page_workshop",
    "views/library.py": "page_library",
    "views/about.py": "page_about",
}
"""The pages in the order of the menu, each with the key of its title; the first is the one that opens."""


def pages() -> list[StreamlitPage]:
    """Give the pages in the order of the menu, titled in the reader's language."""
    w = words()
    return [st.Page(file, title=w(key), default=file == next(iter(MENU))) for file, key in MENU.items()]


def words() -> Words:
    """Give the catalogue in the reader's language: that of the address, else of the session, else English."""
    asked = st.query_params.get("lang")
    lang = asked if asked in LANGUAGES else st.session_state.get("lang", "en")
    st.session_state["lang"] = lang
    if lang not in ("en", asked):
        st.query_params["lang"] = lang
    return Words(lang)


def _switch() -> None:
    """Take over the language chosen, and keep it in the address."""
    lang = st.session_state["switch"] or "en"
    st.session_state["lang"] = lang
    if lang == "en":
        st.query_params.pop("lang", None)
    else:
        st.query_params["lang"] = lang


def frame(page: str) -> None:
    """Draw what stands above every page: the name, the language switch, the menu. `page` is the address of the open page.

    The menu is drawn here, not by Streamlit, which hides it behind a sign on a phone.
    """
    w = words()
    st.html(LOOK)
    mark_language(w.lang)
    _links(page)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="frame"):
        st.html(f'<p class="k-brand" lang="{w.lang}"><strong>Kinga</strong> <span>{escape(w("tagline"))}</span></p>', width="content")
        st.session_state["switch"] = w.lang
        st.segmented_control(
            w("language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key="switch",
            required=True,
            on_change=_switch,
            label_visibility="collapsed",
        )
    with st.container(horizontal=True, gap="xsmall", key="nav"):
        for file, key in MENU.items():
            st.page_link(file, label=w(key), query_params=_kept(file, w.lang))
    door(w)


def _links(page: str) -> None:
    """Let links to clauses open without leaving the session: in Browse itself, on other pages beside what is read."""
    st.session_state["page"] = page

    def clicked() -> None:
        path = st.session_state["clicks"].path
        if page == BROWSE_ADDRESS:
            st.query_params["p"] = path
        else:
            st.session_state["turn"] = st.session_state.get("turn", 0) + 1
            st.session_state["linked"] = (page, path)

    component = st.components.v2.component("kinga_clicks", js=CLICKS.read_text(encoding="utf-8"))
    component(key="clicks", on_path_change=clicked, height=1)


def linked() -> str:
    """Give the path that was opened beside this page; "" where none was."""
    page, path = st.session_state.get("linked", ("", ""))
    return path if page == st.session_state.get("page") else ""


def close() -> None:
    """Close the clause that is open beside the page."""
    st.session_state.pop("linked", None)


def _kept(file: str, lang: str) -> dict[str, str]:
    """Give what an address keeps when its page is opened from the menu: the language, and the place last read."""
    read = st.query_params.get("p", st.session_state.get("place")) if file == BROWSE else None
    return ({"p": read} if read else {}) | ({"lang": lang} if lang != "en" else {})


def door(w: Words) -> None:
    """Where the operator set up a log-in (docs/deploy.md), let in only who is logged in; alone at one's desk there is none."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return
    if not getattr(st.user, "is_logged_in", False):
        notice(w("log_in_first"))
        st.button(w("log_in"), on_click=st.login)
        st.stop()
    st.button(w("log_out"), on_click=st.logout, type="tertiary")


def mark_language(lang: str) -> None:
    """Tell the browser and screen readers the language of the page."""
    code = "sw" if lang == "sw" else "en"
    st.html(f"<script>document.documentElement.lang = '{code}';</script>", unsafe_allow_javascript=True)


def small(line: str) -> None:
    """Draw a line in small type."""
    st.html(f'<p class="k-small">{escape(line)}</p>', width="content")


def printing(w: Words) -> None:
    """Draw the button that prints the page."""
    st.html(f'<button type="button" class="k-print">{escape(w("print"))}</button>', width="content")


def notice(line: str) -> None:
    """Draw one line that answers what the reader just did."""
    st.html(f'<p class="k-box" role="status">{escape(line)}</p>')


def foot(w: Words) -> None:
    """Draw the line under every page; on paper with the date."""
    today = w.date(date.today().isoformat())
    st.html(f'<p class="k-paper" lang="{w.lang}">{escape(w("printed", date=today))}</p>')
    st.html(f'<p class="k-foot" lang="{w.lang}">{escape(w("foot"))}</p>')


def opened(w: Words) -> Search:
    """Give the search over the current snapshot; a page calls this once and holds it to its end.

    Where there is none, the page says so in one line with the command that mends it, and stops.
    """
    place = home()
    try:
        return _open(str(place), current(place))
    except SnapshotMissing:
        _stop(w("no_snapshot"))
    except (EngineError, BadSetting):
        raise
    except KingaError:
        _stop(w("damaged"))


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(place: str, snapshot: str) -> Search:
    """Open a snapshot once a process. The id is part of the key, so that a new build is seen at the next run."""
    return Search(open_snapshot(Path(place)))


@contextmanager
def answering() -> Iterator[None]:
    """Run a page; where the engine that KINGA_INDEX names fails meanwhile, say so in one line, with what its keeper needs to know."""
    try:
        yield
    except (EngineError, BadSetting) as error:
        _stop(words()("engine_fails"), error.fault)


def _stop(line: str, remedy: str = REMEDY) -> NoReturn:
    st.error(line)
    st.code(remedy, language=None)
    st.stop()


def plain(text: str) -> str:
    """Escape text for labels, which Streamlit reads as Markdown."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!:$~<>|&])", r"\\\1", " ".join(text.split()))


def link(path: ProvisionPath | str, label: str, lang: str) -> None:
    """Draw a link that opens a provision in Browse without leaving the session."""
    where = {"p": str(path)} | ({"lang": lang} if lang != "en" else {})
    st.page_link(BROWSE, label=plain(label), query_params=where)
