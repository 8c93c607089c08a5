"""The weights of the ranking: one number a signal and language, in `corpus/ranking.toml`, readable and editable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.places import CORPUS
from ingest.table import read_toml


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights by language, then by signal; and those of the decision whether the corpus answers at all."""

    by_language: Mapping[str, Mapping[str, float]]
    answers: Mapping[str, float]

    @classmethod
    def read(cls, file: Path) -> Ranking:
        """Read weights from a TOML file with the tables [en], [sw] and [answers]."""
        raw = read_toml(file)
        weights = {table: {name: float(value) for name, value in raw[table].items()} for table in ("en", "sw", "answers")}
        return cls({lang: weights[lang] for lang in ("en", "sw")}, weights["answers"])

    @classmethod
    def shipped(cls) -> Ranking:
        """The weights of the repository."""
        return _shipped()

    def weights(self, lang: str) -> Mapping[str, float]:
        """The weights for a language."""
        return self.by_language[lang]


@cache
def _shipped() -> Ranking:
    return Ranking.read(CORPUS / "ranking.toml")
