"""Asks hostile questions by the thousand in one process and tells how it went. Run as a module with a seed and a number.

Writes one JSON object: how many, the time of each in order (the longest hundred), the median and the 99th percentile in
seconds, and what was not caught, by the kind of question and the place of the fault.
"""

from __future__ import annotations

import json
import random
import string
import sys
import time
from collections.abc import Callable

from answer.ask import ask
from answer.facts import mask, open_engine
from index.search import Search
from index.snapshot import open_snapshot
from ingest.errors import KingaError
from ingest.places import home
from ingest.quiet import told

SEED_WORDS = (
    "what is the penalty for trafficking a child under section 3(1)(a) of the Counter-Trafficking in Persons Act, Article 30(2), "
    "s. 20(2)(j)(ii), First Schedule paragraph 4(3), je ridhaa ni utetezi kifungu cha 3(2), she was promised work and locked in, "
    "forced labour convention 1930, her passport was taken, usafirishaji haramu wa binadamu, compare smuggling with trafficking"
).split()
_SYNTAX = (*"\"'*+-{}[])\\", "AND", "OR", "NOT", "NEAR(", "^3", "field:", "~2", "%s", "${x}", "{0}", "{words}")
_ODD = (
    "\x00\x01\x07\x08\x0b\x1b[31m\x7f\x85\u200b\u200e\u202e\u2028\u2066\ufeff\ufffe\uffff\U000e0001"
    "\ud800\udc00\udfff\u0301\u0345\u1e9e\u0130\u212a\ufb03\u0f0b"
)
_PIECES = ("s. 3(1)(a) ", "(", "((a)", "section ", "a ", "art. ", "3", "-", " of the", "and section 3 ", "'s ", "Act Act ", ",", "\n", "é")
_SCRIPTS = "абвгд 日本語 عربى አማርኛ ሰላም ไทย हिंदी 𝔘𝔫𝔦 👩‍👩‍👧 ẞßİıſ"

_CITED = ("s.", "Art", "section", "kifungu cha", "para")

Make = Callable[[random.Random], str]


def words(chance: random.Random, most: int = 30) -> str:
    return " ".join(chance.choice(SEED_WORDS) for _ in range(chance.randrange(1, most)))


def slipped(chance: random.Random) -> str:
    """Words with letters changed, lost, doubled."""
    text = list(words(chance))
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(text))
        text[at] = chance.choice(("", text[at] * 2, chance.choice(string.printable), chance.choice(_ODD)))
    return "".join(text)


def long_words(chance: random.Random) -> str:
    """Words that no corpus has, up to the longest question that is read: each could be a slip."""
    length = chance.choice((50, 500, 5_000, 19_000))
    out: list[str] = []
    while sum(map(len, out)) + len(out) < length:
        out.append("".join(chance.choices(string.ascii_lowercase, k=chance.randrange(5, 14))))
    return " ".join(out)


def repeated(chance: random.Random) -> str:
    """One piece over and over: what makes a pattern go back and forth."""
    piece = chance.choice(
        ("s. 3(1)(a) ", "(", "((a)", "section ", "a ", "art. ", "3", "-", " of the", "and section 3 ", "'s ", "Act Act ", ",", "\n", "é")
    )
    return piece * chance.choice((10, 1_000, 19_000 // len(piece)))


HOSTILE: dict[str, Make] = {
    "slips": slipped,
    "odd characters": lambda c: "".join(c.choice(_ODD + words(c, 3) + " ") for _ in range(c.randrange(1, 200))),
    "scripts": lambda c: "".join(c.choice(_SCRIPTS) for _ in range(c.randrange(1, 300))),
    "query syntax": lambda c: " ".join(c.choice((*_SYNTAX, *SEED_WORDS[:8])) for _ in range(c.randrange(1, 30))),
    "bytes": lambda c: bytes(c.randrange(256) for _ in range(c.randrange(1, 300))).decode("utf-8", "surrogateescape"),
    "citations": lambda c: f"{c.choice(_CITED)} {c.randrange(10 ** c.randrange(1, 40))}" + "(x)" * c.randrange(9),
    "markup": lambda c: f"<script>{words(c)}</script>{{{{7*7}}}}' OR 1=1 -- [x](javascript:alert(1)) =cmd|' /C calc'!A0",
    "plain": words,
}
RARE: dict[str, Make] = {
    "long words": long_words,
    "repeated": repeated,
    "a megabyte": lambda c: c.choice(("x", "s. 3 ", "\ud800", "wa ")) * (1_000_000 // 3),
    "blank": lambda c: c.choice(("", " ", "\n\t", "\u200b", "\x00", "\ud800")),
}


def questions(seed: int, count: int) -> list[tuple[str, str]]:
    """Give questions with their kinds; one in fifty is of a rare kind that costs more."""
    chance = random.Random(seed)
    out = []
    for _ in range(count):
        kinds = RARE if chance.random() < 0.02 else HOSTILE
        kind = chance.choice(list(kinds))
        out.append((kind, kinds[kind](chance)))
    return out


def main(seed: str, count: str) -> None:
    """Ask; one in ten goes to the facts engine and the mask as well."""
    search = Search(open_snapshot(home()))
    engine = open_engine(search.snapshot)
    ask("is consent a defence?", search)
    engine.lay("She was promised work and locked in.")
    times: list[tuple[float, float, str]] = []
    faults: list[str] = []
    for number, (kind, text) in enumerate(questions(int(seed), int(count))):
        jobs: list[Callable[[], object]] = [lambda text=text: ask(text, search).record()]
        if number % 10 == 0:
            jobs += [lambda text=text: engine.lay(text).record(), lambda text=text: mask(text)]
        for name, job in zip(("ask", "facts", "mask"), jobs, strict=False):
            began, worked = time.perf_counter(), time.process_time()
            try:
                job()
            except KingaError:
                pass
            except Exception as error:
                faults.append(f"{name}, {kind}: {told(error).splitlines()[0]}")
            times.append((time.perf_counter() - began, time.process_time() - worked, f"{name}, {kind}, {len(text)} characters"))
    ordered = sorted(times, reverse=True)
    report = {
        "asked": int(count),
        "timed": len(times),
        "median": ordered[len(ordered) // 2][0],
        "p99": ordered[len(ordered) // 100][0],
        "p99 of the processor": sorted(worked for _, worked, _ in times)[-1 - len(times) // 100],
        "longest": ordered[:100],
        "faults": faults,
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
