"""Web pages -> a Reading: Kenya Law's Akoma Ntoso HTML by its elements, any other page by its headings and paragraphs.

Nothing in a page is run or loaded: scripts, styles and forms are dropped before a word is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree, html

from ingest.akn import AknReading, read_nodes
from ingest.dates import as_at_of
from ingest.errors import BadDocument
from ingest.frbr import Frbr
from ingest.model import Reading
from ingest.nodes import DEEPEST, Element, Node, found, local, words_of
from ingest.pieces import Piece, read_pieces
from ingest.rows import WIDEST, spread

PAGE = "html"
"""Layout of a page that is no Akoma Ntoso."""
KENYA_LAW = "kenya-law-html"

_DROPPED = frozenset("script style noscript template svg math iframe object embed form button select nav footer aside head".split())
_HEADS = {f"h{n}": n for n in range(1, 7)}
_BREAKS = frozenset("p div section article main li dt dd blockquote pre body ul ol dl figure figcaption address center".split())
_H_NUMBER = re.compile(
    r"(?P<number>(?:(?:article|section|rule|regulation)\s+)?\d+[A-Z]{0,3}\.?)(?:\s*[–—:]\s*|\s+|$)(?P<heading>.*)",
    re.DOTALL | re.IGNORECASE,
)


def read_html(file: Path, slug: str) -> Reading:
    """Read a web page that was saved or fetched. Raises BadDocument."""
    return read_html_bytes(file.read_bytes(), file.name, slug).reading


def read_html_bytes(content: bytes, name: str, slug: str) -> AknReading:
    """Read a page from bytes, with its eIds where it is Akoma Ntoso. Raises BadDocument."""
    root = _root(content, name)
    law = _law(root)
    if law is None:
        return AknReading(_page(root, name, slug), read_nodes(Node("body"), slug).names)
    act = read_nodes(Node("body", kids=[node_of_html(law)]), slug)
    if not act.reading.provisions:
        raise BadDocument(
            f"{name} has Kenya Law's markup, but no sections in it.", "Save the whole page from the browser, or import the PDF."
        )
    return AknReading(_with_identity(replace(act.reading, layout=KENYA_LAW), root, law), act.names)


def _root(content: bytes, name: str) -> Element:
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding=_encoding(content))
    try:
        root: Element = html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadDocument(f"{name} is not a web page that can be read.", "Save it again from the browser.") from error
    return root


def _encoding(content: bytes) -> str | None:
    """Tell UTF-8 where the bytes are; pages often do not say so. None leaves it to the page's own word."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


# -- Akoma Ntoso in HTML ---------------------------------------------------------------------------------------------


def _law(root: Element) -> Element | None:
    """The element that holds the law: <la-akoma-ntoso>, or what holds the sections of a page without it."""
    holders = found(root, "//la-akoma-ntoso | //*[contains(concat(' ', @class, ' '), ' akn-akomaNtoso ')]")
    holders = [one for one in holders if found(one, ".//*[contains(@class, 'akn-')]")]
    if holders:
        return max(holders, key=lambda one: len(found(one, ".//*")))
    units = found(root, "//*[contains(concat(' ', @class, ' '), ' akn-section ') or contains(concat(' ', @class, ' '), ' akn-article ')]")
    return root.find("body") if units else None


def node_of_html(element: Element, depth: int = 0) -> Node:
    """Bring an element to a node: its name is its akn- class. Raises BadDocument if the page nests too deeply."""
    if depth > DEEPEST:
        raise BadDocument("The page nests its elements too deeply to be a law.", "Save it again from the browser.")
    name = _akn_name(element)
    node = Node(name, element.get("data-eid") or element.get("data-eId") or element.get("id") or "", element.get("data-refersto") or "")
    if element.text:
        node.kids.append(element.text)
    for kid in element:
        if isinstance(kid.tag, str) and not _is_dropped(kid):
            node.kids += _titled(kid, name) if local(kid) in _HEADS else [node_of_html(kid, depth + 1)]
        if kid.tail:
            node.kids.append(kid.tail)
    return node


def _akn_name(element: Element) -> str:
    for one in (element.get("class") or "").split():
        if one.startswith("akn-") and not one.startswith("akn--") and "--" not in one:
            return one.removeprefix("akn-")
    tag = local(element)
    return "container" if tag in _BREAKS or tag == "la-akoma-ntoso" else tag


def _titled(element: Element, parent: str) -> list[Node | str]:
    """Give a section's or a Part's heading line as number and heading: `<h3>3. Licences</h3>`."""
    own = _akn_name(element)
    node = Node("heading", kids=[node_of_html_words(element)])
    if own in ("heading", "subheading", "crossHeading", "num"):
        return [replace_name(node, own)]
    words = node.words()
    if parent in ("section", "article", "rule", "paragraph", "hcontainer") and (match := _H_NUMBER.fullmatch(words)):
        return [Node("num", kids=[match["number"]]), Node("heading", kids=[match["heading"]])]
    return [Node("heading", kids=[words])]


def node_of_html_words(element: Element) -> Node:
    """Give the words of a heading line as one inline node; a line break parts them with a dash."""
    node = Node("span")
    if element.text:
        node.kids.append(element.text)
    for kid in element:
        if isinstance(kid.tag, str) and not _is_dropped(kid):
            node.kids.append(" – " if local(kid) == "br" else node_of_html(kid))
        if kid.tail:
            node.kids.append(kid.tail)
    return node


