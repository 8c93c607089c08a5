"""Nodes of Akoma Ntoso: what XML files and Kenya Law's HTML have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.errors import BadDocument

Element = Any
"""An element of lxml, which has no types of its own."""
DEEPEST = 200
"""Nodes nested deeper than this are no law."""

_SILENT = frozenset("remark authorialNote noteRef meta toc img script style".split())
_SPACES = frozenset("eol br".split())


@dataclass(slots=True)
class Node:
    """An element: its Akoma Ntoso name, its eId, what it refers to, and its words and elements in order."""

    name: str
    eid: str = ""
    refers: str = ""
    kids: list[Node | str] = field(default_factory=list)

    def child(self, name: str) -> Node | None:
        """Give the first element of that name directly below."""
        return next((kid for kid in self.nodes() if kid.name == name), None)

    def nodes(self) -> list[Node]:
        """Give the elements directly below."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def words(self, silent: frozenset[str] = _SILENT) -> str:
        """Give its words with single spaces, without editors' remarks and notes."""
        return " ".join(self._raw(silent).split())

    def remark(self) -> str:
        """Give the words of editors' remarks in it, which say for example that a section was repealed."""
        return " ".join(one.words(frozenset()) for one in self._find("remark")).strip()

    def _find(self, name: str) -> list[Node]:
        return [one for kid in self.nodes() for one in ([kid] if kid.name == name else kid._find(name))]

    def _raw(self, silent: frozenset[str]) -> str:
        parts: list[str] = []
        for kid in self.kids:
            if isinstance(kid, str):
                parts.append(kid)
            elif kid.name in _SPACES:
                parts.append(" ")
            elif kid.name not in silent:
                parts.append(f" {kid._raw(silent)} " if kid.name in BLOCKS else kid._raw(silent))
        return "".join(parts)


GROUPS = frozenset("part chapter title book tome division subpart subchapter subdivision subtitle".split())
UNITS = frozenset("section article rule".split())
ITEMS = frozenset("subsection paragraph subparagraph clause subclause point indent level item subrule sublist alinea proviso".split())
INSERTED = frozenset("quotedStructure embeddedStructure quotedText embeddedText".split())
CLEAR = frozenset(
    "content intro wrapUp blockContainer container body mainBody doc act bill akomaNtoso attachments components component list blockList"
    " hcontainer listIntroduction listWrapUp tblock transitional mod interstitial foreign".split()
)
BLOCKS = (
    GROUPS | UNITS | ITEMS | CLEAR | frozenset("p table attachment crossHeading preamble preface coverPage conclusions tr td th li".split())
)


def node_of_xml(element: Element, depth: int = 0) -> Node:
    """Bring an XML element to a node. Entities, comments and instructions say nothing. Raises BadDocument if too deep."""
    if depth > DEEPEST:
        raise BadDocument("The document nests its elements too deeply to be a law.", "Get it from its publisher.")
    node = Node(local(element), element.get("eId") or element.get("id") or "", element.get("refersTo") or "")
    if element.text:
        node.kids.append(element.text)
    for kid in element:
        if isinstance(kid.tag, str):
            node.kids.append(node_of_xml(kid, depth + 1))
        if kid.tail:
            node.kids.append(kid.tail)
    return node


def found(element: Element, query: str) -> list[Any]:
    """Give what an XPath query that selects elements, attributes or text finds, in document order."""
    result: list[Any] = element.xpath(query)
    return result


def words_of(element: Element) -> str:
    """Give the words of an element and all below it, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
