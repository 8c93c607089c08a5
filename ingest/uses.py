"""What clauses do: groups of them in the order in which they are used, as `corpus/uses.toml` holds them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Use(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Clauses that do one thing. `kind` is the kind of answer that they give; `ordered` whether they are used one after another."""

    id: str
    kind: str
    name: str
    name_sw: str
    paths: tuple[str, ...]
    ordered: bool = True


class Uses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All groups."""

    use: tuple[Use, ...] = ()

    def paths(self) -> Iterator[str]:
        """Give every path that is cited."""
        yield from (path for one in self.use for path in one.paths)
