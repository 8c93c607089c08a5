"""The data of the facts engine: signs in a story, the words that scope them, and the rules, as `corpus/facts/` holds them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from ingest.errors import BadCorpus
from ingest.places import CORPUS
from ingest.table import read_toml, typed

Words = tuple[str, ...]


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that a story may tell: cues for it in both languages, sentences like it, the elements it speaks for.

    `scope` is "clause" where a "not" or an "if" before the cue counts, "free" where the cue says all ("not paid").
    `near` is the cosine from which a sentence counts as like the exemplars; 0 takes the common threshold.
    """

    id: str
    name: str
    name_sw: str
    en: Words = ()
    sw: Words = ()
    like: Words = ()
    proves: Words = ()
    ilo: Words = ()
    scope: str = "clause"
    near: float = 0.0


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that turn what follows: denial, supposition, hearsay, allegation, ignorance; and words that end their reach."""

    denies: Words
    not_denying: Words
    supposes: Words
    hearsay: Words
    alleges: Words
    ignores: Words
    ends: Words
    joins: Words
    denied_verb: Words
    reach: int


class Derivation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A conclusion: holds where every item of `all_of` holds ("a|b" is met by either) and nothing of `unless` does."""

    id: str
    all_of: Words
    why: str
    why_sw: str
    unless: Words = ()


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An indication and what must hold for it. The first that holds is the outcome; `sure` is how often it was right;
    where a `weak` one comes first, or all signs weighed together (`weigh.py`) give it less than `veto`, those decide; `against` has
    another such number for what they would decide.
    The probabilities of the indications in `borne_by` count for it as well.
    """

    id: str
    indication: str
    all_of: Words
    why: str
    why_sw: str
    sure: float
    unless: Words = ()
    also: bool = True
    weak: bool = False
    veto: float = 0.1
    against: Mapping[str, float] = msgspec.field(default_factory=dict)
    borne_by: Words = ()


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question that settles one fact."""

    about: str
    en: str
    sw: str


class Related(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An offence, by its id in `penalties.toml`, to consider where something holds."""

    penalty: str
    all_of: Words
    unless: Words = ()


class Heavier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes the sentence heavier, by its id in `penalties.toml`, where something holds."""

    aggravation: str
    all_of: Words


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fixed remark with its provisions, said where something holds."""

    id: str
    en: str
    sw: str
    all_of: Words = ()
    unless: Words = ()
    paths: Words = ()


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Thresholds: nearness to exemplars, how long a story may be, its share of common
    words, the fewest signs that are weighed, the least probability that is taken, what the chance of harm counts, and the line (on log odds) that turns
    scores into confidence.
    """

    near: float
    lead: float
    fewest_words: int
    most_words: int
    known_share: float
    fewest_signs: int
    least: float
    harm: float
    slope: float
    shift: float


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is concluded from signs."""

    derive: tuple[Derivation, ...]
    decide: tuple[Decision, ...]
    ask: tuple[Question, ...]
    related: tuple[Related, ...]
    heavier: tuple[Heavier, ...]
    note: tuple[Note, ...]
    limits: Limits


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers in words, and the words around an age."""

    en: Mapping[str, int]
    sw: Mapping[str, int]
    adult_words: Words = ()


class Lore(msgspec.Struct, frozen=True):
    """Everything in `corpus/facts/`. `classes` are named lists of words that cues use as `@name`."""

    signs: tuple[Sign, ...]
    classes: Mapping[str, Words]
    scope: Scope
    rules: Rules
    numbers: Numbers
    like: Mapping[str, Words]


class _MoreFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    en: Mapping[str, Words]
    sw: Mapping[str, Words]


class _LikeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    like: Mapping[str, Words]


class _SignFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sign: tuple[Sign, ...]


class _WordFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    classes: Mapping[str, Words]
    scope: Scope
    numbers: Numbers


def _known(named: set[str], signs: list[Sign], file: Path) -> None:
    """Raise BadCorpus where a file of cues names a sign that there is not."""
    if strange := named - {sign.id for sign in signs}:
        raise BadCorpus(f"{file.name} gives cues for {', '.join(sorted(strange))}, which is no sign.", "Mend the name.")


@lru_cache(maxsize=4)
def read_lore(folder: Path = CORPUS / "facts") -> Lore:
    """Read the folder. Raises BadCorpus, which names the file and the field."""
    signs = [sign for file in sorted(folder.glob("signs-*.toml")) for sign in typed(read_toml(file), _SignFile, str(file)).sign]
    for file in sorted(folder.glob("more*.toml")):
        more = typed(read_toml(file), _MoreFile, str(file))
        _known({*more.en, *more.sw}, signs, file)
        signs = [msgspec.structs.replace(s, en=(*s.en, *more.en.get(s.id, ())), sw=(*s.sw, *more.sw.get(s.id, ()))) for s in signs]
    words = typed(read_toml(folder / "words.toml"), _WordFile, str(folder / "words.toml"))
    raw = {}
    for name in ("rules", "questions", "remarks"):
        raw.update(read_toml(folder / f"{name}.toml"))
    rules = typed(raw, Rules, str(folder / "rules.toml"))
    like = typed(read_toml(folder / "like.toml"), _LikeFile, str(folder / "like.toml")).like
    return Lore(tuple(signs), words.classes, words.scope, rules, words.numbers, like)
