"""Import in the Library: a document of the user's into the library, documents from their publishers, a new index."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from threading import Lock

import streamlit as st

from index.make import make
from ingest.errors import KingaError
from ingest.fetch import State, fetch
from ingest.fetch import told as fetched
from ingest.library import Imported, import_document
from ingest.model import Instrument
from ingest.places import CORPUS, home
from views import shell
from views.start import shared
from views.words import Words

FORMATS = ["pdf", "html", "htm", "xml", "akn", "docx", "txt"]

_CHOOSE = """<style>
[data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: "{words}"; font-size: 0.95rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
</style>"""
"""Streamlit's own words on the button, which it has in English only, give way to the catalogue's."""


@st.cache_resource(show_spinner=False)
def building() -> Lock:
    """One lock for the process: two readers that build at once would do the work twice."""
    return Lock()


def draw(instruments: Mapping[str, Instrument], w: Words) -> None:
    """Draw the three ways to bring official texts in; on a server that many use, none: there its keeper does it by command."""
    if shared():
        shell.notice(w("upload_closed"))
        return
    with st.container(border=True, key="upload"):
        st.subheader(w("upload_title"), anchor=False)
        shell.small(w("upload_stays"))
        slug = st.selectbox(
            w("upload_instrument"),
            [None, *instruments],
            format_func=lambda one: w("upload_recognise") if one is None else instruments[one].named(w.lang),
            key="upload_instrument",
        )
        st.html(_CHOOSE.format(words=w("upload_choose")))
        file = st.file_uploader(w("upload_file"), type=FORMATS, key="upload_file")
        with st.container(horizontal=True):
            if st.button(w("upload_button"), key="upload_button", disabled=file is None) and file is not None:
                _import(file.name, file.getvalue(), slug, instruments, w)
            if st.button(w("fetch_button"), key="fetch_button"):
                _fetch(instruments, w)
            if st.button(w("build_button"), key="build_button"):
                _build(w)


def _import(name: str, content: bytes, slug: str | None, instruments: Mapping[str, Instrument], w: Words) -> None:
    """Import a file that was handed over, as the command does; the copy that the command would read is dropped afterwards."""
    with st.spinner(w("upload_reading", file=shell.plain(name))), tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _plain(name)
        file.write_bytes(content)
        try:
            done = import_document(file, home(), instruments, slug)
        except KingaError as error:
            _fault(error)
            return
    _report(done, w)


def _plain(name: str) -> str:
    """Give the name of an uploaded file without what could lead out of a folder."""
    return re.sub(r"[^\w.() -]", "_", Path(name).name).strip(". ")[-120:] or "document"


def _report(done: Imported, w: Words) -> None:
    """Say what was read, what is doubted, and that the index must be built for it to be searched."""
    named, provisions = done.edition.instrument, list(done.reading.walk())
    date = w.date(done.edition.as_at) if done.edition.as_at else w("upload_undated")
    lines = [w("upload_done", file=done.edition.source, instrument=named, date=date, count=len(provisions))]
    lines += [w("upload_again")] if done.again else []
    said = "".join(f"<p>{escape(line)}</p>" for line in (*lines, w("upload_build")))
    doubts = "".join(f'<li lang="en">{escape(doubt)}</li>' for doubt in done.reading.doubts)
    st.html(f'<section class="k-box" role="status">{said}<ul>{doubts}</ul></section>')


def _fault(error: KingaError) -> None:
    """Show an error in the words of the command line."""
    st.html(f'<section class="k-box" role="alert" lang="en"><p>{escape(error.fault)}</p><p>{escape(error.step)}</p></section>')


def _fetch(instruments: Mapping[str, Instrument], w: Words) -> None:
    """Fetch the documents that have an address, telling the name of each."""
    with st.status(w("fetch_running"), expanded=True) as status:
        done = fetch([], home(), instruments, say=lambda name: st.write(shell.plain(name)))
        failed = any(one.state is State.FAILED for one in done)
        status.update(label=w("fetch_done"), state="error" if failed else "complete")
        st.html("".join(f'<p lang="en">{escape(line)}</p>' for line in fetched(done)))


def _build(w: Words) -> None:
    """Build the index in front of the reader; others go on with the old one until it is done."""
    lock = building()
    if not lock.acquire(blocking=False):
        shell.notice(w("build_busy"))
        return
    bar = st.progress(0.0, w("build_running"))

    def show(_stage: str, done: int, whole: int) -> None:
        bar.progress(min(done / max(whole, 1), 1.0), w("build_running"))

    try:
        made = make(home(), CORPUS, None, show, if_needed=True)
    except KingaError as error:
        _fault(error)
        return
    finally:
        lock.release()
        bar.empty()
    shell.notice(w("build_done", id=made.snapshot, count=f"{made.provisions:,}"))
