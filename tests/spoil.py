"""Spoils files, the same way for the same seed: bytes turned, cut, doubled, moved, and the markup's own traps put in."""

from __future__ import annotations

import random

_TRAPS = (
    b"<",
    b">",
    b"&",
    b"\x00",
    b"\xff\xfe",
    b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
    b"&x;",
    b"<section><section>" * 40,
    b"(a)(i)(1)",
    b"PK\x05\x06",
    b"endobj",
    b"/Length 99999999",
    b"%PDF-",
    b"1. 1. 1.",
    "“".encode(),
    b"SCHEDULE",
)


def mutant(content: bytes, seed: int) -> bytes:
    """Give one mutant of a file."""
    dice = random.Random(seed)
    spoilt = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        if spoilt:
            _spoil(spoilt, dice)
    return bytes(spoilt)


def _spoil(content: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(content))
    to = min(len(content), at + dice.choice((1, 4, 30, 300)))
    match dice.randrange(7):
        case 0:
            content[at] ^= 1 << dice.randrange(8)
        case 1:
            content[at:to] = bytes(dice.randrange(256) for _ in range(to - at))
        case 2:
            del content[at:to]
        case 3:
            content[at:at] = content[at:to] * dice.choice((1, 2, 20))
        case 4:
            content[at:at] = dice.choice(_TRAPS)
        case 5:
            del content[at:]
        case _:
            piece = content[at:to]
            del content[at:to]
            place = dice.randrange(len(content) + 1)
            content[place:place] = piece
