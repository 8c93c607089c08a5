"""What a user would build instead: the tutorial design (LangChain's splitter with FAISS) and txtai's hybrid search."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from index.dense import DenseIndex
from index.encode import shipped_model
from index.search import Hit
from index.snapshot import Snapshot
from ingest.path import ProvisionPath

CHUNK, OVERLAP = 1000, 200
"""Characters, as the tutorials have them."""


class Tutorial:
    """Each instrument's plain text cut into chunks of characters; a chunk stands for the provisions that it holds most of."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Cut, encode and index."""
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._encoder = snapshot.encoder
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
        chunks: list[str] = []
        self._held: list[list[ProvisionPath]] = []
        for edition in (e for e in snapshot.book.editions if e.lang == "en"):
            spans, text = _spans([(p.path, p.text) for p in edition.walk() if p.text])
            for document in splitter.create_documents([text]):
                start = document.metadata["start_index"]
                chunks.append(document.page_content)
                self._held.append(_inside(spans, start, start + len(document.page_content)))
        self._index = DenseIndex.build(self._encoder.encode(chunks), np.arange(len(chunks), dtype=np.int32))

    def search(self, question: str, limit: int = 10, instrument: str | None = None) -> list[Hit]:
        """Give the provisions of the best chunks, in the order of the text within a chunk."""
        del instrument
        scores = self._index.scores(self._encoder.encode([question]), len(self._held))
        order = np.argsort(-scores, kind="stable")[:limit]
        paths = dict.fromkeys(path for chunk in order for path in self._held[int(chunk)])
        return [Hit(path, 1.0 / (n + 1), {}) for n, path in enumerate(list(paths)[:limit])]


def _spans(texts: list[tuple[ProvisionPath, str]]) -> tuple[list[tuple[int, int, ProvisionPath]], str]:
    spans, at = [], 0
    for path, words in texts:
        spans.append((at, at + len(words), path))
        at += len(words) + 1
    return spans, "\n".join(words for _, words in texts)


def _inside(spans: list[tuple[int, int, ProvisionPath]], start: int, end: int) -> list[ProvisionPath]:
    return [path for begin, stop, path in spans if 2 * (min(stop, end) - max(begin, start)) > stop - begin]


class Txtai:
    """txtai's hybrid index over the same clauses with the same model. Needs the package txtai (`pip install txtai`)."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Index the provisions' headings and words."""
        from txtai import Embeddings

        self._paths = [path for path in snapshot.book.paths if snapshot.book.text(path).provision.text]
        texts = [f"{snapshot.book.heading(path)}: {snapshot.book.text(path).provision.text}" for path in self._paths]
        self._index = Embeddings(path=str(shipped_model()), hybrid=True)
        self._index.index(list(enumerate(texts)))

    @staticmethod
    def installed() -> bool:
        """Whether the package is there."""
        return find_spec("txtai") is not None

    def search(self, question: str, limit: int = 10, instrument: str | None = None) -> list[Hit]:
        """Give the best provisions by txtai's own fusion."""
        del instrument
        return [Hit(self._paths[int(n)], float(score), {}) for n, score in self._index.search(question, limit)]
