"""A folder of many invented documents of mixed kinds, some of them broken, each whole one with a word of its own."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.typeset import PRINTS, treaty
from tests import scribe

FOLDERS = 7


@dataclass(frozen=True)
class Many:
    """The folder, the word of each whole document by name, and the names of the broken ones."""

    folder: Path
    whole: dict[str, str]
    broken: frozenset[str]

    @property
    def count(self) -> int:
        return len(self.whole) + len(self.broken)


def write(folder: Path, count: int, broken: int) -> Many:
    """Write `count` documents, `broken` of them broken, spread over folders; the same for the same numbers."""
    chance = random.Random(count)
    spoilt = set(chance.sample(range(count), broken))
    whole, bad = {}, set()
    for number in range(count):
        place = folder / f"batch-{number % FOLDERS}"
        place.mkdir(parents=True, exist_ok=True)
        if number in spoilt:
            file = _BROKEN[len(bad) % len(_BROKEN)](place, number)
            bad.add(file.relative_to(folder).as_posix())
        else:
            file = _KINDS[number % len(_KINDS)](place, number)
            whole[file.relative_to(folder).as_posix()] = word(number)
    return Many(folder, whole, frozenset(bad))


def word(number: int) -> str:
    """A word that stands in one document and no other."""
    return "mark" + "".join("bcdfghjklm"[int(digit)] for digit in str(number)) + "o"


def _title(number: int) -> str:
    """Every fifth document shares its title with four others."""
    return "Lamp Act" if number % 5 == 0 else f"Lamp Act of {word(number).title()}"


def _law(text: str, number: int) -> str:
    return text.replace("lasts a year", f"lasts a year in {word(number)}").replace(scribe.TITLE, _title(number))


def _own(text: str, number: int) -> str:
    """A law with a number of its own."""
    return _law(text, number).replace("act/2031/7", f"act/2031/{number}")


def _html(place: Path, number: int) -> Path:
    return scribe.write(place, f"law-{number}.html", _law(scribe.plain_page(), number))


def _kenya(place: Path, number: int) -> Path:
    return scribe.write(
        place, f"page-{number}.htm", _law(scribe.Kenya().act(scribe.law()), number).replace("act/2031/7", f"act/2031/{number}")
    )


def _akn(place: Path, number: int) -> Path:
    return scribe.write(
        place, f"act-{number}.xml", _law(scribe.Akn().act(scribe.law()), number).replace("act/2031/7", f"act/2031/{number}")
    )


def _text(place: Path, number: int) -> Path:
    """Texts in different folders have the same name."""
    return scribe.write(place, f"by-law-{number // (6 * FOLDERS)}.txt", _law(scribe.LAW, number))


def _docx(place: Path, number: int) -> Path:
    with zipfile.ZipFile(io.BytesIO(scribe.word_file())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = _law(parts["word/document.xml"].decode(), number).encode()
    file = place / f"law-{number}.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return file


def _pdf(place: Path, number: int) -> Path:
    articles = "\n".join(
        f"Article {n} Lamps\n{n}. A lamp of {word(number)} burns.\n(a) at dusk;\n(b) at dawn." for n in range(1, 4 + number % 9)
    )
    return treaty(place / f"treaty-{number}.pdf", f"Convention on {_title(number)}", articles, list(PRINTS.values())[number % len(PRINTS)])


_KINDS: tuple[Callable[[Path, int], Path], ...] = (_pdf, _docx, _html, _kenya, _akn, _text)


def _cut(make: Callable[[Path, int], Path], share: float) -> Callable[[Path, int], Path]:
    def cut(place: Path, number: int) -> Path:
        file = make(place, number)
        content = file.read_bytes()
        bad = file.with_name(f"broken-{number}{file.suffix}")
        file.unlink()
        bad.write_bytes(content[: int(len(content) * share)])
        return bad

    return cut


def _with(name: str, content: bytes) -> Callable[[Path, int], Path]:
    return lambda place, number: scribe.write(place, f"broken-{number}{name}", content)


_BROKEN: tuple[Callable[[Path, int], Path], ...] = (
    _cut(_pdf, 0.5),
    _with(".pdf", b""),
    _cut(_docx, 0.6),
    _with(".docx", b"PK\x03\x04" + b"\x00" * 200),
    _with(".xml", b"<akomaNtoso><act><body><section>"),
    _with(".html", b"<html><body></body></html>"),
    _with(".txt", b"\x00\x01\x02\x03" * 300),
    _with(".doc", b"\xd0\xcf\x11\xe0" + b"\x00" * 600),
    _with(".pdf", b"\x89PNG\r\n\x1a\n" + b"\x00" * 600),
    _with(".rtf", b"{\\rtf1 Lamps}"),
)
