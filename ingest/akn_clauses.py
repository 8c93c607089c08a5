"""Nodes of Akoma Ntoso -> the clause tree. Structure comes from the elements, never from the look of the words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Kind, schedule_name, schedule_step, term_of
from ingest.enumerators import Count, Enumerator, enumerators, first_of, follows
from ingest.nodes import BLOCKS, GROUPS, INSERTED, ITEMS, UNITS, Node
from ingest.path import kebab, step
from ingest.rows import table_clause
from ingest.tree import Clause

_TRAILING_NOTE = re.compile(r"\s*\[(?:Acts? No|L\.\s?N|\d+ of \d{4})[^\[\]]*\]\.?$")
_REFERENCE = re.compile(r"[\[(]\s*(?:articles?|art\.|sections?|ss?\.|rules?|r\.)\s[^\])]*[\])]\.?", re.IGNORECASE)
_ANNEX = re.compile(r"annex(?:ure)?\s*(?P<number>\d+|[IVX]+|[A-Z])?\b[\s.:—–-]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_QUOTED = frozenset('"“‘')
_SKIPPED = frozenset("meta toc coverPage preface conclusions remark authorialNote crossHeading num heading subheading formula".split())


class Reader:
    """Reads nodes in order into clauses; `eids` tells the eId of each by the clause's identity."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.tops: list[Clause] = []
        self.eids: dict[int, str] = {}
        self.doubts: list[str] = []
        self.schedule: Clause | None = None

    def read(self, root: Node) -> None:
        """Read a document from its root."""
        self._inside(root, None, "")

    def _inside(self, node: Node, host: Clause | None, division: str) -> None:
        """Read what stands in a node; words go to `host`, and nowhere where there is none."""
        for kid in _blocks(node):
            if kid.name not in _SKIPPED:
                self._take(kid, host, division)

    def _take(self, node: Node, host: Clause | None, division: str) -> None:
        if node.name in GROUPS:
            self._group(node, host, division)
        elif node.name in ("attachment", "component"):
            self._attachment(node)
        elif node.name == "preamble":
            self._preamble(node)
        elif node.name in UNITS or (node.name == "hcontainer" and node.child("num") is not None and host in (None, self.schedule)):
            self._unit(node, host, division)
        elif node.name in ITEMS:
            self._item(node, host, division)
        elif host is None or not self._said(node, host):
            self._inside(node, host, division)

    def _said(self, node: Node, host: Clause) -> bool:
        """Read a node that holds words of a clause; False for one that holds others."""
        match node.name:
            case "table":
                self._table(node, host)
            case "wrapUp" | "listWrapUp":
                self._wrap(node, host)
            case "p" | "listIntroduction":
                self._words(node, host)
            case "blockList":
                self._list(node, host)
            case name if name in INSERTED:
                _say(host, node.words(), closing=False)
            case _:
                return False
        return True

    # -- what bears a number ----------------------------------------------------------------------------------------

    def _group(self, node: Node, host: Clause | None, division: str) -> None:
        label = _label(node)
        if self.schedule is None:
            self._inside(node, None, " / ".join(filter(None, (division, label))))
            return
        number, _, name = label.partition(" – ")
        part = Clause(kebab(number) or "part", Kind.DIVISION, number, name, division=label)
        self._file(part, node, host)
        self._inside(node, part, label)

    def _unit(self, node: Node, host: Clause | None, division: str) -> None:
        number, heading = _number(node), _heading(node)
        token = _token(number)
        siblings = host.children if host else self.tops
        if not token and not heading:
            self._inside(node, host, division)
            return
        unit = Clause(
            name=step(token) or kebab(heading) or "section",
            kind=Kind.SECTION,
            number=f"{token}." if token else number,
            heading=heading,
            count=_count(f"{token}.", siblings),
            token=token,
            division="" if self.schedule else division,
        )
        self._file(unit, node, host)
        self._inside(node, unit, division)
        _keep_remark(unit, node)

    def _item(self, node: Node, host: Clause | None, division: str) -> None:
        number = _number(node)
        if not _token(number):
            self._inside(node, host, division)
            return
        home = _list_home(host, node) if host else None
        siblings = home.children if home else self.tops
        item = Clause(
            name=step(_token(number)) or "item",
            kind=Kind.ITEM,
            number=number,
            heading=_heading(node),
            count=_count(number, siblings),
            token=_token(number),
            division="" if host else division,
        )
        self._file(item, node, home)
        self._inside(node, item, division)
        _keep_remark(item, node)

    def _file(self, clause: Clause, node: Node, host: Clause | None) -> None:
        if node.eid:
            self.eids[id(clause)] = node.eid
        (host.children if host else self.tops).append(clause)

    # -- schedules and preambles ------------------------------------------------------------------------------------

    def _attachment(self, node: Node) -> None:
        printed, heading = _attachment_head(node)
        name, rest = _attachment_name(printed, len([c for c in self.tops if c.kind is Kind.SCHEDULE]))
        self.schedule = Clause(name, Kind.SCHEDULE, printed.removesuffix(rest).strip(" —–-:.") if rest else printed)
        self.schedule.heading = _REFERENCE.sub("", heading or rest).strip(" —–-:.")
        self._file(self.schedule, node, None)
        body = node.child("doc") or node
        self._inside(body, self.schedule, "")
        _settle_heading(self.schedule)

    def _preamble(self, node: Node) -> None:
        if not any(words for kid in node.nodes() if kid.name not in _SKIPPED and (words := kid.words())):
            return
        preamble = Clause("preamble", Kind.TITLE, heading=_heading(node) or "Preamble")
        self._file(preamble, node, None)
        self._inside(node, preamble, "")

    # -- words ------------------------------------------------------------------------------------------------------

    def _words(self, node: Node, host: Clause) -> None:
        text = node.words()
        for inserted in (kid for kid in node.nodes() if kid.name in INSERTED and kid.words() == text):
            text = inserted.words()
        term = _term(node, text, host)
        if term:
            definition = Clause(kebab(term) or "term", Kind.TERM, heading=term)
            self._file(definition, node, host)
            host = definition
        else:
            host = _words_home(host)
        _say(host, text, closing=bool(host.children))

    def _list(self, node: Node, host: Clause) -> None:
        """A list whose first words define a term lends them its eId and the term."""
        first = node.child("listIntroduction")
        if first and node.refers.startswith("#term"):
            first.eid, first.refers = first.eid or node.eid, first.refers or node.refers
        self._inside(node, host, "")

    def _wrap(self, node: Node, host: Clause) -> None:
        """Flush words after a list: they close the clause that holds the list."""
        last = host.children[-1] if host.children else None
        home = last if last and last.kind is Kind.TERM and last.children and node.name == "listWrapUp" else host
        for kid in _blocks(node) or [node]:
            _say(home, kid.words(), closing=True)

    def _table(self, node: Node, host: Clause) -> None:
        rows = [[cell.words() for cell in row.nodes() if cell.name in ("td", "th")] for row in _rows(node)]
        caption = node.child("caption")
        table = table_clause(caption.words() if caption else "", rows, str(sum(c.name.startswith("table-") for c in host.children) + 1))
        if table:
            self._file(table, node, host)


