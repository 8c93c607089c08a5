"""Two editions of an instrument, clause by clause: what was added, what was removed, which words changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ingest.model import Edition, Provision
from ingest.path import ProvisionPath

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_FOLDED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_MOST = 25_000_000
"""Beyond this many pairs of words two texts are compared as wholes."""


class Kind(StrEnum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that stood in a clause and the words that stand there now; either may be empty."""

    before: str
    after: str

    def __str__(self) -> str:
        """Tell the edit in words."""
        if not self.before:
            return f"added “{self.after}”"
        if not self.after:
            return f"removed “{self.before}”"
        return f"“{self.before}” is now “{self.after}”"


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs: its path, its words before and after, and the edits between them."""

    kind: Kind
    path: ProvisionPath
    before: str = ""
    after: str = ""
    edits: tuple[Edit, ...] = ()

    def __str__(self) -> str:
        """Tell the change in one line, long words cut."""
        if self.kind is Kind.CHANGED:
            return f"{self.path}: changed: " + "; ".join(_cut(str(edit), 200) for edit in self.edits)
        return f"{self.path}: {self.kind}: {_cut(self.after or self.before, 160)}"


def compare(old: Edition, new: Edition) -> tuple[Change, ...]:
    """Give the clauses that differ, in reading order. Quotation marks, dashes and spaces that only look other do not count."""
    before, after = ({one.path: one for one in edition.walk()} for edition in (old, new))
    changes = {path: _changed(before[path], after[path]) for path in after if path in before}
    found: list[Change] = []
    gone = _gone(tuple(before), set(after))
    found += [_removed(before[path]) for path in gone.get(None, ())]
    for path, provision in after.items():
        if path not in before:
            found.append(Change(Kind.ADDED, path, after=_words(provision)))
        elif change := changes[path]:
            found.append(change)
        found += [_removed(before[one]) for one in gone.get(path, ())]
    return tuple(found)


def _gone(before: tuple[ProvisionPath, ...], kept: set[ProvisionPath]) -> dict[ProvisionPath | None, list[ProvisionPath]]:
    """Give the clauses that are no more, by the clause that they stood after."""
    found: dict[ProvisionPath | None, list[ProvisionPath]] = {}
    last: ProvisionPath | None = None
    for path in before:
        if path in kept:
            last = path
        else:
            found.setdefault(last, []).append(path)
    return found


def _removed(provision: Provision) -> Change:
    return Change(Kind.REMOVED, provision.path, before=_words(provision))


def _changed(old: Provision, new: Provision) -> Change | None:
    before, after = _words(old), _words(new)
    edits = tuple(edits_between(before, after))
    return Change(Kind.CHANGED, new.path, before, after, edits) if edits else None


def _words(provision: Provision) -> str:
    """The words that a clause shows: heading, opening, closing, and what became of it."""
    standing = "" if provision.standing == "in force" else f"[{provision.standing}]"
    return "\n".join(filter(None, (provision.heading, provision.text, standing)))


def edits_between(before: str, after: str) -> Iterator[Edit]:
    """Give the edits that turn one text into the other, word by word."""
    old, new = ([(match.group().translate(_FOLDED), match.span()) for match in _WORD.finditer(text)] for text in (before, after))
    ours, theirs = [word for word, _ in old], [word for word, _ in new]
    if ours == theirs:
        return
    if len(ours) * len(theirs) > _MOST:
        yield Edit(before, after)
        return
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(_span(before, old[a:b]), _span(after, new[c:d]))


def _span(text: str, words: list[tuple[str, tuple[int, int]]]) -> str:
    return text[words[0][1][0] : words[-1][1][1]] if words else ""


def _cut(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"
