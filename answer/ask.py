"""A question in, a cited answer out: read the question, search, give the answer the shape that its kind asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from answer import comparison, definition, penalty, refuse
from answer.answer import Answer
from answer.clause import Clause, clause
from answer.question import Question, read_question
from answer.statement import Cited, Datum, Name, Statement, Value, quoted
from index.search import Found, Search
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.crossref import all_references, by_target, references
from ingest.model import Layer, Standing
from ingest.path import ProvisionPath

SHOWN = 3
"""How many clauses an answer shows; the search list has the others."""
_SEARCHED = 12
_LINKS = 6


def ask(text: str, search: Search, lang: str | None = None) -> Answer:
    """Answer a question from the snapshot that `search` holds. Raises BadQuestion."""
    snapshot = search.snapshot
    question = read_question(text, snapshot, lang)
    found = search.find(question.text, _SEARCHED)
    answer = _shaped(question, found, snapshot)
    return replace(answer, snapshot=snapshot.id, also_searched=found.reading.shown, mended=found.reading.mended, hits=found.hits)


def _shaped(question: Question, found: Found, snapshot: Snapshot) -> Answer:
    if question.kind == "comparison":
        return _compared(question)
    if found.cites and not found.cited:
        return _refused(question, "reference", refuse.no_such(question, snapshot))
    if found.cited and _only_cites(question):
        return _referred(question, found.cited, snapshot.book)
    if not found.answered:
        return _refused(question, question.kind, refuse.unanswered(question, found, snapshot.book))
    if question.kind == "penalty":
        return _punished(question, found, snapshot)
    return _clauses(question, found, snapshot)


def _refused(question: Question, kind: str, statements: tuple[Statement, ...]) -> Answer:
    return Answer(question.text, question.lang, kind, False, statements, reason=statements[0].text)


def _only_cites(question: Question) -> bool:
    """Whether little but citations and the names of instruments was typed."""
    left = question.text
    for citation in reversed(question.citations):
        left = left[: citation.start] + left[citation.end :]
    return len(left.split()) <= 6


def _distinct(paths: tuple[ProvisionPath, ...]) -> tuple[ProvisionPath, ...]:
    """Leave out a provision that one already listed holds: its words are shown with it."""
    kept: list[ProvisionPath] = []
    for path in paths:
        if not any(other.holds(path) for other in kept):
            kept.append(path)
    return tuple(kept)


def _worded(book: Book, path: ProvisionPath) -> bool:
    return any(text.provision.text for text in book.texts(path)) or bool(book.children(path))


def _quoted(paths: tuple[ProvisionPath, ...], book: Book, lang: str) -> tuple[tuple[Clause, ...], list[Statement]]:
    """Read the clauses in context, with the statements for each."""
    clauses = tuple(clause(book, path, lang) for path in paths)
    return clauses, [statement for one in clauses for statement in state(one, book, lang)]


def _clauses(question: Question, found: Found, snapshot: Snapshot) -> Answer:
    """The best clauses, a definition first where a meaning is asked, with what must be known of each."""
    book, lang = snapshot.book, question.lang
    paths = _distinct(tuple(dict.fromkeys((*found.cited, *(hit.path for hit in found.hits if _worded(book, hit.path))))))[:SHOWN]
    if question.kind == "definition":
        paths = tuple(sorted(paths, key=lambda path: not definition.is_definition(path)))
    clauses, statements = _quoted(paths, book, lang)
    if question.kind == "definition" and paths and definition.is_definition(paths[0]):
        statements += definition.used_in(book, paths[0], snapshot.data.penalties.penalty, lang)
    if question.kind == "yes-no":
        statements.append(Statement("conditions", lang, about=paths))
    return Answer(question.text, lang, question.kind, bool(clauses), tuple(statements), clauses)


def _referred(question: Question, paths: tuple[ProvisionPath, ...], book: Book) -> Answer:
    """The clause cited, in its section, with what it refers to and what refers to it."""
    lang = question.lang
    clauses, statements = _quoted(paths, book, lang)
    for path in paths[:1]:
        statements += _links(book, path, lang)
    return Answer(question.text, lang, "reference", True, tuple(statements), clauses)


def _links(book: Book, path: ProvisionPath, lang: str) -> Iterator[Statement]:
    here = Cited.of(book, path, lang)
    leads = dict.fromkeys(one.target for one in references(book, path) if one.kind == "provision" and one.target)
    for target in list(leads)[:_LINKS]:
        yield Statement("refers to", lang, {"clause": here, "other": Cited.of(book, target, lang)})
    for source in list(dict.fromkeys(one.source for one in by_target(all_references(book), path.holds)))[:_LINKS]:
        yield Statement("referred by", lang, {"clause": here, "other": Cited.of(book, source, lang)})


def _punished(question: Question, found: Found, snapshot: Snapshot) -> Answer:
    """The penalty table of the offences asked for, then the clauses that give the sentences."""
    data, book, lang = snapshot.data.penalties, snapshot.book, question.lang
    hits = tuple(hit.path for hit in found.hits[:4])
    chosen = penalty.asked_for(data.penalty, hits, found.cited)[:SHOWN]
    if not chosen:
        return _clauses(question, found, snapshot)
    lead = (*found.cited, *(hits[:1]))
    sentenced = tuple(ProvisionPath.parse(one.sentenced_by) for one in chosen)
    first = lead[:1] if lead and _worded(book, lead[0]) else ()
    paths = _distinct(tuple(dict.fromkeys((*first, *sentenced))))[:SHOWN]
    clauses, statements = _quoted(paths, book, lang)
    statements += penalty.notes(chosen, lang)
    statements += _older_figures(sentenced, book, lang)
    return Answer(question.text, lang, "penalty", True, tuple(statements), clauses, table=penalty.table(chosen, book, lang))


def _compared(question: Question) -> Answer:
    """The concepts side by side, how they differ, and what law outside the corpus governs."""
    lang = question.lang
    concepts = question.concepts
    statements = (*comparison.differences(concepts, lang), *comparison.outside(concepts, lang))
    return Answer(question.text, lang, "comparison", True, statements, table=comparison.compare(concepts, lang))


def state(found: Clause, book: Book, lang: str) -> Iterator[Statement]:
    """Give the statements for one clause: its words, then what must be known of them."""
    for part in found.parts:
        yield quoted(part.words, lang)
    cited = Cited.of(book, found.path, lang)
    instrument = book.instruments[found.path.instrument]
    document = Name(instrument.named(lang))
    about = (found.path,)
    if found.standing is not Standing.IN_FORCE:
        yield Statement(str(found.standing), lang, {"clause": cited})
    yield from _outdated(found, book, lang)
    if found.layer is Layer.PLAIN:
        yield Statement("plain", lang, {"clause": cited})
        if found.edition.lang == "sw":
            yield Statement("unreviewed", lang, about=about)
    elif found.layer is Layer.NOTE:
        yield Statement("note", lang, {"document": document}, about=about)
    if instrument.status == "historical":
        yield Statement("historical", lang, {"document": document}, about=about)
    elif instrument.kind in ("plan", "guideline", "report"):
        yield Statement("policy", lang, {"document": document}, about=about)


def _outdated(found: Clause, book: Book, lang: str) -> Iterator[Statement]:
    """Say that a later official text is loaded which lacks the clause, or that plain words are older than it."""
    later = book.latest(found.path.instrument)
    here = found.edition.as_at
    if later is None or not here or here >= later.as_at:
        return
    gone = book.within(found.path, later) is None
    if gone or found.layer is Layer.PLAIN:
        yield _dated("left behind" if gone else "older words", found.path, here, later.as_at, book, lang)


def _dated(phrase: str, path: ProvisionPath, date: str, later: str, book: Book, lang: str) -> Statement:  # noqa: PLR0913, PLR0917
    values: dict[str, Value] = {"clause": Cited.of(book, path, lang), "date": Datum(date, (path,)), "later": Datum(later, (path,))}
    return Statement(phrase, lang, values)


def _older_figures(paths: Iterable[ProvisionPath], book: Book, lang: str) -> Iterator[Statement]:
    """Say that the corpus' figures are older than the official text that is loaded."""
    for path in dict.fromkeys(paths):
        later, date = book.latest(path.instrument), book.instruments[path.instrument].as_at
        if later is not None and date and date < later.as_at:
            yield _dated("older figures", path, date, later.as_at, book, lang)