def _blocks(node: Node) -> list[Node]:
    """Give the blocks of a node; loose words between them become paragraphs."""
    found: list[Node] = []
    loose: list[Node | str] = []
    for kid in [*node.kids, Node("p")]:
        if isinstance(kid, Node) and (kid.name in BLOCKS or kid.name in INSERTED or kid.name in _SKIPPED):
            if any(not isinstance(one, str) or one.strip() for one in loose):
                found.append(Node("p", refers=node.refers, kids=loose))
            loose = []
            found.append(kid)
        else:
            loose.append(kid)
    return found[:-1]


def _rows(node: Node) -> list[Node]:
    return [one for kid in node.nodes() for one in ([kid] if kid.name == "tr" else _rows(kid) if kid.name in ("tbody", "thead") else [])]


def _say(clause: Clause, text: str, closing: bool) -> None:
    bare = _TRAILING_NOTE.sub("", text)
    if bare:
        (clause.closing if closing else clause.opening).append(bare)


def _keep_remark(clause: Clause, node: Node) -> None:
    """An editor's remark is no law; but where a provision holds nothing else, it tells what became of it."""
    if not (clause.opening or clause.closing or clause.children) and (words := node.remark()):
        clause.opening.append(words)


def _number(node: Node) -> str:
    num = node.child("num")
    return num.words() if num else ""


