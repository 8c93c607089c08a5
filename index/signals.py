"""What speaks for a provision: one number a signal for every provision, each of them readable.

Text signals come from the fields of the snapshot (cosine of the sentence model, BM25 over stems). The rest is what law
adds: where the thesaurus leads, which instrument is named, whether the provision defines, punishes or only holds others,
its authority and its standing, and what its parent and its items score.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.engine import Scores
from index.reading import Reading
from ingest.citation import is_enumerator, named_instruments
from ingest.model import Layer, Standing

if TYPE_CHECKING:
    from index.encode import Vectors
    from index.snapshot import Snapshot
    from ingest.book import Book
    from ingest.path import ProvisionPath

HOME_INSTRUMENT = "ctip-act-2010"
TWIN = 0.8
"""Cosine of two centres from which a treaty is taken to say the same as Kenyan law."""
_ASKS_TREATY = re.compile(
    r"\b(?:treat(?:y|ies)|protocols?|conventions?|international\w*|states?|ilo|u\.?n\.?|united nations|mkataba|mikataba"
    r"|itifaki|kimataifa)\b"
)
_PUNISHES = re.compile(r"imprison|prison|\bfine of|liable to", re.IGNORECASE)
_ASKS_MEANING = re.compile(
    r"\b(?:mean(?:s|t|ing)?|defin\w+|what (?:is|are|counts as)|who is an?|maana|tafsiri|fafanuzi|ufafanuzi|ni nini|ni nani)\b"
)
_ASKS_SENTENCE = re.compile(
    r"\b(?:penalt\w+|sentenc\w+|punish\w*|fined?|fines|imprison\w*|jail\w*|prison|years|how long|how much|maximum|minimum|liable|"
    r"adhabu|faini|kifungo|miaka|jela|gereza)\b"
)
_GONE = (Standing.REPEALED, Standing.SPENT, Standing.NOT_APPLICABLE)


@dataclass(frozen=True)
class Rows:
    """What is known of every provision before any question, one entry a row.

    `punished` and `sentenced_by` are pairs of rows: a provision, and one that gives the sentence for it. `twin` is
    the row of Kenyan law that says what a provision of a treaty says, -1 where there is none.
    """

    paths: tuple[ProvisionPath, ...]
    row: Mapping[str, int]
    instrument: NDArray[np.str_]
    parent: NDArray[np.int32]
    punished: NDArray[np.int32]
    sentenced_by: NDArray[np.int32]
    twin: NDArray[np.int32]
    fixed: Mapping[str, Scores]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Rows:
        """Read the rows of a snapshot."""
        book = snapshot.book
        row = {str(path): n for n, path in enumerate(book.paths)}
        parent = np.array([row.get(str(path.parent), -1) for path in book.paths], dtype=np.int32)
        sentenced = {penalty.sentenced_by for penalty in snapshot.data.penalties.penalty}
        texts = [book.text(path) for path in book.paths]
        historical = {slug for slug, instrument in book.instruments.items() if instrument.status == "historical"}
        fixed = {
            "home": [path.instrument == HOME_INSTRUMENT for path in book.paths],
            "kenyan": [book.instruments[path.instrument].kind in ("act", "constitution") for path in book.paths],
            "defines": [_defines(path) for path in book.paths],
            "punishes": [str(p) in sentenced or bool(_PUNISHES.search(t.provision.text)) for p, t in zip(book.paths, texts, strict=True)],
            "bare": [not t.provision.text for t in texts],
            "item": [len(path.steps) > 2 for path in book.paths],
            "top": [len(path.steps) == 1 for path in book.paths],
            "gone": [t.provision.standing in _GONE or p.instrument in historical for p, t in zip(book.paths, texts, strict=True)],
            "note": [t.edition.layer is Layer.NOTE for t in texts],
        }
        arrays = {name: np.array(values, dtype=np.float32) for name, values in fixed.items()}
        instruments = np.array([path.instrument for path in book.paths])
        pairs = [(row[str(path)], by) for path in book.paths for by in _sentencing(book, path, row, sentenced)]
        punished, by = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
        return cls(book.paths, row, instruments, parent, punished, by, _twins(snapshot.meaning.centres, arrays["kenyan"]), arrays)


def _sentencing(book: Book, path: ProvisionPath, row: Mapping[str, int], sentenced: set[str]) -> list[int]:
    """Give the rows that hold the sentence for a provision: itself, else what is next below it, else so with its parents."""
    here: ProvisionPath | None = path
    while here is not None and here.steps:
        for group in ((here,), book.children(here)):
            if found := [row[str(one)] for one in group if str(one) in sentenced]:
                return found
        here = here.parent
    return []


def _twins(centres: Vectors, kenyan: Scores) -> NDArray[np.int32]:
    """Give for each provision that is not Kenyan law the row of Kenyan law whose centre is as near as TWIN; -1 for the others."""
    home = np.flatnonzero(kenyan)
    out = np.full(len(centres), -1, dtype=np.int32)
    for part in np.array_split(np.flatnonzero(kenyan == 0), max(1, len(centres) // 4096)):
        if len(home) and len(part):
            near = centres[part] @ centres[home].T
            out[part] = np.where(near.max(axis=1) >= TWIN, home[near.argmax(axis=1)], -1)
    return out


def _defines(path: ProvisionPath) -> bool:
    return len(path.steps) > 1 and not is_enumerator(path.steps[-1]) and not path.steps[0].startswith(("sched", "notes"))


def signals(snapshot: Snapshot, rows: Rows, reading: Reading) -> dict[str, Scores]:
    """Give every signal for a question, by name; shape (rows,) each."""
    out = {**_text(snapshot, len(rows.paths), reading), **_law(snapshot, rows, reading)}
    strongest = np.maximum.reduce([out[name] for name in out if name.startswith(("dense", "words", "means"))])
    out.update(_family(rows, strongest))
    out["gives the sentence"] = _sentence(rows, strongest) if asks_sentence(reading.text) else np.zeros_like(strongest)
    return out


def _sentence(rows: Rows, strongest: Scores) -> Scores:
    """For a provision that gives a sentence, what the best provision scores that it gives it for."""
    out = np.zeros_like(strongest)
    np.maximum.at(out, rows.sentenced_by, strongest[rows.punished])
    return out


def _text(snapshot: Snapshot, count: int, reading: Reading) -> dict[str, Scores]:
    out: dict[str, Scores] = {}
    vector, own = snapshot.encoder.one(reading.english), snapshot.encoder.one(reading.mind)
    carried = snapshot.meaning.carry(own, reading.lang)
    out["means what is asked"] = snapshot.meaning.scores(carried)
    if "own.en" in snapshot.vectors:
        out["means the words"] = np.clip(snapshot.vectors["own.en"].scores(carried, count), 0, 1)
    for key, dense in snapshot.vectors.items():
        out[f"dense {key}"] = np.clip(dense.scores(own if key.endswith("sw") else vector, count), 0, 1)
    for key, words in snapshot.words.items():
        lang = key.split(".")[1]
        if key.startswith("whole"):
            out[f"covers {key}"] = words.coverage(reading.words[lang])
            continue
        out[f"words {key}"] = _unit(words.scores(reading.words[lang]))
        if key.startswith(("own", "asked")):
            out[f"also {key}"] = _unit(words.scores(reading.also[lang]))
    return out


def _unit(scores: Scores) -> Scores:
    """Scale to 0..1 by the best row; a question none of whose words occur gives noughts."""
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores


def asks_treaty(question: str) -> bool:
    """Whether a question asks for international law in so many words."""
    return bool(_ASKS_TREATY.search(question.lower()))


def asks_sentence(question: str) -> bool:
    """Whether a question asks for a sentence or a fine."""
    return bool(_ASKS_SENTENCE.search(question.lower()))


def _law(snapshot: Snapshot, rows: Rows, reading: Reading) -> dict[str, Scores]:
    zeros = np.zeros(len(rows.paths), dtype=np.float32)
    met, named = zeros.copy(), zeros.copy()
    for path in reading.paths:
        if path in rows.row:
            met[rows.row[path]] = 1.0
    slugs = named_instruments(reading.text, snapshot.book.instruments.values())
    for slug in slugs:
        named[rows.instrument == slug] = 1.0
    words = reading.text.lower()
    meaning, sentence = bool(_ASKS_MEANING.search(words)), asks_sentence(reading.text)
    fixed = rows.fixed
    return {
        "met": met,
        "named": named,
        "home": zeros if slugs else fixed["home"],
        "kenyan": zeros if slugs else fixed["kenyan"],
        "defines, meaning asked": fixed["defines"] * meaning,
        "defines, else": fixed["defines"] * (not meaning),
        "punishes, sentence asked": fixed["punishes"] * sentence,
        "punishes, else": fixed["punishes"] * (not sentence),
        **{name: fixed[name] for name in ("bare", "item", "top", "gone", "note")},
    }


def _family(rows: Rows, strongest: Scores) -> dict[str, Scores]:
    """What the parent scores, and the best and the mean of the items: lists are lifted where several items answer."""
    has = rows.parent >= 0
    above = np.where(has, strongest[rows.parent], 0).astype(np.float32)
    best, total, count = (np.zeros(len(strongest), dtype=np.float32) for _ in range(3))
    np.maximum.at(best, rows.parent[has], strongest[has])
    np.add.at(total, rows.parent[has], strongest[has])
    np.add.at(count, rows.parent[has], 1)
    mean = np.asarray(total / np.maximum(count, 1), dtype=np.float32)
    return {"parent": above, "best item": best, "mean item": mean}
