"""About: what Kinga is and is not, how its answers are built, how good they are, and what becomes of what is typed."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from eval.report import FIGURES, read
from views import shell
from views.words import Words

PARTS = {"about_is": 3, "about_not": 4, "about_built": 5, "about_privacy": 4}
"""Each part of the page with the number of its sentences in the catalogue."""


def page() -> None:
    """Draw the page."""
    w = shell.words()
    st.title(w("about_title"), anchor=False)
    for part, count in PARTS.items():
        st.subheader(w(part), anchor=False)
        items = "".join(f"<li>{escape(w(f'{part}_{number}'))}</li>" for number in range(1, count + 1))
        st.html(f'<ul class="k-points" lang="{w.lang}">{items}</ul>')
    st.subheader(w("about_measured"), anchor=False)
    reports = read()
    if not reports:
        st.html(f"<p>{escape(w('about_unmeasured'))}</p>")
        st.code("make eval", language=None)
    for name, report in reports.items():
        st.html(_report(name, report, w))
    shell.foot(w)


def _report(name: str, report: dict[str, Any], w: Words) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(w(f"measure_{key}"))}</th><td>{_value(report["figures"][key])}</td></tr>'
        for key in FIGURES
        if key in report["figures"]
    )
    when = w("about_when", day=w.date(report["day"]), snapshot=report["snapshot"])
    return (
        f'<table class="k-table k-figures" lang="{w.lang}"><caption>{escape(w(f"report_{name}"))}</caption>'
        f'<tbody>{rows}</tbody></table><p class="k-small">{escape(when)}</p>'
    )


def _value(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


page()
