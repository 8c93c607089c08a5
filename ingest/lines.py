"""Characters on a page -> lines that know their place, type and colour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.model import Box

Char = dict[str, Any]
"""One character as pdfplumber describes it."""

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd\b", re.IGNORECASE)
_SLANTED = re.compile(r"italic|oblique", re.IGNORECASE)
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
_UNMAPPED = re.compile(r"\(cid:\d+\)")

SAME_LINE = 0.35
"""Characters whose feet differ by less than this share of the type size stand on one line."""
SMALL = 0.75
"""Type smaller than this share of the page's usual size is a raised ordinal or a note beside the text."""
WORD_GAP = 0.2
"""A gap wider than this share of the type size is a space, where the PDF sets none."""
COLUMN_GAP = 0.95
"""A gap wider than this share of the type size may part two columns, or the text and a note beside it."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `xs[i]` is where the i-th character of `text` stands; `bold_lead` counts bold ones at the start.

    `size` is the largest type size that a tenth of the line is set in, so that small capitals count as capitals. `sure` is
    below 1 where the line was read by OCR.
    """

    page: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    coloured: bool
    bold_lead: int
    xs: tuple[float, ...]
    sure: float = 1.0

    @property
    def box(self) -> Box:
        """The line's rectangle on its page."""
        return Box(self.page, round(self.x0, 2), round(self.top, 2), round(self.x1, 2), round(self.bottom, 2))


def lines_of(chars: Iterable[Char], page: int) -> list[Line]:
    """Set the characters of one page into lines, top to bottom. Rotated and unmapped characters are left out."""
    return set_lines(rows_of_chars(chars), page)


def pieces_of(rows: Iterable[list[Char]], page: int) -> list[Line]:
    """Set rows of characters into pieces: lines cut where a gap is wide enough to part two columns."""
    return set_lines((piece for row in rows for piece in _cut(row)), page)


def lines_and_pieces(rows: Iterable[list[Char]], page: int) -> tuple[list[Line], list[Line]]:
    """Set rows of characters into lines, and into pieces; a line without a wide gap is its own piece."""
    lines: list[Line] = []
    pieces: list[Line] = []
    for row in rows:
        line, cut = _line(row, page), list(_cut(row))
        lines += [line] if line else []
        pieces += filter(None, [line] if len(cut) == 1 else (_line(piece, page) for piece in cut))
    return _from_top(lines), _from_top(pieces)


def _from_top(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.top, line.x0))


def rows_of_chars(chars: Iterable[Char]) -> list[list[Char]]:
    """Gather the upright characters of a page into rows, each from left to right."""
    plain = (_plain(c) for c in chars if c["upright"] and c["text"])
    kept = list(_with_note_calls(c for c in plain if not _UNMAPPED.fullmatch(c["text"])))
    return [sorted(row, key=lambda c: float(c["x0"])) for row in _rows(kept)]


def set_lines(rows: Iterable[list[Char]], page: int) -> list[Line]:
    """Set each row of characters into a line, and sort the lines from the top."""
    return _from_top(filter(None, (_line(row, page) for row in rows)))


def _cut(row: list[Char]) -> Iterator[list[Char]]:
    piece: list[Char] = []
    last: Char | None = None
    for char in row:
        if not char["text"].isspace():
            if last and char["x0"] - last["x1"] > COLUMN_GAP * max(char["size"], last["size"]):
                yield piece
                piece = []
            last = char
        piece.append(char)
    if piece:
        yield piece


def merged(pieces: Sequence[Line]) -> Line:
    """Join pieces that stand side by side, from left to right, into one line."""
    if len(pieces) == 1:
        return pieces[0]
    first, weight = pieces[0], [len(piece.text) for piece in pieces]
    whole = all(piece.bold_lead >= len(piece.text) for piece in pieces[:1])
    return replace(
        first,
        text=" ".join(piece.text for piece in pieces),
        top=min(piece.top for piece in pieces),
        x1=max(piece.x1 for piece in pieces),
        bottom=max(piece.bottom for piece in pieces),
        size=max(piece.size for piece, n in zip(pieces, weight, strict=True) if n >= 0.1 * sum(weight)),
        bold=sum(n * piece.bold for piece, n in zip(pieces, weight, strict=True)) > 0.6 * sum(weight),
        italic=sum(n * piece.italic for piece, n in zip(pieces, weight, strict=True)) > 0.6 * sum(weight),
        bold_lead=len(first.text) + 1 + pieces[1].bold_lead if whole else first.bold_lead,
        xs=tuple(x for piece in pieces for x in (*(() if piece is first else (piece.x0,)), *piece.xs)),
        sure=min(piece.sure for piece in pieces),
    )


def _plain(char: Char) -> Char:
    """Undo ligatures: they are the typesetter's, not the law's. Code 127 of the plain fonts is a bullet."""
    if char["text"] == "(cid:127)":
        return {**char, "text": "•"}
    if any(letter in _LIGATURES for letter in char["text"]):
        return {**char, "text": "".join(_LIGATURES.get(letter, letter) for letter in char["text"])}
    return char