def _heading(node: Node) -> str:
    heading = node.child("heading")
    return heading.words() if heading else ""


def _token(number: str) -> str:
    """Give the bare enumerator: "3." -> "3", "(ea)" -> "ea", "Article 5" -> "5"."""
    read = enumerators(number)
    if read:
        return read[0].token
    words = re.findall(r"[A-Za-z0-9]+", number)
    return words[-1] if words else ""


def _count(number: str, siblings: Sequence[Clause]) -> Count | None:
    read = enumerators(number)
    if not read:
        return None
    before = siblings[-1] if siblings else None
    if before and before.count and before.count in read[0].counts and follows(before.token, read[0].token, before.count):
        return before.count
    return first_of(read[0]) or _lone(read[0])


def _lone(number: Enumerator) -> Count | None:
    return number.counts[0] if number.counts else None


def _label(node: Node) -> str:
    """Give a Part or a Chapter its printed line: "Part II – OFFENCES"."""
    number, heading = _number(node).rstrip(" –—-:."), _heading(node)
    if number and re.fullmatch(r"[IVXLC\d]+[A-Z]?|[A-Z]+", number):
        number = f"{node.name.capitalize()} {number}"
    return " – ".join(filter(None, (number, heading)))


def _list_home(host: Clause, node: Node) -> Clause:
    """The clause that a list's item belongs to: the definition just opened, where the host's last words are one."""
    last = host.children[-1] if host.children else None
    if node.name == "subsection" or last is None or last.kind is not Kind.TERM:
        return host
    return last if last.children or last.expects_a_list else host


def _words_home(host: Clause) -> Clause:
    """The clause that words without a number belong to: a definition whose list they follow, else the host."""
    last = host.children[-1] if host.children else None
    return last if last and last.kind is Kind.TERM and last.children else host


def _term(node: Node, text: str, host: Clause) -> str:
    """Give the term that words define: marked so, or opening with it between quotation marks."""
    if text[:1] not in _QUOTED and not node.refers.startswith("#term"):
        return ""
    definition = next((kid for kid in node.nodes() if kid.name == "def"), None)
    if definition and node.words().lstrip("\"“‘'").startswith(definition.words()):
        return definition.words()
    return term_of(text) if host.kind in (Kind.SECTION, Kind.ITEM, Kind.SCHEDULE) else ""


def _attachment_head(node: Node) -> tuple[str, str]:
    """Give a schedule's name as printed and its own heading, whether they stand on it, on its document or in that one's text."""
    around = [node]
    around += filter(None, (around[-1].child("doc"),))
    around += filter(None, (around[-1].child("mainBody"),))
    heads = [next((found.words() for one in around if (found := one.child(name))), "") for name in ("heading", "subheading")]
    return heads[0], heads[1]


def _attachment_name(printed: str, others: int) -> tuple[str, str]:
    """Give the step of a schedule's path, and what its line says beside its name."""
    if found := schedule_step(printed):
        return schedule_name(found[0], others), found[1]
    if match := _ANNEX.fullmatch(printed):
        return "-".join(filter(None, ("annex", (match["number"] or "").lower()))), match["rest"]
    return f"sched-{others + 1}", ""


def _settle_heading(schedule: Clause) -> None:
    """A reference above a schedule is dropped; its first line in capitals is its heading where it has none."""
    schedule.opening = [words for words in schedule.opening if not _REFERENCE.fullmatch(words)]
    if not schedule.heading and schedule.opening and schedule.opening[0].isupper():
        schedule.heading = schedule.opening.pop(0)
