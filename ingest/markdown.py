"""The plain layer and the notes: Markdown in, an edition's provisions out. The format is told in corpus/README.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ingest.blocks import schedule_name
from ingest.draft import Draft
from ingest.errors import BadCorpus
from ingest.model import Provision, Standing
from ingest.path import ProvisionPath, kebab, step

_ORDINALS = {
    **{w: n for n, w in enumerate("First Second Third Fourth Fifth Sixth Seventh Eighth".split(), 1)},
    **{w: n for n, w in enumerate("Kwanza Pili Tatu Nne Tano Sita Saba Nane".split(), 1)},
}
_DIVISION = re.compile(r"(?:Part|Chapter|Sehemu|Sura)\b")
_SCHEDULE = re.compile(
    r"(?P<name>(?:(?P<en>\w+) )?Schedule|Jedwali(?: la (?P<sw>\w+))?|(?P<annex>Annex|Kiambatisho)(?: (?P<number>\d{1,2}|[A-Z]))?)"
    r"\b:?\s*(?P<heading>.*)"
)
_SECTION = re.compile(r"(?P<number>\d+[A-Z]*(?:\.\d+)*)\.?(?:\s+(?P<heading>.*))?")
_ITEM = re.compile(r"(?P<number>\((?P<step>\d+[A-Z]?|[a-z]{1,5}|[A-Z])\))(?:\s+(?P<words>.*))?", re.DOTALL)
_TERM = re.compile(r"\*\*(?P<term>[^*]+)\*\*(?:\s+\{(?P<slug>[a-z0-9-]+)\})?\s*(?P<words>.*)", re.DOTALL)
_MARKER = re.compile(r"\s*\{(?P<marker>repealed|spent|defective|not-applicable)\}\s*$")


def read_markdown(file: Path, slug: str) -> tuple[Provision, ...]:
    """Read a file of the plain layer, or of notes. Raises BadCorpus, which names the file and the line."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{file} cannot be read: {error}.", "Save it as UTF-8 text.") from error
    return _Reader(file, slug).read(text)


class _Reader:
    """Carries the place in the file, so that each fault can name its line."""

    def __init__(self, file: Path, slug: str) -> None:
        self.file = file
        self.notes = file.name.startswith("note.")
        self.top: list[Draft] = []
        self.open: dict[int, Draft] = {}  # heading level -> the provision whose heading it is
        self.root = ProvisionPath(slug)
        self.division = ""

    def read(self, text: str) -> tuple[Provision, ...]:
        for node in SyntaxTreeNode(MarkdownIt("commonmark").parse(text)).children:
            self._block(node)
        self._refuse_twins(self.top)
        return tuple(draft.freeze() for draft in self.top)

    def fault(self, node: SyntaxTreeNode, what: str, expected: str) -> BadCorpus:
        line = (node.map[0] + 1) if node.map else 0
        return BadCorpus(f"{self.file}, line {line}: {what}", expected)

    def _block(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "heading":
                self._heading(node)
            case "paragraph":
                self._current(node).add_words(self._words(node))
            case "bullet_list":
                self._list(node, self._current(node))
            case _:
                raise self.fault(
                    node, f"a {node.type.replace('_', ' ')} has no place here.", "Use headings, paragraphs and `- (a)` lists only."
                )

    def _current(self, node: SyntaxTreeNode) -> Draft:
        if not self.open:
            raise self.fault(node, "words stand before the first heading.", "Begin a provision with `### 1. Heading`.")
        return self.open[max(self.open)]

    def _heading(self, node: SyntaxTreeNode) -> None:
        level, words = int(node.tag[1]), self._words(node)
        if level == 1:
            return
        words, standing = _standing(words)
        if level == 2 and _DIVISION.match(words):
            self.division = words
            self.open.clear()
            return
        above = [self.open[n] for n in sorted(self.open) if n < level]
        draft = self._provision(node, level, words, above[-1] if above else None)
        draft.standing, draft.division = standing, self.division
        (above[-1].children if above else self.top).append(draft)
        self.open = {n: d for n, d in self.open.items() if n < level} | {level: draft}

    def _provision(self, node: SyntaxTreeNode, level: int, words: str, above: Draft | None) -> Draft:
        base = above.path if above else self.root
        if level == 2 and (match := _SCHEDULE.fullmatch(words)):
            self.division = ""
            return Draft(base / self._appended(node, match), match["name"], match["heading"])
        if match := _SECTION.fullmatch(words):
            return Draft(base / step(match["number"]), match["number"] + ".", match["heading"] or "")
        return Draft(base / kebab(words), "", words)

    def _appended(self, node: SyntaxTreeNode, match: re.Match[str]) -> str:
        """Give the step of an annex, `annex-a`, or of a schedule; one without a number is counted where others stand before it."""
        if match["annex"]:
            return "-".join(filter(None, ("annex", step(match["number"] or ""))))
        ordinal = match["en"] or match["sw"]
        others = sum(draft.path.steps[0].startswith("sched") for draft in self.top)
        return schedule_name(self._ordinal(node, ordinal) if ordinal else 0, others)

    def _ordinal(self, node: SyntaxTreeNode, word: str) -> int:
        if word not in _ORDINALS:
            raise self.fault(node, f"{word!r} is no ordinal.", "Write `First Schedule`, `Jedwali la Kwanza` and so on.")
        return _ORDINALS[word]

    def _list(self, node: SyntaxTreeNode, parent: Draft) -> None:
        for item in node.children:
            draft = self._item(item, parent)
            parent.children.append(draft)
            for block in item.children[1:]:
                if block.type == "paragraph":
                    draft.add_words(self._words(block))
                elif block.type == "bullet_list":
                    self._list(block, draft)
                else:
                    raise self.fault(block, f"a {block.type} inside an item.", "Items hold words and nested `- (i)` lists.")

    def _item(self, item: SyntaxTreeNode, parent: Draft) -> Draft:
        if not item.children or item.children[0].type != "paragraph":
            raise self.fault(item, "an item without words.", "Begin it with its enumerator: `- (a) ...`.")
        words, standing = _standing(self._words(item.children[0]))
        if match := _ITEM.fullmatch(words):
            draft = Draft(parent.path / step(match["step"]), match["number"], "", [match["words"] or ""])
        elif match := _TERM.fullmatch(words):
            term = match["term"].strip()
            draft = Draft(parent.path / (match["slug"] or kebab(term)), "", term, [_defined(term, match["words"])])
        else:
            raise self.fault(item, f"the item {words[:40]!r} has no enumerator.", "Begin it with `(a)`, or with a **term**.")
        draft.standing = standing
        return draft

    def _words(self, node: SyntaxTreeNode) -> str:
        return re.sub(r"\s+", " ", node.children[0].content if node.children else "").strip()

    def _refuse_twins(self, drafts: Iterable[Draft]) -> None:
        seen: set[str] = set()
        for draft in drafts:
            if str(draft.path) in seen:
                raise BadCorpus(f"{self.file}: {draft.path} stands twice.", "Give each provision one place.")
            seen.add(str(draft.path))
            self._refuse_twins(draft.children)


def _standing(words: str) -> tuple[str, Standing]:
    match = _MARKER.search(words)
    if match is None:
        return words, Standing.IN_FORCE
    return words[: match.start()], Standing(match["marker"].replace("-", " "))


def _defined(term: str, words: str) -> str:
    """Put the term before its meaning: `child means ...`, or `child: A person ...`."""
    return f"{term} {words}" if words[:1].islower() else f"{term}: {words}"
