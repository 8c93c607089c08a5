"""The corpus in the repository: instruments and their plain and note editions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ingest.concepts import FIELDS, Concept
from ingest.errors import BadCorpus
from ingest.markdown import read_markdown
from ingest.model import RANKS, Edition, Instrument, Layer
from ingest.penalties import Penalties
from ingest.places import CORPUS
from ingest.referral import Referral
from ingest.scope import Scope
from ingest.seals import refuse_changed
from ingest.table import read_toml, typed
from ingest.terms import Thesaurus
from ingest.uses import Uses

T = TypeVar("T")

_NEEDED = ("slug", "title", "short", "kind", "unit", "year")
_UNITS = ("section", "article", "heading")


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Questions that people ask which one provision answers, in both languages."""

    en: tuple[str, ...] = ()
    sw: tuple[str, ...] = ()


class Data(msgspec.Struct, frozen=True):
    """What the corpus knows beside the texts: questions by path, the thesaurus, concepts by slug, penalties, what lies
    outside, and the picture of how victims are referred.
    """

    asked: dict[str, Asked]
    terms: Thesaurus
    concepts: dict[str, Concept]
    penalties: Penalties
    scope: Scope = Scope()
    referral: Referral = Referral()


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that the repository knows: instruments by slug, their editions in reading order, and the data."""

    instruments: Mapping[str, Instrument]
    editions: tuple[Edition, ...]
    data: Data


def read_corpus(folder: Path = CORPUS) -> Corpus:
    """Read everything below `folder`. Raises BadCorpus, which names the file and what is expected."""
    corpus = unsealed_corpus(folder)
    refuse_changed(resting(corpus.data), corpus.editions, folder)
    return corpus


def resting(data: Data) -> dict[str, tuple[str, ...]]:
    """Give the provisions that each file cites whose entries say what clauses say."""
    return {
        "penalties.toml": tuple(data.penalties.paths()),
        "referral.toml": tuple(data.referral.paths()),
        **{f"concepts/{slug}.toml": tuple(concept.paths()) for slug, concept in data.concepts.items()},
    }


def unsealed_corpus(folder: Path = CORPUS) -> Corpus:
    """Read everything, whether or not the entries of the data were read since their provisions changed. Raises BadCorpus."""
    instruments: dict[str, Instrument] = {}
    editions: list[Edition] = []
    for file in sorted(folder.glob("*/instrument.toml")):
        instrument = read_instrument(file)
        instruments[instrument.slug] = instrument
        editions.extend(_editions(file.parent, instrument))
    if not instruments:
        raise BadCorpus(f"{folder} holds no instrument.", "Look at corpus/README.md for the layout of the folder.")
    data = _data(folder)
    _refuse_dangling(data, _table(folder / "uses.toml", Uses), editions, folder)
    return Corpus(instruments, tuple(editions), data)


def _data(folder: Path) -> Data:
    concepts = [typed(read_toml(file), Concept, str(file)) for file in sorted(folder.glob("concepts/*.toml"))]
    asked = {
        f"{file.parent.name}/{place}": typed(raw, Asked, f"{file}, [{place}]")
        for file in sorted(folder.glob("*/asked.toml"))
        for place, raw in read_toml(file).items()
    }
    return Data(
        asked=asked,
        terms=_table(folder / "terms.toml", Thesaurus),
        concepts={concept.slug: concept for concept in concepts},
        penalties=_table(folder / "penalties.toml", Penalties),
        scope=_table(folder / "scope.toml", Scope),
        referral=_table(folder / "referral.toml", Referral),
    )


def _table(file: Path, kind: type[T]) -> T:
    return typed(read_toml(file) if file.exists() else {}, kind, str(file))


def _refuse_dangling(data: Data, uses: Uses, editions: list[Edition], folder: Path) -> None:
    """Refuse data that cites a provision which no text has, naming file and path; a concept needs clauses at all."""
    known = {str(provision.path) for edition in editions for provision in edition.walk()}
    known |= {edition.instrument for edition in editions}
    cited = {
        "asked.toml": tuple(data.asked),
        "terms.toml": tuple(data.terms.paths()),
        "uses.toml": tuple(uses.paths()),
        **resting(data),
    }
    for name, paths in cited.items():
        lost = sorted({path for path in paths if path not in known})
        if lost:
            raise BadCorpus(f"{folder / name} cites {', '.join(lost[:3])}, which no text has.", "Mend the path, or restate the provision.")
    if data.referral.lost():
        raise BadCorpus(f"{folder / 'referral.toml'} has an arrow to {data.referral.lost()[0]!r}, which is no box.", "Mend the arrow.")
    for slug, concept in data.concepts.items():
        if set(concept.fields) != set(FIELDS) or not concept.fields["what"]:
            raise BadCorpus(f"{folder / 'concepts' / slug}.toml lacks fields or clauses.", f"It needs {', '.join(FIELDS)}.")


def read_instrument(file: Path) -> Instrument:
    """Read an `instrument.toml`."""
    raw = read_toml(file)
    missing = [key for key in _NEEDED if key not in raw]
    if missing:
        raise BadCorpus(f"{file} lacks {', '.join(missing)}.", "Add the fields; corpus/README.md lists them.")
    if raw["slug"] != file.parent.name or raw["kind"] not in RANKS or raw["unit"] not in _UNITS:
        raise BadCorpus(
            f"{file}: slug, kind or unit does not fit ({raw['slug']}, {raw['kind']}, {raw['unit']}).",
            f"The slug is the folder's name; kind is one of {', '.join(RANKS)}; unit one of {', '.join(_UNITS)}.",
        )
    review = {f"{layer}.{lang}": str(entry.get("review", "")) for layer in ("plain", "note") for lang, entry in raw.get(layer, {}).items()}
    names = {f.name for f in fields(Instrument)}
    known: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key in names}
    return Instrument(**known, review=review)


def _editions(folder: Path, instrument: Instrument) -> list[Edition]:
    editions = []
    for file in sorted([*folder.glob("plain.*.md"), *folder.glob("note.*.md")]):
        layer, lang, _ = file.name.split(".")
        editions.append(
            Edition(
                instrument=instrument.slug,
                layer=Layer(layer),
                lang=lang,
                provisions=read_markdown(file, instrument.slug),
                as_at=instrument.as_at if layer == "plain" else "",
                sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
                source=f"corpus/{instrument.slug}/{file.name}",
                review=instrument.review.get(f"{layer}.{lang}", ""),
            )
        )
    return editions
