"""A scribe: writes one invented law as Akoma Ntoso XML, as a page of Kenya Law's kind, as a plain page and as a Word file."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO
from pathlib import Path

import docx

from ingest.model import Provision
from ingest.text import read_text

URI = "/akn/ke/act/2031/7/eng@2031-12-11"
TITLE = "Lamp Act"
LAW = """Part I – LAMPS
1. Short title
This Act may be cited as the Lamp Act.
2. Interpretation
In this Act—
"keeper" means a person who keeps a lamp;
"lamp" includes—
(a) a lantern;
(b) any other light,
whether or not it burns;
"tower" means a place for a lamp.
Part II – KEEPERS AND THEIR DUTIES
3. Licences
(1) A person who—
(a) sells a lamp; or
(b) lends—
(i) a lantern; or
(ii) a beacon,
commits an offence.
(2) A licence lasts a year.
(3) A keeper's licence names—
(a) the keeper;
(aa) the tower; and
(b) the colour of the light, “red” & <white> among them.
3A. Records
The keeper shall keep a book.
4. [Repealed by Act No. 3 of 2030.]
FIRST SCHEDULE
[Section 3]
FORM OF LICENCES
1. Standing
(1) A licence stands in the window.
(2) It is dated.
2. Return
It is returned when it ends.
SECOND SCHEDULE
Spent
"""


def law(slug: str = "lamp-act") -> tuple[Provision, ...]:
    """Give the law's provisions, as the reader of plain text reads them."""
    return read_text(LAW, slug).provisions


def told(provisions) -> dict[str, tuple[str, str, str, str]]:
    """Give what every reader must find: number, heading, opening and closing words by path without the slug."""
    return {"/".join(p.path.steps): (p.number, p.heading, p.opening, p.closing) for top in provisions for p in top.walk()}


