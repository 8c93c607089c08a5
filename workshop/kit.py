"""The kit: every part built and proved in memory, written into a folder beside, then moved into place."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from index.snapshot import Snapshot
from ingest.errors import BadInput, KingaError
from ingest.path import ProvisionPath
from workshop.cards import cards, sheets
from workshop.docx import docx
from workshop.exam import key, questions, test_key
from workshop.gift import gift
from workshop.guide import guide
from workshop.handout import handout
from workshop.markdown import markdown, slides_markdown
from workshop.paper import Block, Deck, Line, Paper
from workshop.pdf import pdf, sheet
from workshop.plan import Plan, check_plan
from workshop.pptx import pptx
from workshop.proof import prove
from workshop.quiz import Asked, choose, pre_and_post
from workshop.reference import reference
from workshop.say import BRIEF, Voice
from workshop.scenario import Scenario
from workshop.scenario import choose as choose_cards
from workshop.slides import slides
from workshop.sources import sources
from workshop.spreadsheet import answer_sheet, quiz_csv

Progress = Callable[[str, int, int], None]
PARTS = ("guide", "handout", "slides", "cards", "quiz", "tests", "reference")
"""What may be left out; the certificate of sources is in every kit."""
_HOME = "ctip-act-2010"


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit that was proved: its files by name, and what it holds."""

    plan: str
    lang: str
    files: dict[str, bytes]
    lines: int
    clauses: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Give what is in it as plain values."""
        files = [{"name": name, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for name, body in self.files.items()]
        return {"plan": self.plan, "lang": self.lang, "lines_proved": self.lines, "clauses": list(self.clauses), "files": files}


def _silent(_part: str, _done: int, _all: int) -> None:
    """Progress that nobody watches."""


def make_kit(
    plan: Plan,
    snapshot: Snapshot,
    lang: str,
    *,
    seed: int = 1,
    parts: Iterable[str] = PARTS,
    made: date | None = None,
    progress: Progress = _silent,
) -> Kit:
    """Build and prove a kit in memory. Raises BadInput for a bad plan or language, Unproved for a sentence without proof."""
    check_plan(plan, lang, snapshot)
    wanted = _parts(parts)
    maker = _Maker(plan, snapshot, lang, seed, made or datetime.now(UTC).date())
    papers: list[Paper] = []
    decks: list[Deck] = []
    for number, part in enumerate(wanted):
        progress(part, number, len(wanted) + 2)
        made_of = tuple(maker.part(part))
        papers += [one for one in made_of if isinstance(one, Paper)]
        decks += [one for one in made_of if isinstance(one, Deck)]
    progress("sources", len(wanted), len(wanted) + 2)
    lines = [*(line for paper in papers for line in paper.lines), *(line for deck in decks for line in deck.lines)]
    paths = tuple(dict.fromkeys(path for line in lines for path in line.paths))
    papers.append(maker.paper("sources", "title_sources", sources(maker.voice, paths)))
    lines.extend(papers[-1].lines)
    proved = prove(lines, snapshot)
    progress("files", len(wanted) + 1, len(wanted) + 2)
    files = maker.files(papers, decks, wanted)
    clauses = tuple(str(path) for path in snapshot.book.paths if path in set(paths))
    kit = Kit(plan.id, lang, files, proved, clauses)
    files["kit.json"] = (json.dumps({"snapshot": snapshot.id, **kit.record()}, ensure_ascii=False, indent=1) + "\n").encode()
    progress("files", len(wanted) + 2, len(wanted) + 2)
    return kit


def _parts(parts: Iterable[str]) -> tuple[str, ...]:
    asked = tuple(parts)
    for part in asked:
        if part not in PARTS:
            raise BadInput(f"A kit has no part {part!r}.", f"One of: {', '.join(PARTS)}.")
    return tuple(part for part in PARTS if part in asked)


class _Maker:
    """Builds the parts of one kit."""

    def __init__(self, plan: Plan, snapshot: Snapshot, lang: str, seed: int, made: date) -> None:
        self.plan, self.snapshot, self.lang, self.made = plan, snapshot, lang, made
        self.voice = Voice(snapshot, lang)
        self.pre, self.post = pre_and_post(plan, snapshot, lang, seed)
        taken = [one.question for one in (*self.pre, *self.post)]
        self.quiz = choose(plan, snapshot, lang, seed + 1, plan.questions, taken)
        self.asides: tuple[Asked, ...] = choose(
            plan, snapshot, lang, seed + 2, 3 * len(plan.topics), [*taken, *(one.question for one in self.quiz)]
        )
        self.cards: tuple[Scenario, ...] = choose_cards(plan.cards, lang, seed, plan.sectors)

    def part(self, part: str) -> Iterable[Paper | Deck]:
        """Give the papers of a part."""
        voice, plan = self.voice, self.plan
        if part == "guide":
            yield self.paper("guide", "title_guide", guide(voice, plan, self.asides))
        elif part == "handout":
            yield self.paper("handout", "title_handout", handout(voice, plan))
        elif part == "slides":
            title = voice.name(plan.named(self.lang))
            yield Deck("slides", title, self._under(), self._footer(title), tuple(slides(voice, plan)))
        elif part == "cards":
            yield self.paper("cards", "title_cards", cards(voice, self.cards))
            yield self.paper("cards-filled", "title_sheets", sheets(voice, self.cards))
        elif part == "quiz":
            yield self.paper("quiz", "title_quiz", questions(voice, self.quiz, "quiz_note"))
            yield self.paper("quiz-key", "title_quiz_key", key(voice, self.quiz))
        elif part == "tests":
            yield self.paper("pre-test", "title_pretest", questions(voice, self.pre, "test_note"))
            yield self.paper("post-test", "title_posttest", questions(voice, self.post, "test_note"))
            yield self.paper("tests-key", "title_test_key", test_key(voice, self.pre, self.post))
        else:
            yield self.paper("reference", "title_reference", reference(Voice(self.snapshot, self.lang, brief=True)))

    def paper(self, name: str, title: str, blocks: Iterable[Block]) -> Paper:
        """Put title, footer and blocks together."""
        line = self.voice.frame(title)
        return Paper(name, line, self._under(), self._footer(line), self.voice.frame("page"), tuple(blocks))

    def _under(self) -> Line:
        return self.voice.frame("of_plan", plan=self.plan.named(self.lang), audience=self.plan.audience_in(self.lang))

    def _footer(self, title: Line) -> Line:
        edition = self.voice.book.text(ProvisionPath.parse(f"{_HOME}/3/1"), self.lang).edition
        return self.voice.frame(
            "footer",
            title=title.text,
            instrument=BRIEF[self.lang],
            layer=self.voice.frame(f"layer_{edition.layer}").text,
            as_at=edition.as_at or self.voice.frame("no_date").text,
            date=self.made.isoformat(),
        )

    def files(self, papers: Iterable[Paper], decks: Iterable[Deck], wanted: tuple[str, ...]) -> dict[str, bytes]:
        """Write every format of every part."""
        files: dict[str, bytes] = {}
        for paper in papers:
            if paper.name == "reference":
                files["reference.pdf"] = sheet(paper)
            else:
                files[f"{paper.name}.docx"] = docx(paper)
            if paper.name == "cards":
                files["cards.pdf"] = pdf(paper)
            files[f"{paper.name}.md"] = markdown(paper).encode()
        for deck in decks:
            files[f"{deck.name}.pptx"] = pptx(deck)
            files[f"{deck.name}.md"] = slides_markdown(deck).encode()
        return files | self._exchanged(wanted)

    def _exchanged(self, wanted: tuple[str, ...]) -> dict[str, bytes]:
        texts: dict[str, str] = {}
        if "quiz" in wanted:
            texts |= {"quiz.gift": gift(self.quiz, self.lang), "quiz.csv": quiz_csv(self.quiz, self.lang)}
        if "tests" in wanted:
            for name, asked in (("pre", self.pre), ("post", self.post)):
                texts |= {f"{name}-test.gift": gift(asked, self.lang), f"answers-{name}.csv": answer_sheet(asked, self.lang)}
        return {name: text.encode() for name, text in texts.items()}


def write_kit(kit: Kit, folder: Path) -> Path:
    """Write a kit beside `folder`, then move it there. What stood there is replaced only if it was a kit. Raises BadInput."""
    return write_files(kit.files, folder, "kit.json")


def write_files(files: Mapping[str, bytes], folder: Path, sign: str) -> Path:
    """Write files beside `folder`, then move them there; a folder that lacks the file `sign` is not replaced. Raises BadInput."""
    beside: Path | None = None
    try:
        if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / sign).exists())):
            raise BadInput(f"{folder} holds other things.", "Name a new or an empty folder.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        for name, body in files.items():
            _write(beside / name, body)
        beside.chmod(0o755)
        _move(beside, folder)
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
    return folder


def _write(file: Path, body: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())


def _move(beside: Path, folder: Path) -> None:
    """Put the new kit in the place of the old one; the old one comes back if that fails."""
    if not folder.exists():
        beside.rename(folder)
        return
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-old-"))
    folder.rename(old / folder.name)
    try:
        beside.rename(folder)
    except OSError:
        (old / folder.name).rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _unwritten(folder: Path, error: OSError) -> KingaError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return BadInput(f"Nothing was written: the disk of {folder} is full.", "Free some space, or name a folder on another disk.")
    return BadInput(f"Nothing was written: {folder}: {error.strerror}.", "Name a folder that you may write to.")


def zipped(kit: Kit) -> bytes:
    """Give a kit as one ZIP file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in kit.files.items():
            archive.writestr(f"{kit.plan}-{kit.lang}/{name}", body)
    return stream.getvalue()
