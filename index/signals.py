"""What speaks for a provision: one number a signal for every provision, each of them readable.

Text signals come from the fields of the snapshot (cosine of the sentence model, BM25 over stems). The rest is what law
adds: where the thesaurus leads, which instrument is named, whether the provision defines, punishes or only holds others,
its authority and its standing, and what its parent and its items score.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from index.engine import KeywordIndex, Scores, VectorIndex
from index.reading import Reading
from index.rows import Rows
from ingest.citation import named_instruments
from ingest.path import ProvisionPath

if TYPE_CHECKING:
    from index.encode import Vectors
    from index.snapshot import Snapshot

Ask = Callable[[], Scores]
_MEANS = "means what is asked"
_ASKS_TREATY = re.compile(
    r"\b(?:treat(?:y|ies)|protocols?|conventions?|international\w*|states?|ilo|u\.?n\.?|united nations|mkataba|mikataba"
    r"|itifaki|kimataifa)\b"
)
_ASKS_MEANING = re.compile(
    r"\b(?:mean(?:s|t|ing)?|defin\w+|what (?:is|are|counts as)|who is an?|maana|tafsiri|fafanuzi|ufafanuzi|ni nini|ni nani)\b"
)
_ASKS_SENTENCE = re.compile(
    r"\b(?:penalt\w+|sentenc\w+|punish\w*|fined?|fines|imprison\w*|jail\w*|prison|years|how long|how much|maximum|minimum|liable|"
    r"adhabu|faini|kifungo|miaka|jela|gereza)\b"
)


def signals(snapshot: Snapshot, rows: Rows, reading: Reading, text: Mapping[str, Scores]) -> dict[str, Scores]:
    """Give every signal for the rows that a question looks at, by name; shape (rows,) each. `text` holds `text_signals`."""
    out = {name: rows.part(scores) for name, scores in text.items()}
    if len(rows) < len(rows.paths):
        out[_MEANS] = snapshot.meaning.of(_carried(snapshot, reading), rows.places)
    out.update(_law(snapshot, rows, reading))
    strongest = np.maximum.reduce([out[name] for name in out if name.startswith(("dense", "words", "means"))])
    out.update(_family(rows, strongest))
    out["gives the sentence"] = _sentence(rows, strongest) if asks_sentence(reading.text) else np.zeros_like(strongest)
    return out


def _carried(snapshot: Snapshot, reading: Reading) -> Vectors:
    return snapshot.meaning.carry(snapshot.encoder.one(reading.mind), reading.lang)


def _sentence(rows: Rows, strongest: Scores) -> Scores:
    """For a provision that gives a sentence, what the best provision scores that it gives it for."""
    out = np.zeros_like(strongest)
    np.maximum.at(out, rows.sentenced_by, strongest[rows.punished])
    return out


def text_signals(snapshot: Snapshot, count: int, reading: Reading) -> dict[str, Scores]:
    """Give the signals of the texts for all provisions of the book, by name; shape (count,) each."""
    asks = dict(_asked(snapshot, count, reading))
    block = np.empty((len(asks), count), dtype=np.float32)  # at a million, getting and giving back many arrays took half of the time
    for row, scores in zip(block, _answers(tuple(asks.values()), snapshot), strict=True):
        row[:] = scores
    return dict(zip(asks, block, strict=True))


def _asked(snapshot: Snapshot, count: int, reading: Reading) -> Iterator[tuple[str, Ask]]:
    """Give what each text signal asks of its index, by name; nothing is asked yet."""
    vector, own = snapshot.encoder.one(reading.english), snapshot.encoder.one(reading.mind)
    carried = _carried(snapshot, reading)
    yield _MEANS, partial(snapshot.meaning.scores, carried)
    if "own.en" in snapshot.vectors:
        yield "means the words", partial(_cosines, snapshot.vectors["own.en"], carried, count)
    for key, dense in snapshot.vectors.items():
        yield f"dense {key}", partial(_cosines, dense, own if key.endswith("sw") else vector, count)
    for key, words in snapshot.words.items():
        lang = key.split(".")[1]
        if key.startswith("whole"):
            yield f"covers {key}", partial(words.coverage, reading.words[lang])
            continue
        yield f"words {key}", partial(_counted, words, reading.words[lang])
        if key.startswith(("own", "asked")):
            yield f"also {key}", partial(_counted, words, reading.also[lang])


def _answers(asks: Sequence[Ask], snapshot: Snapshot) -> Iterator[Scores]:
    """Ask all: one after the other here, side by side where the index is on another machine and each ask is a wait."""
    if not any(index.far for index in snapshot.words.values()):
        yield from (ask() for ask in asks)
        return
    with ThreadPoolExecutor(len(asks), thread_name_prefix="ask") as threads:
        yield from threads.map(lambda ask: ask(), asks)


def _cosines(index: VectorIndex, vector: Vectors, count: int) -> Scores:
    return np.clip(index.scores(vector, count), 0, 1)


def _counted(index: KeywordIndex, words: Sequence[str]) -> Scores:
    return _unit(index.scores(words))


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
    zeros = np.zeros(len(rows), dtype=np.float32)
    met = zeros.copy()
    met[[row for path in reading.paths if (row := rows.find(ProvisionPath.parse(path))) >= 0]] = 1.0
    slugs = named_instruments(reading.text, snapshot.book.instruments.values())
    named = rows.within(*slugs).astype(np.float32)
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
