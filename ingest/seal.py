"""Records that tell when they were altered: JSON with the SHA-256 of itself. A flipped bit in a kept text must not reach a court."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_KEY = "seal"


def sealed(record: dict[str, Any]) -> bytes:
    """Give a record as JSON with its seal."""
    return _json(record | {_KEY: _seal(record)})


def unsealed(content: bytes) -> dict[str, Any]:
    """Read what `sealed` gave. Raises ValueError where anything in it was altered, and where there is no seal."""
    record = json.loads(content)
    seal = record.pop(_KEY, None) if isinstance(record, dict) else None
    if seal is None or seal != _seal(record) or content != _json(record | {_KEY: seal}):
        raise ValueError("altered")
    return dict(record)


def _seal(record: dict[str, Any]) -> str:
    return hashlib.sha256(_json(record)).hexdigest()


def _json(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()