def _rows(chars: list[Char]) -> list[list[Char]]:
    """Gather characters into rows; small type joins a row only where it adjoins it, as in "1st"."""
    sizes = Counter(round(float(char["size"]), 1) for char in chars)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    rows = list(_footed([char for char in chars if char["size"] >= SMALL * usual]))
    beside: list[Char] = []
    for char in sorted((char for char in chars if char["size"] < SMALL * usual), key=lambda c: float(c["x0"])):
        row = next((row for row in rows if _adjoins(char, row)), None)
        (beside if row is None else row).append(char)
    return rows + list(_footed(beside))


def _adjoins(char: Char, row: list[Char]) -> bool:
    top, bottom = min(c["top"] for c in row), max(c["bottom"] for c in row)
    overlap = min(bottom, char["bottom"]) - max(top, char["top"])
    near = any(-0.1 <= char["x0"] - c["x1"] < 0.3 * c["size"] for c in row if not c["text"].isspace())
    return near and overlap > 0.6 * (char["bottom"] - char["top"])


def _with_note_calls(chars: Iterable[Char]) -> Iterator[Char]:
    """Set small raised figures, which call notes, on the line that they follow, as raised figures."""
    last: Char | None = None
    for char in chars:
        if last and _is_raised(char, last):
            text = char["text"].translate(_RAISED)
            yield {**char, "text": text, "top": last["top"], "bottom": last["bottom"], "size": last["size"]}
            continue
        last = char if not char["text"].isspace() else last
        yield char


def _is_raised(char: Char, last: Char) -> bool:
    small = char["text"].isdigit() and char["size"] < 0.9 * last["size"]
    raised = last["top"] - 0.5 * char["size"] < char["top"] and char["bottom"] < last["bottom"] - 0.2 * char["size"]
    return bool(small and raised and -0.1 <= char["x0"] - last["x1"] < 1.3 * char["size"])


def _footed(chars: list[Char]) -> Iterator[list[Char]]:
    row: list[Char] = []
    foot = 0.0
    for char in sorted(chars, key=lambda c: float(c["bottom"])):
        if row and char["bottom"] - foot > SAME_LINE * max(char["size"], row[-1]["size"]):
            yield row
            row = []
        if not char["text"].isspace() or not row:
            foot = char["bottom"]
        row.append(char)
    if row:
        yield row


def _printed_once(row: list[Char]) -> Iterator[tuple[Char, bool]]:
    """Give each character once, with whether it is bold; a letter struck twice in nearly one place is bold."""
    kept: list[tuple[Char, bool]] = []
    for char in row:
        twin = kept[-1][0] if kept else None
        if twin and twin["text"] == char["text"] != " " and char["x0"] - twin["x0"] < 0.12 * char["size"]:
            kept[-1] = (twin, True)
            continue
        kept.append((char, bool(_BOLD.search(char["fontname"]))))
    return iter(kept)


def _line(row: list[Char], page: int) -> Line | None:
    text: list[str] = []
    xs: list[float] = []
    bold: list[bool] = []
    inked: list[tuple[Char, bool]] = []
    for char, heavy in _printed_once(row):
        blank = char["text"].isspace()
        last = inked[-1][0] if inked else None
        gap = last is not None and char["x0"] - last["x1"] > WORD_GAP * char["size"]
        spaced = (" " if (blank or gap) and text and text[-1] != " " else "") + ("" if blank else char["text"])
        text.extend(spaced)
        xs.extend(float(char["x0"]) for _ in spaced)
        bold.extend(bold[-1] if mark == " " and bold else heavy for mark in spaced)
        if not blank:
            inked.append((char, heavy))
    if not inked:
        return None
    words = "".join(text).rstrip()
    return _described(words, tuple(xs[: len(words)]), bold[: len(words)], inked, page)


def _described(words: str, xs: tuple[float, ...], bold: list[bool], inked: list[tuple[Char, bool]], page: int) -> Line:
    ink = [char for char, _ in inked]
    sizes = Counter(round(float(char["size"]), 1) for char in ink)
    colours = Counter(str(char["non_stroking_color"]) for char in ink)
    return Line(
        page=page,
        text=words,
        x0=float(ink[0]["x0"]),
        top=float(min(char["top"] for char in ink)),
        x1=float(max(char["x1"] for char in ink)),
        bottom=float(max(char["bottom"] for char in ink)),
        size=max(size for size, n in sizes.items() if n >= 0.1 * len(ink)),
        bold=sum(heavy for _, heavy in inked) > 0.6 * len(ink),
        italic=sum(bool(_SLANTED.search(char["fontname"])) for char in ink) > 0.6 * len(ink),
        coloured=bool(re.search(r"[1-9]", colours.most_common(1)[0][0])),
        bold_lead=next((i for i, heavy in enumerate(bold) if not heavy), len(bold)),
        xs=xs,
    )
