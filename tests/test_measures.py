"""The measures: any BEIR-style folder is read, and the engine beats neither part of itself by chance of the Kenyan terms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import beir
from index.search import Search
from ingest.errors import BadInput


def folder_of(search: Search, place: Path, each: int = 11) -> Path:
    """Write a BEIR folder from the corpus: a document for every provision with words, one of its own questions as a query.

    The documents are the provisions' words alone, so nothing of the thesaurus or of what people ask helps any system.
    """
    book, asked = search.snapshot.book, search.snapshot.data.asked
    texts = {str(path): book.text(path).provision.text for path in book.paths}
    documents = [{"_id": path, "title": "", "text": text} for path, text in texts.items() if text]
    questions = [(f"q{n}", path, asked[path].en[0]) for n, path in enumerate(sorted(asked)) if texts.get(path) and asked[path].en]
    chosen = questions[::each]
    place.joinpath("corpus.jsonl").write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    place.joinpath("queries.jsonl").write_text("\n".join(json.dumps({"_id": q, "text": t}) for q, _, t in chosen), encoding="utf-8")
    rows = "".join(f"{query}\t{path}\t1\n" for query, path, _ in chosen)
    place.joinpath("qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{rows}", encoding="utf-8")
    return place


def test_without_kenyan_terms_the_engine_is_no_worse_than_the_better_of_its_parts(search: Search, tmp_path: Path) -> None:
    keyword, meaning, engine = beir.measure(folder_of(search, tmp_path), search.snapshot.encoder)
    assert [keyword.system, meaning.system, engine.system] == ["BM25", "MiniLM", "engine"]
    assert min(keyword.ndcg, meaning.ndcg) > 0.1, "the folder must be one that ordinary search can do something with"
    assert engine.ndcg >= max(keyword.ndcg, meaning.ndcg)


def test_a_folder_of_another_form_is_refused(search: Search, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"corpus\.jsonl"):
        beir.measure(tmp_path, search.snapshot.encoder)
