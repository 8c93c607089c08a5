"""Score sheets: what a group learned between the pre-test and the post-test, by topic. Seats are counted, names never kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ingest.errors import BadInput
from workshop.say import phrases
from workshop.spreadsheet import FIXED, written

_LARGEST = 5_000_000
_BAR, _GAP, _LABEL, _SCALE = 26, 26, 460, 9


@dataclass(frozen=True, slots=True)
class Gain:
    """The shares of right answers on one topic, before and after, of 1."""

    topic: str
    before: float
    after: float

    @property
    def points(self) -> float:
        """The gain in points of 100."""
        return 100 * (self.after - self.before)


@dataclass(frozen=True, slots=True)
class Score:
    """The group's result; `people` answered both tests. The last of `gains` is that of all topics."""

    people: int
    gains: tuple[Gain, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    topic: str
    key: str
    answers: tuple[str, ...]


def score(pre: Path, post: Path, lang: str = "en") -> Score:
    """Read two answer sheets of a kit and give the gain by topic. A blank counts as wrong. Raises BadInput."""
    before, after = _read(pre), _read(post)
    seats = sorted(_answered(before) & _answered(after))
    if not seats:
        raise BadInput(
            f"No seat has answers in both {pre.name} and {post.name}.", "Type the letters into the columns 1, 2, 3 ... of both sheets."
        )
    topics = dict.fromkeys(row.topic for row in before)
    gains = [
        Gain(topic, _share(before, seats, topic), _share(after, seats, topic)) for topic in topics if any(r.topic == topic for r in after)
    ]
    whole = Gain(_phrase("score_all", lang), _share(before, seats), _share(after, seats))
    return Score(len(seats), (*gains, whole))


def _read(file: Path) -> list[_Row]:
    try:
        if file.stat().st_size > _LARGEST:
            raise BadInput(f"{file.name} is too large for an answer sheet.", "Give answers-pre.csv and answers-post.csv of a kit.")
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    except OSError as error:
        raise BadInput(f"{file} cannot be opened: {error.strerror}.", "Give answers-pre.csv and answers-post.csv of a kit.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{file.name} is not a CSV file in UTF-8.", "Save the sheet as CSV, UTF-8.") from error
    if len(rows) < 2 or tuple(rows[0][: len(FIXED)]) != FIXED:
        raise BadInput(f"{file.name} is not an answer sheet of a kit.", f"Its first columns must be {', '.join(FIXED)}.")
    width = len(rows[0])
    return [_row(file, number, [*row, *[""] * (width - len(row))]) for number, row in enumerate(rows[1:], 2) if any(row)]


def _row(file: Path, number: int, row: list[str]) -> _Row:
    fixed = dict(zip(FIXED, row, strict=False))
    answers = tuple(cell.strip().upper() for cell in row[len(FIXED) :])
    if fixed["key"] not in ("A", "B", "C", "D") or any(answer not in ("", "A", "B", "C", "D") for answer in answers):
        raise BadInput(f"{file.name}, line {number}: an answer is not A, B, C or D.", "Type one letter a cell, or leave it empty.")
    return _Row(fixed["topic"], fixed["key"], answers)


def _answered(rows: Iterable[_Row]) -> set[int]:
    return {seat for row in rows for seat, answer in enumerate(row.answers) if answer}


def _share(rows: list[_Row], seats: list[int], topic: str | None = None) -> float:
    mine = [row for row in rows if topic in (None, row.topic)]
    right = sum(row.answers[seat] == row.key for row in mine for seat in seats if seat < len(row.answers))
    return right / (len(mine) * len(seats))


def _phrase(key: str, lang: str) -> str:
    if lang not in phrases()[key]:
        raise BadInput(f"Scores are not written in {lang!r}.", "One of: en, sw.")
    return str(phrases()[key][lang])


def score_files(result: Score, lang: str) -> dict[str, bytes]:
    """Give the result as Markdown, CSV and a chart."""
    head = [_phrase(key, lang) for key in ("score_topic", "score_before", "score_after", "score_gain")]
    rows = [[g.topic, f"{100 * g.before:.0f} %", f"{100 * g.after:.0f} %", f"{g.points:.0f}"] for g in result.gains]
    lines = [f"# {_phrase('score_title', lang)}", "", _phrase("score_group", lang).format(number=result.people), ""]
    lines += [f"![{_phrase('alt_chart', lang)}](score.png)", "", f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    lines += ["", _phrase("score_note", lang), ""]
    texts = {"score.md": "\n".join(lines), "score.csv": written([head, *rows])}
    return {name: text.encode() for name, text in texts.items()} | {"score.png": chart(result, lang)}


def chart(result: Score, lang: str) -> bytes:
    """Draw two bars for each topic, before and after, with their figures."""
    height = 70 + len(result.gains) * (2 * _BAR + _GAP)
    image = Image.new("RGB", (_LABEL + 100 * _SCALE + 120, height), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=20)
    for place, (key, colour) in enumerate((("score_before", "#b8c4ca"), ("score_after", "#0b6e6e"))):
        left = _LABEL + place * 220
        draw.rectangle((left, 18, left + 24, 42), fill=colour)
        draw.text((left + 34, 18), _phrase(key, lang), fill="#1d2b36", font=font)
    top = 64
    for gain in result.gains:
        draw.text((16, top + _BAR - 12), gain.topic[:44], fill="#1d2b36", font=font)
        for share, colour in ((gain.before, "#b8c4ca"), (gain.after, "#0b6e6e")):
            width = int(100 * share * _SCALE)
            draw.rectangle((_LABEL, top, _LABEL + width, top + _BAR - 4), fill=colour)
            draw.text((_LABEL + width + 10, top - 1), f"{100 * share:.0f} %", fill="#1d2b36", font=font)
            top += _BAR
        top += _GAP
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