def replace_name(node: Node, name: str) -> Node:
    """Give the node under another name."""
    return Node(name, node.eid, node.refers, node.kids)


def _is_dropped(element: Element) -> bool:
    """Whether an element says nothing of the law: scripts, forms, and the mark of a footnote."""
    tag = local(element)
    if tag == "a" and (element.get("href") or "").startswith("#") and "akn-ref" not in (element.get("class") or ""):
        return bool(re.fullmatch(r"\W*\w{1,3}\W*", "".join(element.itertext())))
    return tag in _DROPPED


def _with_identity(reading: Reading, root: Element, law: Element) -> Reading:
    """Add title, address, date and language, from the law's element first, then from the page about it."""
    frbr = _address(root, law)
    title = _words(found(root, "(//h1)[1]")) or _words(found(root, "//title")).partition(" - ")[0]
    date = frbr.date if frbr else ""
    return replace(
        reading,
        title=title,
        frbr=str(frbr) if frbr else "",
        as_at=date or as_at_of(words_of(root)),
        lang=frbr.language if frbr else "en",
    )


def _address(root: Element, law: Element) -> Frbr | None:
    """The page's own address; pages also link to other versions, so any other address in it proves nothing."""
    country = "".join(f"/{law.get(f'frbr-{part}')}" for part in ("country", "type", "date", "number") if law.get(f"frbr-{part}"))
    stated = [
        law.get("frbr-expression-uri") or law.get("data-frbr-expression-uri") or "",
        *found(root, "//@data-frbr-expression-uri | //@data-expression-frbr-uri"),
        *found(root, "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"),
        f"/akn{country}" if country else "",
        *found(root, "//dt[contains(., 'FRBR')]/following-sibling::dd[1]//text()"),
    ]
    addresses = [frbr for text in stated if (frbr := Frbr.find(str(text)))]
    return next((one for one in addresses if one.date), addresses[0] if addresses else None)


def _words(found: list[Element]) -> str:
    return " ".join("".join(found[0].itertext()).split()) if found else ""


# -- any other page --------------------------------------------------------------------------------------------------


def _page(root: Element, name: str, slug: str) -> Reading:
    pieces = list(_body_pieces(root))
    reading = read_pieces(pieces, slug, PAGE)
    if not reading.provisions:
        raise BadDocument(f"{name} is a web page without a law's sections and without headings.", "Import the document that it tells of.")
    words = " ".join(piece.words for piece in pieces)
    frbr = _address(root, root)
    return replace(
        reading,
        title=reading.title or _words(found(root, "(//h1)[1]")) or _words(found(root, "//title")),
        frbr=str(frbr) if frbr else "",
        as_at=(frbr.date if frbr else "") or as_at_of(words),
        lang="sw" if (root.get("lang") or "").startswith("sw") else "en",
    )


def pieces_of_page(content: bytes, name: str) -> Iterator[Piece]:
    """Give the headings, paragraphs and tables of a web page. Raises BadDocument for a damaged one."""
    return _body_pieces(_root(content, name))


def _body_pieces(root: Element) -> Iterator[Piece]:
    body = root.find("body")
    return pieces_of(body if body is not None else root)


def pieces_of(element: Element) -> Iterator[Piece]:
    """Give the headings, paragraphs and tables below an element, in reading order."""
    loose: list[str] = []
    for kid in _flat(element):
        if isinstance(kid, str):
            loose.append(kid)
            continue
        if words := " ".join("".join(loose).split()):
            yield Piece(words)
        loose = []
        if kid is not None:
            yield kid
    if words := " ".join("".join(loose).split()):
        yield Piece(words)


def _flat(element: Element, depth: int = 0) -> Iterator[str | Piece | None]:
    """Give words, pieces, and None where a block begins or ends."""
    if element.text:
        yield element.text
    for kid in element:
        if isinstance(kid.tag, str) and local(kid) not in _DROPPED and depth < DEEPEST:
            yield from _one(kid, depth)
        if kid.tail:
            yield kid.tail


def _one(kid: Element, depth: int) -> Iterator[str | Piece | None]:
    tag = local(kid)
    if tag in _HEADS:
        yield Piece(words_of(kid), _HEADS[tag])
    elif tag == "table":
        yield _table(kid)
    elif tag == "br":
        yield None
    else:
        yield from [None] if tag in _BREAKS else []
        yield from _flat(kid, depth + 1)
        yield from [None] if tag in _BREAKS else []


def _table(element: Element) -> Piece:
    rows = []
    for row in element.iter("tr"):
        cells = [cell for cell in row if local(cell) in ("td", "th")]
        said = [(" ".join(piece.words for piece in pieces_of(cell)), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in cells]
        if any(words for words, _, _ in said):
            rows.append(said)
    return Piece(_words(found(element, "./caption")), rows=tuple(spread(rows)))


def _span(cell: Element, name: str) -> int:
    """How many columns or rows a cell takes."""
    stated = cell.get(name) or "1"
    return min(max(int(stated), 1), WIDEST) if re.fullmatch(r"\d{1,4}", stated) else 1
