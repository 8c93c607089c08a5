"""Find names in a text: whole words, the longest where several fit."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=128)
def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Give one pattern for these folded names. It matches nothing where there is none."""
    longest = sorted(set(names), key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?![a-z0-9])")
