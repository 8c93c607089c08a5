"""How answers look in a terminal: readable at 80 columns, colour only where the terminal has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import Progress
from rich.text import Text

from answer.answer import Answer
from answer.check.finding import SOUND, Checked, Verdict
from answer.clause import Clause
from answer.laid import Laid, Line
from answer.table import Table
from ingest.book import Book
from ingest.bulk import MOST_DOUBTS, Account, account_of, filed_meanwhile, import_all
from ingest.errors import Stopped
from ingest.library import Imported
from ingest.model import Instrument, Provision

if TYPE_CHECKING:
    from pathlib import Path

    from answer.facts.interview import Interview
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


def fetching(name: str) -> None:
    """Tell on standard error which document is on its way."""
    Console(stderr=True, highlight=False).print(escape(f"Fetching: {name}"))


def importing(folder: Path, home: Path, instruments: Mapping[str, Instrument]) -> Account:
    """Import a folder; show on standard error how far it is, and each document that fails with its reason. Ctrl-C stops it."""
    account, files = account_of(folder)
    with Progress(console=Console(stderr=True, highlight=False), transient=True) as bars:
        task = bars.add_task("importing", total=len(files))
        try:
            for outcome in import_all(files, folder, home, instruments):
                account.outcomes.append(outcome)
                bars.advance(task)
                if outcome.error is not None:
                    said = f"Not read: {outcome.name}: {outcome.error.fault} {outcome.error.step}"
                    bars.console.print(said, soft_wrap=True, markup=False)
        except (KeyboardInterrupt, Stopped):
            account.stopped = True
            account.outcomes.extend(filed_meanwhile(files[len(account.outcomes) :][:1], folder, home))
    return account


def imported(done: Imported) -> Iterator[str]:
    """Tell what an import recognised, found and doubts."""
    provisions = list(done.reading.walk())
    tops = sum(1 for p in provisions if len(p.path.steps) == 1)
    parts = len({p.division for p in provisions if p.division})
    tables = sum(1 for p in provisions if p.path.steps[-1].startswith("table-"))
    pages = f", {done.reading.pages} pages" if done.reading.pages else ""
    yield f"{done.edition.source}: {done.edition.instrument}, layout “{done.reading.layout}”{pages}."
    date = done.edition.as_at or "a date that the document does not tell"
    more = "".join(f", {count} {name}" for count, name in ((parts, "parts or chapters"), (tables, "tables")) if count)
    yield f"As at {date}; {tops} sections, articles or schedules{more}, {len(provisions)} clauses in all."
    yield from (f"Doubt: {doubt}" for doubt in done.reading.doubts[:MOST_DOUBTS])
    if len(done.reading.doubts) > MOST_DOUBTS:
        yield f"And {len(done.reading.doubts) - MOST_DOUBTS} more doubts: compare the whole with the document before you rely on it."
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
    _also_searched(found.also_searched, found.mended)
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


def _also_searched(terms: Sequence[str], mended: Mapping[str, str]) -> None:
    """Tell what was searched beside the words typed, and how to leave it out."""
    if terms or mended:
        searched = ", ".join((*terms[:6], *(f"{typed} → {taken}" for typed, taken in mended.items())))
        _out.print(Text(f"Also searched: {searched} (leave out with --exact)", style="dim"))


def _table(table: Table) -> None:
    """Print a table as blocks, a row each: side by side it would not fit eighty columns."""
    for row in table.rows:
        _out.print(Text(row.head, style="bold"))
        for column, cell in zip(table.columns, row.cells, strict=True):
            cited = "; ".join(dict.fromkeys(str(path) for s in cell.statements for path in s.citations))
            dates = dict.fromkeys(words.as_at for s in cell.statements for words in s.quotes if words.as_at)
            cited += "".join(f", as at {date}" for date in dates)
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
    _also_searched(record["also_searched"], record["mended"])
    for number, row in enumerate(record["results"], 1):
        _out.print(Text(f"{number:2}. {row['citation']}", style="bold"))
        gone = [f" · {row[what]}" for what in ("standing", "status") if row[what] != "in force"]
        _out.print(Text(f"    {row['heading']} · {row['rank']} · {_LAYERS[row['layer']]}{''.join(dict.fromkeys(gone))}", style="dim"))
        _out.print(Padding(escape(row["text"][:300]), (0, 0, 0, 4)))
        if signals := row.get("signals"):
            told = ", ".join(f"{name} {value:+.2f}" for name, value in list(signals.items())[:8])
            _out.print(Padding(Text(told, style="dim"), (0, 0, 0, 4)))
    if not record["results"]:
        _out.print("Nothing was found.")


def provision(record: dict[str, Any]) -> None:
    """Print one provision in every layer."""
    _out.print(Text(record["citation_long"], style="bold"))
    _out.print(Text(" · ".join(filter(None, (record["citation"], record["heading"], record["copy"]["address"]))), style="dim"))
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


_HEADS = {
    "en": {
        "indicated": "Indicated",
        "sure": "confidence",
        "further": "Further indications",
        "elements": "Elements",
        "against": "Against it",
        "missing": "Nothing is told of",
        "heavier": "What makes the sentence heavier",
        "offences": "Offences to consider",
        "indicators": "ILO indicators seen",
        "asks": "Ask next",
        "notes": "Bear in mind",
        "masked": "Names and numbers are hidden; --show-names shows them on the screen. Nothing is stored.",
        "prompt": "yes (y), no (n), not known (Enter), stop (q)",
        "begin": "Answer each question. Nothing is stored.",
    },
    "sw": {
        "indicated": "Inaelekeza",
        "sure": "uhakika",
        "further": "Dalili za pili",
        "elements": "Vipengele",
        "against": "Dhidi yake",
        "missing": "Hakuna kilichosemwa kuhusu",
        "heavier": "Kinachozidisha adhabu",
        "offences": "Makosa ya kuzingatia",
        "indicators": "Viashiria vya ILO vilivyoonekana",
        "asks": "Maswali yafuatayo",
        "notes": "Kumbuka",
        "masked": "Majina na nambari vimefichwa; --show-names huvionyesha kwenye skrini. Hakuna kinachohifadhiwa.",
        "prompt": "ndiyo (n), hapana (h), haijulikani (Enter), acha (q)",
        "begin": "Jibu kila swali. Hakuna kinachohifadhiwa.",
    },
}
_YES, _NO = {"en": {"y", "yes"}, "sw": {"n", "ndiyo", "ndio"}}, {"en": {"n", "no"}, "sw": {"h", "hapana"}}
_STOP = {"q", "quit", "stop", "acha"}


def laid(shown: Laid, names: bool = False) -> None:
    """Print what facts indicate, part by part, each with the clauses that it rests on."""
    heads = _HEADS[shown.lang]
    _out.print(Text(f"{heads['indicated']}: {shown.indication} ({heads['sure']} {shown.confidence:.2f})", style="bold"))
    _out.print(escape(shown.why))
    if shown.further:
        _out.print(escape(f"{heads['further']}: {'; '.join(shown.further)}"))
    _lines(heads["elements"], shown.elements, heads["against"])
    _lines(heads["heavier"], shown.heavier)
    _offences(heads["offences"], shown.offences)
    _lines(heads["indicators"], shown.indicators)
    _lines(heads["asks"], shown.asks)
    _lines(heads["notes"], shown.notes)
    if shown.missing:
        _out.print(Text(f"{heads['missing']}: {'; '.join(line.said for line in shown.missing)}", style="dim"))
    if not names:
        _out.print(Text(heads["masked"], style="dim"))


def _offences(title: str, offences: Table) -> None:
    """Print offences with their sentences, a few lines each: the sentence, the words of the clause, the clause."""
    for number, row in enumerate(offences.rows):
        if not number:
            _out.print(Text(title, style="bold"))
        *sentence, _, words, clause = [cell.text for cell in row.cells]
        told = "; ".join(f"{column}: {text}" for column, text in zip(offences.columns, sentence, strict=False))
        _out.print(Padding(Text(row.head), (0, 0, 0, 2)))
        _out.print(Padding(Text(told), (0, 0, 0, 4)))
        _out.print(Padding(Text(f"“{words}”"), (0, 0, 0, 4)))
        _out.print(Padding(Text(f"[{clause}]", style="dim"), (0, 0, 0, 4)))


def _lines(title: str, lines: Iterable[Line], against: str = "") -> None:
    """Print the lines of one part under its title."""
    for number, line in enumerate(lines):
        if not number:
            _out.print(Text(title, style="bold"))
        _out.print(Padding(Text(f"{line.said}: {line.state}" if line.state else line.said), (0, 0, 0, 2)))
        for head, quoted in (("", line.words), (f"{against}: ", line.against)):
            if quoted:
                _out.print(Padding(Text(head + "; ".join(f"“{words}”" for words in quoted)), (0, 0, 0, 4)))
        told = " ".join(filter(None, (line.reason, f"[{'; '.join(line.cited)}]" if line.cited else "")))
        if told:
            _out.print(Padding(Text(told, style="dim"), (0, 0, 0, 4)))


def interview(talk: Interview, cite: Callable[[Iterable[str]], str]) -> Outcome:
    """Put the interview's questions one by one, each with its reason and clauses, and give the outcome at the end.

    A line that is no answer is asked again; the end of the input ends the interview.
    """
    lang = talk.story.lang
    _out.print(Text(_HEADS[lang]["begin"], style="bold"))
    while (question := talk.question) is not None:
        _out.print(Text(f"{len(talk.answers) + 1}. {question.question}"))
        clauses = f" [{cite(question.provisions)}]" if question.provisions else ""
        _out.print(Padding(Text(question.reason + clauses, style="dim"), (0, 0, 0, 3)))
        said = _reply(lang)
        if said in _STOP:
            break
        talk = talk.answer(question.about, True if said in _YES[lang] else False if said in _NO[lang] else None)
    return talk.outcome


def _reply(lang: str) -> str:
    """Read a reply: one of yes, no, stop, or nothing for not known."""
    while True:
        try:
            said = _out.input(f"   {_HEADS[lang]['prompt']}: ").strip().lower()
        except EOFError:
            return "stop"
        if not said or said == "?" or said in _STOP | _YES[lang] | _NO[lang]:
            return said


def verdicts(checked: Checked) -> None:
    """Print what a check found: the faults first to the eye, each with the words at fault and why."""
    for one in checked.findings:
        style = "green" if one.verdict in SOUND else "yellow" if one.verdict is Verdict.UNCLEAR else "bold red"
        words = " ".join(one.text.split())
        shown = (words if len(words) <= 160 else f"{words[:110]} … {words[-45:]}") if one.quotation else words
        _out.print(Text.assemble((f"{one.verdict}: ", style), f"“{shown}”" if one.quotation else shown))
        _out.print(Padding(Text(one.says, style="dim"), (0, 0, 0, 4)))
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(checked.counts.items()))
    _out.print(Text(told or "No quotation and no citation was found.", style="bold"))


def shelf(record: dict[str, Any]) -> None:
    """Print what is loaded and what is missing."""
    for source in record["sources"]:
        standing = "" if source["status"] == "in force" else f" ({source['status']})"
        _out.print(Text(f"{source['instrument']}  {source['short']}{standing}", style="bold"))
        _out.print(Text(f"  {source['kind']}. {source['standing']}", style="dim"))
        for edition in source["editions"]:
            date = f", as at {edition['as_at']}" if edition["as_at"] else ""
            review = f"; {edition['review']}" if edition["review"] else ""
            if edition["layer"] == "official":
                review = f"; {'fetched from' if edition['source'].startswith('https://') else 'imported by hand from'} {edition['source']}"
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
