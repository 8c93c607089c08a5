"""A typist: writes the press's invented Act as plain text, as people and programs do."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tests.press import ACT

WIDE = 72


def typed(
    contents: str = "", above: bool = False, wrap: bool = False, indent: bool = False, blank: bool = False, pages: bool = False
) -> str:
    """Type the Act. `contents` is the mark between number and heading in an arrangement of sections: "—" or ". "."""
    lines = [*_contents(contents), ""] if contents else []
    for e in ACT:
        match e[0]:
            case "sec":
                for depth, words in _section(e, above):
                    lead = " " * (4 * depth if indent else 0)
                    lines += textwrap.wrap(words, WIDE, initial_indent=lead, subsequent_indent=lead) if wrap else [words]
                    lines += [""] if blank else []
            case "part":
                lines += ["", e[1].upper() if above else e[1], ""]
            case _:
                lines += [word for words in e[1:] for word in (words, "")]
    return "\n".join(_paged(lines) if pages else lines)


def _contents(mark: str) -> Iterator[str]:
    yield from ("LAWS OF KENYA", "THE BEE-KEEPING ACT", "ARRANGEMENT OF SECTIONS", "Section")
    for e in ACT[: next(i for i, e in enumerate(ACT) if e[0] == "sched")]:
        if e[0] == "part":
            yield e[1].upper()
        elif e[0] == "sec":
            yield f"{e[1]}{mark}{e[2]}." if mark == "—" else f"{e[1]}{mark}{e[2]} ......... 4"
    yield from ("FIRST SCHEDULE", "SECOND SCHEDULE", "THE BEE-KEEPING ACT", "[Date of commencement: 3rd May, 2031.]")


def _section(e, above: bool) -> Iterator[tuple[int, str]]:
    body = list(_paragraphs(e[3], 0))
    if not above or not body:
        yield from ((0, f"{e[1]}. {e[2]}"), *body)
        return
    yield 0, f"{e[2]}."
    (_, first), *rest = body
    yield from ((0, f"{e[1]}. {first}"), *rest)


def _paragraphs(body, depth: int) -> Iterator[tuple[int, str]]:
    for e in body:
        if isinstance(e, str):
            yield depth, e
        elif e[0] == "def":
            yield depth, f'"{e[1]}" {e[2]}'
            yield from _paragraphs(e[3], depth + 1)
        else:
            yield depth + 1, f"{e[0]} {e[1]}"
            yield from _paragraphs(e[2] if len(e) > 2 else (), depth + 1)
            if len(e) > 3:
                yield depth + 1, e[3]


def _paged(lines: list[str]) -> Iterator[str]:
    """Part the lines into pages of forty, each with a running head and its number, as programs give the text of a PDF."""
    for n, start in enumerate(range(0, len(lines), 40), 1):
        head = "\f" if n > 1 else ""
        yield from (
            f"{head}[Rev. 2032]          Bee-keeping          CAP. 999",
            "",
            *lines[start : start + 40],
            "",
            f"B9 - {n}    [Issue 1]",
        )
