"""How answers look in a terminal: readable at 80 columns, colour only where the terminal has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import Progress
from rich.text import Text

from answer.answer import Answer
from answer.clause import Clause
from answer.table import Table
from ingest.book import Book
from ingest.library import Imported
from ingest.model import Provision

if TYPE_CHECKING:
    from pathlib import Path

    from answer.facts.outcome import Outcome
    from workshop.kit import Kit
    from workshop.score import Score

_out = Console(highlight=False)
_LAYERS = {
    "official": "official text",
    "plain": "plain words (restatement)",
    "note": "second-hand note",
}


@contextmanager
def building() -> Iterator[Callable[[str, int, int], None]]:
    """Show progress bars on standard error while a snapshot is built."""
    with Progress(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, whole: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=whole)
            bars.update(tasks[stage], completed=done)

        yield show


def imported(done: Imported) -> Iterator[str]:
    """Tell what an import recognised, found and doubts."""
    provisions = list(done.reading.walk())
    tops = sum(1 for p in provisions if len(p.path.steps) == 1)
    pages = f", {done.reading.pages} pages" if done.reading.pages else ""
    yield f"{done.edition.source}: {done.edition.instrument}, layout “{done.reading.layout}”{pages}."
    date = done.edition.as_at or "a date that the document does not tell"
    yield f"As at {date}; {tops} sections or articles, {len(provisions)} provisions."
    for doubt in done.reading.doubts:
        yield f"Doubt: {doubt}"
    if done.again:
        yield "It was in your library already."
    yield "Run `kinga build` to search it."


def tree(provisions: tuple[Provision, ...]) -> str:
    """Give a clause tree as indented text."""
    lines: list[str] = []

    def add(provision: Provision, depth: int) -> None:
        head = " ".join(filter(None, (provision.number, provision.heading)))
        lines.append("  " * depth + " ".join(filter(None, (head, provision.opening))))
        for child in provision.children:
            add(child, depth + 1)
        if provision.closing:
            lines.append("  " * depth + provision.closing)

    for top in provisions:
        add(top, 0)
    return "\n".join(lines)


def answer(found: Answer, book: Book) -> None:
    """Print an answer: its table, each clause with its citation, then what must be known."""
    if found.also_searched or found.mended:
        searched = ", ".join((*found.also_searched[:6], *(f"{typed} → {taken}" for typed, taken in found.mended.items())))
        _out.print(Text(f"Also searched: {searched}", style="dim"))
    if found.table:
        _table(found.table)
    for shown in found.clauses:
        _clause(shown, book)
    said = dict.fromkeys(s.text for s in found.statements if s.phrase not in ("quote", "plain", "note", "unreviewed"))
    for text in said:
        _out.print(escape(text))
    for phrase in ("plain", "note", "unreviewed"):
        texts = list(dict.fromkeys(s.text for s in found.statements if s.phrase == phrase))
        for text in texts[:1] if phrase == "plain" else texts:
            _out.print(Text(text, style="italic"))


def _table(table: Table) -> None:
    """Print a table as blocks, a row each: side by side it would not fit eighty columns."""
    for row in table.rows:
        _out.print(Text(row.head, style="bold"))
        for column, cell in zip(table.columns, row.cells, strict=True):
            cited = "; ".join(dict.fromkeys(str(path) for s in cell.statements for path in s.citations))
            _out.print(Padding(Text.assemble((f"{column}: ", "dim"), " ".join(cell.text.split("\n"))), (0, 0, 0, 2)))
            if cited:
                _out.print(Padding(Text(f"[{cited}]", style="dim"), (0, 0, 0, 6)))
        _out.print()


def _clause(shown: Clause, book: Book) -> None:
    kind = book.instruments[shown.path.instrument].kind
    date = f", as at {shown.edition.as_at}" if shown.edition.as_at else ""
    _out.print(Text(shown.citation, style="bold"))
    _out.print(Text(f"{shown.heading} · {kind} · {_LAYERS[shown.layer]}{date}", style="dim"))
    for part in shown.parts:
        number = f"{part.number} " if part.depth else ""
        style = "" if part.words.path == shown.path or part.role == "own" else "dim"
        _out.print(Padding(Text(number + part.words.text, style=style), (0, 0, 0, 2 + 3 * part.depth)))
    _out.print()


def listed(record: dict[str, Any]) -> None:
    """Print search results."""
    for number, row in enumerate(record["results"], 1):
        _out.print(Text(f"{number:2}. {row['citation']}", style="bold"))
        _out.print(Text(f"    {row['heading']} · {row['rank']} · {_LAYERS[row['layer']]}", style="dim"))
        _out.print(Padding(escape(row["text"][:300]), (0, 0, 0, 4)))
        if signals := row.get("signals"):
            told = ", ".join(f"{name} {value:+.2f}" for name, value in list(signals.items())[:8])
            _out.print(Padding(Text(told, style="dim"), (0, 0, 0, 4)))
    if not record["results"]:
        _out.print("Nothing was found.")


def provision(record: dict[str, Any]) -> None:
    """Print one provision in every layer."""
    _out.print(Text(record["citation_long"], style="bold"))
    _out.print(Text(record["heading"], style="dim"))
    for layer in record["layers"]:
        note = f"{_LAYERS[layer['layer']]}, {layer['lang']}" + (f", as at {layer['as_at']}" if layer["as_at"] else "")
        page = f", page {layer['page']}" if layer["page"] else ""
        standing = "" if layer["standing"] == "in force" else f", {layer['standing']}"
        _out.print(Text(f"[{note}{page}{standing}]", style="dim"))
        _out.print(Padding(escape(layer["text"] or layer["heading"]), (0, 0, 1, 2)))
    for child in record["children"]:
        _out.print(f"  {child['path']}  {escape(child['heading'])}")
    _references(record)


def _references(record: dict[str, Any]) -> None:
    """Print what a provision refers to and what refers to it."""
    tells = {"provision": "", "outside": " (not in the corpus)", "broken": " (no such provision: broken in the text)"}
    for title, rows in (("Refers to", record["refers_to"]), ("Referred to by", record["referred_by"])):
        if rows:
            _out.print(Text(title, style="bold"))
        for row in rows:
            where = row["path"] if row["path"] else row["words"]
            _out.print(escape(f"  {where}: “{row['words']}”{tells.get(row.get('kind', 'provision'), '')}"))


def laid(outcome: Outcome) -> None:
    """Print what facts indicate: the indication, the elements with the words that speak for them, what to ask next."""
    record = outcome.record()
    _out.print(Text(f"Indicated: {record['indication'].replace('_', ' ')} (confidence {record['confidence']:.2f})", style="bold"))
    _out.print(escape(record["why"]))
    for row in record["elements"]:
        if row["state"] != "not_found":
            words = "; ".join(f"“{one['text']}”" for one in row["evidence"])
            _out.print(escape(f"  {row['name']}: {row['state'].replace('_', ' ')}  {words}"))
            _out.print(Text(f"      [{'; '.join(row['provisions'])}]", style="dim"))
    for title, rows in (("Ask next", record["ask_next"]), ("Bear in mind", record["notes"])):
        if rows:
            _out.print(Text(title, style="bold"))
        for row in rows:
            said = row.get("question") or row.get("text", "")
            _out.print(escape(f"  {said} [{'; '.join(row.get('provisions', ()))}]"))


def shelf(record: dict[str, Any]) -> None:
    """Print what is loaded and what is missing."""
    for source in record["sources"]:
        standing = "" if source["status"] == "in force" else f" ({source['status']})"
        _out.print(Text(f"{source['instrument']}  {source['short']}{standing}", style="bold"))
        _out.print(Text(f"  {source['kind']}. {source['standing']}", style="dim"))
        for edition in source["editions"]:
            date = f", as at {edition['as_at']}" if edition["as_at"] else ""
            review = f"; {edition['review']}" if edition["review"] else ""
            _out.print(escape(f"  {_LAYERS[edition['layer']]}, {edition['lang']}{date}: {edition['provisions']} provisions{review}"))
        if source["missing"]:
            _out.print(escape(f"  Missing: {source['missing']}. {source['get']}"))


def workshops(as_json: bool, print_json: Callable[[Any], None]) -> None:
    """Print the ready plans."""
    from workshop.plan import lore

    plans: list[dict[str, Any]] = [
        {"plan": p.id, "title": p.title, "audience": p.audience, "minutes": p.minutes, "topics": [t.id for t in p.topics]}
        for p in lore().plan
    ]
    if as_json:
        print_json({"plans": plans, "topics": [topic.id for topic in lore().topic]})
        return
    for plan in plans:
        _out.print(Text(f"{plan['plan']}  {plan['title']}", style="bold"))
        _out.print(escape(f"  For: {plan['audience']}. {plan['minutes']} minutes. Topics: {', '.join(plan['topics'])}."))
    _out.print("Make one: kinga workshop PLAN --lang en --out FOLDER. Or choose: kinga workshop --topics smuggling,forced-labour")


def kit_made(kit: Kit, folder: Path) -> None:
    """Tell what a kit holds and where it lies."""
    _out.print(Text(f"Written: {folder}", style="bold"))
    _out.print(f"{len(kit.files)} files, {kit.lines} lines proved, {len(kit.clauses)} clauses.")
    for name, body in kit.files.items():
        _out.print(escape(f"  {name}  {len(body) / 1000:.0f} kB"))


def scored(result: Score, as_json: bool, print_json: Callable[[Any], None]) -> None:
    """Print what a group learned."""
    if as_json:
        gains = [
            {"topic": g.topic, "before": round(g.before, 3), "after": round(g.after, 3), "gain": round(g.points, 1)} for g in result.gains
        ]
        print_json({"people": result.people, "gains": gains})
        return
    _out.print(f"{result.people} participants answered both tests.")
    for gain in result.gains:
        _out.print(
            escape(f"  {gain.topic}: {100 * gain.before:.0f} % before, {100 * gain.after:.0f} % after, gain {gain.points:+.0f} points")
        )
