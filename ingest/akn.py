"""Akoma Ntoso -> a Reading. XML is read here; `ingest.html` brings Kenya Law's pages to the same nodes first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from ingest.akn_clauses import Reader
from ingest.eid import Names
from ingest.errors import BadDocument
from ingest.frbr import Frbr
from ingest.model import Reading
from ingest.nodes import Element, Node, found, node_of_xml, words_of
from ingest.tree import Clause, provisions_of

LAYOUT = "akoma-ntoso"


@dataclass(frozen=True, slots=True)
class AknReading:
    """A reading, and the document's own eIds for its provisions."""

    reading: Reading
    names: Names


def read_akn(file: Path, slug: str) -> Reading:
    """Read an Akoma Ntoso file. Raises BadDocument for anything else, and for XML that declares entities."""
    return read_akn_bytes(file.read_bytes(), file.name, slug).reading


def read_akn_bytes(content: bytes, name: str, slug: str) -> AknReading:
    """Read Akoma Ntoso from bytes; `name` is the file's, for messages. Raises BadDocument."""
    root = _root(content, name)
    node = node_of_xml(root)
    if node.name != "akomaNtoso":
        raise BadDocument(
            f"{name} is XML, but not Akoma Ntoso: its root is <{node.name[:40]}>.",
            "Import the document as Akoma Ntoso, HTML, PDF, DOCX or text.",
        )
    law = read_nodes(node, slug)
    if not law.reading.provisions:
        raise BadDocument(f"{name}: its Akoma Ntoso holds no sections, articles or schedules.", "Check that it is the text of a law.")
    return AknReading(_with_identity(law.reading, root), law.names)


def read_nodes(node: Node, slug: str) -> AknReading:
    """Read nodes of Akoma Ntoso, whichever file they came from, into provisions and their eIds."""
    reader = Reader()
    reader.read(node)
    provisions, doubts = provisions_of(reader.tops, slug)
    reading = Reading(provisions, LAYOUT, doubts=(*reader.doubts, *doubts))
    walked = (clause for top in reader.tops for clause in _walk(top))
    paths = {reader.eids[id(clause)]: p.path for clause, p in zip(walked, reading.walk(), strict=True) if id(clause) in reader.eids}
    return AknReading(reading, Names(paths))


def _walk(clause: Clause) -> list[Clause]:
    return [clause, *(one for child in clause.children for one in _walk(child))]


def _root(content: bytes, name: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root: Element = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = str(error).splitlines()[0][:120] if str(error) else "it holds nothing"
        raise BadDocument(f"{name} is not well-formed XML: {why}.", "Download it again, to the end.") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise BadDocument(f"{name} declares entities of its own, which may hide a trap.", "Get it from its publisher, without a DOCTYPE.")
    return root


def _with_identity(reading: Reading, root: Element) -> Reading:
    """Add what FRBR tells: title, address, date and language."""
    expression = _first(root, "//*[local-name()='FRBRExpression']/*[local-name()='FRBRuri' or local-name()='FRBRthis']/@value")
    work = _first(root, "//*[local-name()='FRBRWork']/*[local-name()='FRBRuri' or local-name()='FRBRthis']/@value")
    frbr = Frbr.find(expression) or Frbr.find(work)
    date = _first(root, "//*[local-name()='FRBRExpression']/*[local-name()='FRBRdate']/@date")
    lang = _first(root, "//*[local-name()='FRBRlanguage']/@language")
    if frbr and not frbr.lang and lang:
        frbr = replace(frbr, lang=lang)
    return replace(
        reading,
        title=_first(root, "//*[local-name()='FRBRWork']/*[local-name()='FRBRalias']/@value") or _text(root, "docTitle", "shortTitle"),
        frbr=str(frbr) if frbr else "",
        as_at=(frbr.date if frbr else "") or date[:10],
        lang=frbr.language if frbr else {"swa": "sw"}.get(lang, "en"),
    )


def _first(root: Element, query: str) -> str:
    values = found(root, query)
    return str(values[0]) if values else ""


def _text(root: Element, *names: str) -> str:
    for name in names:
        for element in found(root, f"//*[local-name()='{name}']"):
            if words := words_of(element):
                return words
    return ""
