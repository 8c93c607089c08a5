"""Any BEIR-style folder (corpus.jsonl, queries.jsonl, qrels.tsv): `python -m eval beir DIR`. Nothing Kenyan takes part.

The engine is a convex combination of cosine and BM25, each scaled to 0..1 over the documents (Bruch, Gai and Ingber,
ACM TOIS 42(1), 2023), held against each of the two alone (Thakur et al., NeurIPS Datasets 2021, for the format).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import R, nDCG

from index.dense import DenseIndex
from index.encode import Encoder, exported
from index.engine import Scores
from index.words import WordIndex, tokens
from ingest.errors import BadInput
from ingest.places import home

SHARE = 0.5
"""Weight of the cosine; the rest is BM25's."""
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """One system's means over the queries."""

    system: str
    ndcg: float
    recall: float


def report(folder: Path) -> Iterator[str]:
    """Give nDCG@10 and recall@100 of BM25, the sentence model, and both. Raises BadInput for a folder of another form."""
    encoder = Encoder(exported(home()))
    for one in measure(folder, encoder):
        yield f"{one.system:8} nDCG@10 {one.ndcg:.3f}  recall@100 {one.recall:.3f}"


def measure(folder: Path, encoder: Encoder) -> tuple[Measured, ...]:
    """Measure BM25, MiniLM and the engine, in this order, over the queries that have judgements. Raises BadInput."""
    names, texts = _corpus(folder)
    qrels = _qrels(folder)
    judged = {one.query_id for one in qrels}
    words = WordIndex.build(texts, "en")
    dense = DenseIndex.build(encoder.encode(texts), np.arange(len(texts), dtype=np.int32))
    runs: dict[str, list[ir_measures.ScoredDoc]] = {"BM25": [], "MiniLM": [], "engine": []}
    for query, text in ((query, text) for query, text in _queries(folder).items() if query in judged):
        keyword = _unit(words.scores(tokens(text, "en")))
        meaning = _unit(dense.scores(encoder.encode([text]), len(texts), nearest=len(texts)))
        for name, scores in (("BM25", keyword), ("MiniLM", meaning), ("engine", SHARE * meaning + (1 - SHARE) * keyword)):
            order = np.argsort(-scores, kind="stable")[:DEPTH]
            runs[name] += [ir_measures.ScoredDoc(query, names[int(n)], float(scores[n])) for n in order]
    found = {name: ir_measures.calc_aggregate([nDCG @ 10, R @ 100], qrels, run) for name, run in runs.items()}
    return tuple(Measured(name, values[nDCG @ 10], values[R @ 100]) for name, values in found.items())


def _unit(scores: Scores) -> Scores:
    low, high = float(scores.min(initial=0)), float(scores.max(initial=0))
    return (scores - low) / (high - low) if high > low else scores


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be read: {error}.", "The folder needs corpus.jsonl, queries.jsonl and qrels.tsv.") from error


def _corpus(folder: Path) -> tuple[list[str], list[str]]:
    rows = _rows(folder / "corpus.jsonl")
    return [row["_id"] for row in rows], [f"{row.get('title', '')} {row['text']}".strip() for row in rows]


def _queries(folder: Path) -> dict[str, str]:
    return {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}


def _qrels(folder: Path) -> list[ir_measures.Qrel]:
    file = next((f for f in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if f.is_file()), None)
    if file is None:
        raise BadInput(f"{folder} has no qrels.tsv.", "The folder needs corpus.jsonl, queries.jsonl and qrels.tsv.")
    with file.open(encoding="utf-8") as stream:
        rows = [row for row in csv.reader(stream, delimiter="\t") if len(row) >= 3 and row[-1].strip().isdigit()]
    return [ir_measures.Qrel(row[0], row[-2], int(row[-1])) for row in rows]