class Akn:
    """Writes Akoma Ntoso; `Kenya` below writes the same elements as Kenya Law's site serves them."""

    kinds = ("section", "subsection", "paragraph", "subparagraph", "subparagraph")
    short = {"section": "sec", "subsection": "subsec", "paragraph": "para", "subparagraph": "subpara"}

    def tag(self, name: str, inner: str, eid: str = "", more: str = "") -> str:
        return f"<{name}{f' eId={chr(34)}{eid}{chr(34)}' if eid else ''}{more}>{inner}</{name}>"

    def head(self, number: str, heading: str) -> str:
        num = self.tag("num", escape(number)) if number else ""
        return num + (self.tag("heading", escape(heading)) if heading else "")

    def paragraphs(self, words: str, wrap: str) -> str:
        return self.tag(wrap, "".join(self.tag("p", escape(line)) for line in words.split("\n"))) if words else ""

    def body(self, p: Provision, eid: str, depth: int) -> str:
        if not p.children:
            return self.paragraphs(p.opening, "content")
        inner = self.paragraphs(p.opening, "intro")
        inner += "".join(self.child(child, eid, depth) for child in p.children)
        return inner + self.paragraphs(p.closing, "wrapUp")

    def child(self, p: Provision, above: str, depth: int) -> str:
        if p.number:
            kind = self.kinds[1 if p.number[1:-1].isdigit() else max(2, min(depth, 4))]
            eid = f"{above}__{self.short[kind]}_{p.number.strip('().')}"
            return self.tag(kind, self.head(p.number, p.heading) + self.body(p, eid, depth + 1), eid)
        return self.definition(p, f"{above}__def_{p.path.steps[-1]}")

    def term(self, p: Provision) -> str:
        """The words of a definition, the term marked."""
        mark = self.tag("def", escape(p.heading))
        return escape(p.opening, quote=False).replace(escape(p.heading), mark, 1)

    def definition(self, p: Provision, eid: str) -> str:
        refers = f' {self.refers}="#term-{p.path.steps[-1]}"'
        if not p.children:
            return self.tag("content", self.tag("p", self.term(p), eid, refers))
        items = "".join(
            self.tag("item", self.tag("num", c.number) + self.tag("p", escape(c.opening)), f"{eid}__item_{c.path.steps[-1]}")
            for c in p.children
        )
        wrap = self.tag("listWrapUp", escape(p.closing)) if p.closing else ""
        return self.tag("content", self.tag("blockList", self.tag("listIntroduction", self.term(p)) + items + wrap, eid, refers))

    refers = "refersTo"

    def section(self, p: Provision, above: str = "") -> str:
        eid = f"{above}sec_{p.number.rstrip('.')}"
        return self.tag("section", self.head(p.number, p.heading) + self.body(p, eid, 1), eid)

    def part(self, name: str, inner: str, eid: str) -> str:
        number, _, heading = name.partition(" – ")
        return self.tag("part", self.head(number.removeprefix("Part "), heading) + inner, eid)

    def schedule(self, p: Provision, number: int) -> str:
        eid = f"att_{number}"
        inner = "".join(self.section(child, f"{eid}__") for child in p.children) or self.tag("p", escape(p.opening))
        under = self.tag("subheading", escape(p.heading)) if p.heading else ""
        body = self.tag("doc", self.tag("meta", "") + self.tag("mainBody", inner))
        return self.tag("attachment", self.tag("heading", p.number) + under + body, eid)

    def act(self, provisions) -> str:
        parts: dict[str, str] = {}
        for p in provisions:
            if p.path.steps[0].startswith("sched"):
                continue
            number = p.division.split()[1]
            parts[p.division] = parts.get(p.division, "") + self.section(p, f"part_{number}__")
        body = "".join(self.part(name, inner, f"part_{name.split()[1]}") for name, inner in parts.items())
        schedules = [p for p in provisions if p.path.steps[0].startswith("sched")]
        attachments = "".join(self.schedule(p, n) for n, p in enumerate(schedules, 1))
        return self.whole(self.tag("body", body) + self.tag("attachments", attachments))

    def whole(self, inner: str) -> str:
        work = "".join(f'<{name} value="{URI.partition("/eng")[0]}"/>' for name in ("FRBRthis", "FRBRuri"))
        meta = (
            f'<meta><identification><FRBRWork>{work}<FRBRalias value="{TITLE}" name="title"/></FRBRWork><FRBRExpression>'
            f'<FRBRthis value="{URI}/!main"/><FRBRuri value="{URI}"/><FRBRdate date="2031-12-11"/><FRBRlanguage language="eng"/>'
            "</FRBRExpression></identification></meta>"
        )
        space = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{space}"><act>{meta}{inner}</act></akomaNtoso>'


class Older(Akn):
    """Writes Akoma Ntoso 2 as older files are: prefixed names, `id` with points, block lists for letters, schedules as components."""

    def tag(self, name: str, inner: str, eid: str = "", more: str = "") -> str:
        names = f' id="{eid}"' if eid else ""
        return f"<an:{name}{names}{more}>{inner}</an:{name}>"

    def body(self, p: Provision, eid: str, depth: int) -> str:
        if p.children and all(c.number and not c.number[1:-1].isdigit() for c in p.children):
            return self.tag("content", self.rows(p, eid))
        return super().body(p, eid, depth)

    def rows(self, p: Provision, eid: str) -> str:
        inner = self.tag("listIntroduction", escape(p.opening))
        for child in p.children:
            name = f"{eid}.list0.{child.path.steps[-1]}"
            words = self.rows(child, name) if child.children else self.tag("p", escape(child.opening))
            inner += self.tag("item", self.tag("num", child.number) + words, name)
        return self.tag("blockList", inner + (self.tag("listWrapUp", escape(p.closing)) if p.closing else ""), f"{eid}.list0")

    def child(self, p: Provision, above: str, depth: int) -> str:
        if not p.number:
            return self.definition(p, f"{above}.def-{p.path.steps[-1]}")
        eid = f"{above}.{p.path.steps[-1]}"
        return self.tag("subsection", self.head(p.number, p.heading) + self.body(p, eid, depth + 1), eid)

    def section(self, p: Provision, above: str = "") -> str:
        eid = f"{above.replace('_', '-').removesuffix('--')}.section-{p.number.rstrip('.')}".lstrip(".")
        return self.tag("section", self.head(p.number, p.heading) + self.body(p, eid, 1), eid)

    def schedule(self, p: Provision, number: int) -> str:
        inner = "".join(self.section(child, f"schedule-{number}--") for child in p.children) or self.tag("p", escape(p.opening))
        heads = self.tag("heading", p.number) + self.tag("subheading", escape(p.heading))
        body = self.tag("doc", self.tag("meta", "") + self.tag("mainBody", heads + inner), more=f' name="schedule{number}"')
        return self.tag("component", body, f"schedule-{number}")

    def whole(self, inner: str) -> str:
        plain = super().whole(inner.replace("an:attachments", "an:components"))
        named = re.sub(r"<(/?)(?!an:|\?)(?=\w)", r"<\1an:", plain)
        return named.replace('xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"', 'xmlns:an="http://www.akomantoso.org/2.0"')


