"""Words without characters that cannot be seen: they could turn a line round, command a terminal, or break a document."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

_ORDER = [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_CONTROLS = [*range(9), *range(14, 28), *range(0x7F, 0x85), *range(0x86, 0xA0)]
_SPACES = [11, 12, 13, *range(28, 32), 0x85]
_NONE = [*range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
_TABLE: dict[int, str | None] = {
    **dict.fromkeys([*_ORDER, *_CONTROLS]),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_NONE, "\ufffd"),
}


def visible(value: T) -> T:
    """Give a text, or a record with all its texts, without them. Line ends and tabs stay."""
    if isinstance(value, str):
        return value.translate(_TABLE)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {key: visible(inner) for key, inner in value.items()}  # type: ignore[return-value]
    return [visible(inner) for inner in value] if isinstance(value, list | tuple) else value  # type: ignore[return-value]
