"""Why a clause was found: the signals of the search, gathered into the few reasons that a reader can weigh."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: dict[str, tuple[str, ...]] = {
    "cited": ("cited",),
    "asked": ("means what is asked", "dense asked", "words asked", "also asked"),
    "meaning": ("means the words", "dense own", "dense placed"),
    "words": ("words own", "words placed", "covers"),
    "terms": ("also own", "also placed", "met"),
    "document": ("named",),
    "home": ("home", "kenyan", "after its Kenyan twin"),
    "defines": ("defines",),
    "punishes": ("punishes", "gives the sentence"),
    "family": ("parent", "best item", "mean item", "top", "item"),
    "standing": ("bare", "gone", "note"),
}
"""Each reason with the beginnings of the names of its signals, as `corpus/ranking.toml` has them."""
MOST = 3


def why(signals: Mapping[str, float]) -> tuple[str, ...]:
    """Give the reasons that lifted a provision most, the strongest first; those that pushed it down are left out."""
    worth = dict.fromkeys(REASONS, 0.0)
    for name, value in signals.items():
        worth[reason(name)] += value
    lifted = sorted((one for one in worth if worth[one] > 0), key=lambda one: -worth[one])
    return tuple(lifted[:MOST])


def reason(signal: str) -> str:
    """Give the reason that a signal belongs to. Raises KeyError for a signal that belongs to none."""
    for name, beginnings in REASONS.items():
        if signal.startswith(beginnings):
            return name
    raise KeyError(signal)
