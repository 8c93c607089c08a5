"""Offences with their sentences, as `corpus/penalties.toml` holds them. What the text does not say stays empty."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

Paths = tuple[str, ...]


class Prison(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A term: `min_` at least, `max_` at most; a figure alone where the text says neither; `life` for life."""

    min_years: int = 0
    max_years: int = 0
    max_months: int = 0
    years: int = 0
    life: bool = False


class Fine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fine in Kenya shillings: at least, at most, or the one figure that the text names."""

    min_kes: int = 0
    max_kes: int = 0
    kes: int = 0


class Repeat(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a later conviction brings."""

    min_years: int = 0
    life: bool = False
    fine_option: bool = True


class BodyCorporate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a company pays, at least."""

    min_fine_kes: int = 0


class Penalty(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One offence: the provisions that create it, the one whose words give the sentence, and the sentence.

    `note_paths` are further provisions that the note rests on.
    """

    id: str
    offence: str
    offence_sw: str
    created_by: Paths
    sentenced_by: str
    part: str
    choice: str
    prison: Prison | None = None
    fine: Fine | None = None
    repeat: Repeat | None = None
    body_corporate: BodyCorporate | None = None
    note: str = ""
    note_sw: str = ""
    note_paths: Paths = ()


class Consequence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What else may or must follow; also what makes the sentence heavier."""

    id: str
    en: str
    sw: str
    paths: Paths
    prison: Prison | None = None


class Penalties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All offences, what makes a sentence heavier, and what else follows a conviction."""

    penalty: tuple[Penalty, ...] = ()
    aggravation: tuple[Consequence, ...] = ()
    consequence: tuple[Consequence, ...] = ()

    def paths(self) -> Iterator[str]:
        """Give every path that is cited."""
        for penalty in self.penalty:
            yield from (*penalty.created_by, penalty.sentenced_by, *penalty.note_paths)
        for other in (*self.aggravation, *self.consequence):
            yield from other.paths
