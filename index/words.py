"""Words of a text as the keyword index counts them, and the index itself: BM25 by bm25s.

bm25s holds its scores in plain arrays: it answers in 0.3 ms, saves without pickle, and gives a score for every provision,
which fusion needs. SQLite FTS5 takes 8 ms and tantivy keeps its index format to itself.
BM25: Robertson and Zaragoza, Foundations and Trends in IR 3(4), 2009; the variant is Lucene's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from bm25s.tokenization import Tokenized

from index.engine import KeywordIndex, Scores

K1, B = 1.2, 0.6
"""BM25: how soon a repeated word counts no more, and how much a long text loses."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_STOP = {
    "en": frozenset(
        "a an and are as at be been being but by can could did do does for from had has have he her him his how i if in into is it "
        "its me my of on or our shall she should so than that the their them then there these they this those to under up was we were "
        "what when where which who whom whose why will with would you your say says tell please about any s".split()
    ),
    "sw": frozenset(
        "na ya wa za la kwa ni cha vya katika au hii huyu hiyo hizo hizi huo ile yake wake zake lake chake kama je gani nini nani "
        "ambaye ambao ambayo ambazo pia hata tu sana mimi wewe yeye sisi wao kuwa ili bila hapa hapo ndani nje naomba tafadhali".split()
    ),
}


def folded(text: str) -> str:
    """Give the text in lower case, accents and odd apostrophes folded."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def tokens(text: str, lang: str) -> list[str]:
    """Give the stems of a text, stop words left out; English by Snowball, Kiswahili by its own light rules."""
    return [stem(word, lang) for word in words_of(text) if not is_stop(word, lang)]


def words_of(text: str) -> list[str]:
    """Give the folded words of a text, in order."""
    return _WORD.findall(folded(text))


@lru_cache(maxsize=65536)
def stem(word: str, lang: str) -> str:
    """Give the stem of one folded word."""
    if lang == "en":
        return str(_snowball().stemWord(word.removesuffix("'s")))
    return swahili_stem(word)


@cache
def _snowball() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


_TENSED = re.compile(  # subject, tense, relative, object: ali-ye-ni-..., wana-m-..., hawaku-...
    r"^(?:ha)?(?:ni|tu|wa|zi|ki|vi|li|ya|ku|pa|u|a|m|i)(?:na|li|ta|me|nge|ja)(?:ye|yo|cho|vyo|lo|zo|po|o)?"
    r"(?:ku(?=\w{5}))?(?:(?:mw|ni|tu|wa|ki|ji|m)(?=[bcdfghjklmnprstvwyz]\w{4}))?(?=\w{4})"
)
_CLASS = re.compile(r"^(?:wa|mw|mi|ma|m|ki|vi|ku|kw|u)(?=\w{4})")
_ENDINGS = ("shaji", "shwa", "lewa", "liwa", "aji", "iwa", "ewa", "wa", "ji", "ni")


def swahili_stem(word: str) -> str:
    """Take the commonest prefixes and the final extension and vowel off a Kiswahili word, leaving four letters or more.

    Kiswahili agrees by prefix: wasafirishaji, usafirishaji and anasafirisha meet at `safirish`, mwathiriwa and
    waathiriwa at `athir`. Nouns take the class prefix, verbs subject, tense, relative and object.
    """
    if len(word) < 5 or word.isdigit():
        return word
    root = _TENSED.sub("", word, count=1)
    if root == word:
        root = _CLASS.sub("", word, count=1)
    for ending in _ENDINGS:
        if root.endswith(ending) and len(root) - len(ending) >= 4:
            return root[: -len(ending)] + ("sh" if ending.startswith("sh") else "")
    return root[:-1] if root[-1] in "aeiou" and len(root) > 4 else root


class WordIndex(KeywordIndex):
    """BM25 over one text a row; gives a score for every row."""

    def __init__(self, engine: bm25s.BM25, lang: str) -> None:
        """Wrap an engine; use `build` or `open`."""
        self._engine = engine
        self.lang = lang
        self.vocabulary: frozenset[str] = frozenset(engine.vocab_dict)

    @classmethod
    def build(cls, texts: Sequence[str], lang: str, k1: float = K1, b: float = B) -> WordIndex:
        """Index the texts in memory."""
        engine = bm25s.BM25(method="lucene", k1=k1, b=b)
        stems = [tokens(text, lang) for text in texts]
        numbers = {word: n for n, word in enumerate(sorted({word for words in stems for word in words}))}
        ids = [[numbers[word] for word in words] for words in stems]
        engine.index(Tokenized(ids, numbers), show_progress=False)  # numbered in order, so that every build is the same
        return cls(engine, lang)

    @classmethod
    def open(cls, folder: Path, lang: str) -> WordIndex:
        """Open an index that `save` wrote."""
        engine = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
        engine.scores |= {name: np.asarray(part) for name, part in engine.scores.items() if isinstance(part, np.memmap)}
        return cls(engine, lang)

    def save(self, folder: Path) -> None:
        """Write the index as plain arrays and JSON."""
        self._engine.save(str(folder), show_progress=False)

    def scores(self, words: Sequence[str]) -> Scores:
        """Give the score of every row for these stems, shape (rows,)."""
        known = [word for word in words if word in self.vocabulary]
        if not known:
            return np.zeros(self.rows, dtype=np.float32)
        scores: Scores = self._engine.get_scores(known)
        return scores

    def coverage(self, words: Sequence[str]) -> Scores:
        """Give for every row the share of the words that occur in it, each weighed by how rare it is (idf), shape (rows,).

        Unlike `scores` it is absolute: words that no text has count as the rarest, so a strange question covers nothing.
        """
        ids = [self._engine.vocab_dict.get(word) for word in dict.fromkeys(words)]
        starts, places = self._engine.scores["indptr"], self._engine.scores["indices"]
        out = np.zeros(self.rows, dtype=np.float32)
        total = 0.0
        for token in ids:
            found = places[starts[token] : starts[token + 1]] if token is not None else places[:0]
            weight = float(np.log(1 + (self.rows - len(found) + 0.5) / (len(found) + 0.5)))
            out[found] += weight
            total += weight
        return out / total if total else out

    @property
    def rows(self) -> int:
        """How many texts are indexed."""
        return int(self._engine.scores["num_docs"])


def is_stop(word: str, lang: str) -> bool:
    """Whether a folded word is one that search leaves out."""
    return word in _STOP[lang]