class Kenya(Akn):
    """Writes the HTML that Kenya Law's site makes of Akoma Ntoso."""

    refers = "data-refersto"

    def tag(self, name: str, inner: str, eid: str = "", more: str = "") -> str:
        html = "section" if name in (*self.kinds, "part") else "div" if name == "attachment" else "span"
        names = f' id="{eid}" data-eid="{eid}"' if eid else ""
        return f'<{html} class="akn-{name}"{names}{more}>{inner}</{html}>'

    def section(self, p: Provision, above: str = "") -> str:
        eid = f"{above}sec_{p.number.rstrip('.')}"
        return self.tag("section", f"<h3>{p.number} {escape(p.heading)}</h3>" + self.body(p, eid, 1), eid)

    def part(self, name: str, inner: str, eid: str) -> str:
        return self.tag("part", f"<h2>{escape(name)}</h2>" + inner, eid)

    def schedule(self, p: Provision, number: int) -> str:
        inner = "".join(self.section(child, f"att_{number}__") for child in p.children) or self.tag("p", escape(p.opening))
        under = f'<h2 class="akn-subheading">{escape(p.heading)}</h2>' if p.heading else ""
        body = self.tag("doc", self.tag("mainBody", inner))
        return self.tag("attachment", f'<h2 class="akn-heading">{p.number}</h2>' + under + body, f"att_{number}")

    def whole(self, inner: str) -> str:
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} - Kenya Law</title>'
            f'<link rel="canonical" href="https://new.kenyalaw.org{URI}"><script>document.write("3. Trap")</script></head><body>'
            '<nav><a href="/akn/ke/act/2031/7/eng@2001-01-01">older</a><h3>9. Menu</h3></nav>'
            f"<h1>{TITLE}</h1><la-akoma-ntoso frbr-expression-uri='{URI}'>"
            f'<div class="akn-akomaNtoso"><article class="akn-act">{inner}</article></div></la-akoma-ntoso>'
            "<script>alert(1)</script><footer><p>(1) Not law.</p></footer></body></html>"
        )


def plain_page() -> str:
    """Give the law as a plain page of headings and paragraphs."""
    lines = []
    for line in LAW.splitlines():
        level = 2 if line.startswith("Part ") or "SCHEDULE" in line else 3 if line[0].isdigit() else 0
        lines.append(f"<h{level}>{escape(line)}</h{level}>" if level else f"<p>{escape(line)}</p>")
    return f"<html><head><title>{TITLE}</title><style>p {{}}</style></head><body><h1>{TITLE}</h1>{''.join(lines)}</body></html>"


def word_file() -> bytes:
    """Give the law as a Word file with heading styles."""
    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    for line in LAW.splitlines():
        level = 1 if line.startswith("Part ") or "SCHEDULE" in line else 2 if line[0].isdigit() else 0
        document.add_paragraph(line, style=f"Heading {level}" if level else "Normal")
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file and give it."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file
