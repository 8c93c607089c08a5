"""The charge helper: for an indicated offence the elements to prove, the words that go to each, and the gaps.

One page, as a record and as DOCX. It speaks of what the facts told indicate, never of guilt; names are masked.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from answer.facts.mask import mask
from answer.facts.outcome import FactsEngine, Outcome
from answer.facts.read import Story
from answer.facts.rules import Answers, Ground, State, element_state
from answer.laid import state_as
from ingest.book import Book
from ingest.concepts import Concept, Element
from ingest.errors import BadInput
from ingest.path import ProvisionPath
from ingest.visible import visible


@dataclass(frozen=True, slots=True)
class Proof:
    """One element to prove: its clauses as cited, its state, and the words of the facts that go to it, masked."""

    element: str
    state: State
    clauses: tuple[str, ...]
    paths: tuple[str, ...]
    words: tuple[str, ...]
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The helper sheet of one offence."""

    offence: str
    lang: str
    proofs: tuple[Proof, ...]
    outside: str
    caution: str

    @property
    def gaps(self) -> tuple[Proof, ...]:
        """What is not shown yet."""
        return tuple(proof for proof in self.proofs if proof.state is not State.FOUND)

    def record(self) -> dict[str, Any]:
        """Give the sheet as plain values."""
        proofs = [
            {
                "element": p.element,
                "state": p.state.label,
                "clauses": list(p.clauses),
                "provisions": list(p.paths),
                "words": list(p.words),
                "gap": p.gap,
            }
            for p in self.proofs
        ]
        return {"offence": self.offence, "lang": self.lang, "proofs": proofs, "outside": self.outside, "caution": self.caution}


_SAID = {
    "en": {
        "gap": "Not shown by the facts told.",
        "unclear": "Told only as hearsay, supposition or unknown.",
        "caution": "The facts told indicate this; nobody is found guilty here. Read each clause in the official text. Names are masked.",
        "heads": ("Element to prove", "State", "Clause", "Words of the facts", "Gap"),
    },
    "sw": {
        "gap": "Halijaonyeshwa na maelezo yaliyotolewa.",
        "unclear": "Limesemwa kama tetesi, dhana au jambo lisilojulikana tu.",
        "caution": "Maelezo yanaelekeza hapa; hakuna anayepatikana na hatia hapa. "
        "Soma kila kifungu katika maandishi rasmi. Majina yamefichwa.",
        "heads": ("Kipengele cha kuthibitisha", "Hali", "Kifungu", "Maneno ya maelezo", "Pengo"),
    },
}


def charge_sheet(engine: FactsEngine, outcome: Outcome, book: Book, indication: str | None = None, answers: Answers | None = None) -> Sheet:
    """Give the sheet for what is indicated, or for another indication; `answers` are those of an interview.

    Raises BadInput where no concept answers to the indication.
    """
    wanted = indication or outcome.indication
    concept = _concept(engine, wanted)
    lang = outcome.story.lang
    ground = engine.ground(outcome.story, answers)
    proofs = tuple(_proof(engine, ground, element, outcome.story, book) for element in concept.element)
    outside = (concept.outside.sw if lang == "sw" else concept.outside.en) if concept.outside else ""
    return Sheet(concept.title(lang), lang, proofs, outside, str(_SAID[lang]["caution"]))


def chargeable(engine: FactsEngine) -> frozenset[str]:
    """Give the indications for which there is a list of elements to prove."""
    return frozenset(concept.indication for concept in engine.data.concepts.values() if concept.element)


def _concept(engine: FactsEngine, indication: str) -> Concept:
    """Give the concept that an indication stands for: that of its own name first."""
    fitting = [c for c in engine.data.concepts.values() if c.indication == indication and c.element]
    fitting.sort(key=lambda c: c.slug.replace("-", "_") not in (indication, indication.removesuffix("_not_trafficking")))
    if not fitting:
        raise BadInput(f"There is no list of elements for {indication!r}.", "Ask for one of the offences that are indicated.")
    return fitting[0]


def _proof(engine: FactsEngine, ground: Ground, element: Element, story: Story, book: Book) -> Proof:
    state, lang = element_state(ground, element), story.lang
    found = [e for one in (*element.one_of, *element.all_of) for e in engine.words(one, ground)]
    masked = mask(story.text)
    spans = sorted({masked.place(e.start, e.end) for e in found}) if state is not State.NOT_FOUND else []
    gap = {State.FOUND: "", State.UNCLEAR: str(_SAID[lang]["unclear"]), State.NOT_FOUND: str(_SAID[lang]["gap"])}[state]
    clauses = tuple(book.cite(ProvisionPath.parse(path), lang) for path in element.paths)
    name = element.name_sw if lang == "sw" else element.name
    return Proof(name, state, clauses, element.paths, tuple(dict.fromkeys(masked.text[a:b] for a, b in spans)), gap)


def charge_docx(sheet: Sheet) -> bytes:
    """Give the sheet as a DOCX document, landscape, one table."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(sheet.offence, level=1)
    heads = _SAID[sheet.lang]["heads"]
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    for proof in sheet.proofs:
        values = (
            proof.element,
            state_as(proof.state, sheet.lang),
            "; ".join(proof.clauses),
            "\n".join(f"“{w}”" for w in proof.words),
            proof.gap,
        )
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = visible(value)
    for said in filter(None, (sheet.outside, sheet.caution)):
        document.add_paragraph(said)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
