"""The numbers that Word prints before paragraphs: they stand in no text, but follow from the lists of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, from where, and what it prints: "%1.%2" or "(%3)"."""

    form: str
    start: int
    text: str


class Numbering:
    """Counts the lists of one document; ask for the label of each paragraph in order."""

    def __init__(self, document: Document) -> None:
        """Read the lists' definitions; a document without any gives no labels."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._shared: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        part = _part(document)
        if part is not None:
            self._read(part)

    def label(self, paragraph: Paragraph) -> str:
        """Give the printed number of a paragraph, "" where it has none; a bullet is "•"."""
        found = _number_of(paragraph)
        if found is None or found[0] not in self._levels:
            return ""
        number, depth = found
        level = self._levels[number].get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "•"
        counts = self._advance(number, depth, level)
        return re.sub(r"%([1-9])", lambda m: self._printed(number, counts, int(m[1]) - 1), level.text).strip()

    def _advance(self, number: str, depth: int, level: Level) -> list[int | None]:
        counts = self._counts.setdefault(self._shared[number], [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return counts

    def _printed(self, number: str, counts: list[int | None], depth: int) -> str:
        level = self._levels[number].get(depth)
        if level is None:
            return ""
        count = counts[depth]
        return printed(level.start if count is None else count, level.form)

    def _read(self, root: Any) -> None:
        abstract = {one.get(f"{_W}abstractNumId"): one for one in root.iter(f"{_W}abstractNum")}
        for num in root.iter(f"{_W}num"):
            number = num.get(f"{_W}numId")
            link = num.find(f"{_W}abstractNumId")
            base = link.get(f"{_W}val") if link is not None else None
            if number is None or base not in abstract:
                continue
            levels = dict(_level(one) for one in abstract[base].iter(f"{_W}lvl"))
            overrides = {}
            for override in num.iter(f"{_W}lvlOverride"):
                depth = _int(override.get(f"{_W}ilvl"), 0)
                start = override.find(f"{_W}startOverride")
                if start is not None and depth in levels:
                    old = levels[depth]
                    overrides[depth] = Level(old.form, _int(start.get(f"{_W}val"), old.start), old.text)
            self._levels[number] = levels | overrides
            self._shared[number] = number if overrides else f"abstract {base}"


def _part(document: Document) -> Any:
    try:
        return document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError, ValueError):
        return None


def _level(element: Any) -> tuple[int, Level]:
    def value(name: str, default: str) -> str:
        found = element.find(f"{_W}{name}")
        return str(found.get(f"{_W}val", default)) if found is not None else default

    return _int(element.get(f"{_W}ilvl"), 0), Level(value("numFmt", "decimal"), _int(value("start", "1"), 1), value("lvlText", ""))


def _number_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """Give the list and the level of a paragraph: its own, else its style's."""
    sources = [paragraph._p.pPr]
    style = paragraph.style
    for _ in range(12):
        if style is None:
            break
        sources.append(style.element.pPr)
        style = style.base_style
    depth: int | None = None
    for properties in sources:
        numbers = properties.find(f"{_W}numPr") if properties is not None else None
        if numbers is None:
            continue
        level, number = numbers.find(f"{_W}ilvl"), numbers.find(f"{_W}numId")
        if depth is None and level is not None:
            depth = _int(level.get(f"{_W}val"), 0)
        if number is not None:
            named = number.get(f"{_W}val")
            return (named, min(max(depth or 0, 0), _LEVELS - 1)) if named and named != "0" else None
    return None


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default


def printed(count: int, form: str) -> str:
    """Give a count as Word prints it: 3, c, iii, C, III."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 2600 else str(count)
        return letter.upper() if form.startswith("upper") else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return roman(count).upper() if form.startswith("upper") else roman(count)
    return f"{count:02}" if form == "decimalZero" else str(count)


def roman(count: int) -> str:
    """Give a roman numeral in small letters."""
    text = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True
    ):
        text += letters * (count // value)
        count %= value
    return text
