"""A question in, a cited answer out: read the question, search, give the answer the shape that its kind asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from answer import comparison, definition, penalty, refuse, told
from answer.answer import Answer
from answer.clause import Clause, clause
from answer.editions import of_the_day
from answer.outdated import older_figures
from answer.question import EITHER, Question, read_question
from answer.settle import settled
from answer.state import state
from answer.statement import Cited, Statement
from answer.uses import in_order, use_of
from index.search import Found, Search
from index.snapshot import Snapshot
from ingest.book import Book
from ingest.citation import named_instruments
from ingest.crossref import all_references, by_target, references
from ingest.path import ProvisionPath

SHOWN = 3
"""How many clauses an answer shows; the search list has the others."""
_SEARCHED = 12
_LINKS = 6


def ask(text: str, search: Search, lang: str | None = None, exact: bool = False) -> Answer:
    """Answer a question from the snapshot that `search` holds; `exact` searches only the words typed. Raises BadQuestion."""
    snapshot = search.snapshot
    question = read_question(text, snapshot, lang)
    if question.kind == "facts":
        return replace(told.laid(question.text, question.lang, snapshot), snapshot=snapshot.id, as_at=search.as_at)
    found = search.find(question.text, _SEARCHED, exact=exact)
    answer = _shaped(question, found, search)
    return replace(
        answer,
        terms=definition.terms_in(answer.clauses, snapshot.book),
        statements=(*answer.statements, *of_the_day(answer.clauses, search, answer.lang)),
        snapshot=snapshot.id,
        as_at=search.as_at,
        also_searched=found.reading.shown,
        mended=found.reading.mended,
        hits=found.hits,
    )


def _shaped(question: Question, found: Found, search: Search) -> Answer:
    snapshot = search.snapshot
    question = replace(question, kind=settled(question, found, snapshot))
    if question.kind == "comparison" and len(question.concepts) > 1:
        return _compared(question)
    if found.cites and not found.cited:
        return _refused(question, "reference", refuse.no_such(question, snapshot))
    if not found.answered:
        return _refused(question, question.kind, refuse.unanswered(question, found, snapshot.book))
    if question.kind == "reference" and found.cited and _only_cites(question):
        return _referred(question, found.cited, snapshot.book)
    if question.kind == "penalty":
        return _punished(question, found, snapshot)
    return _clauses(question, _of_each(found, search) if question.kind == "comparison" else found, snapshot)


def _of_each(found: Found, search: Search) -> Found:
    """Put first the best provision of each instrument that is named, where several are and none of their provisions is cited."""
    slugs = named_instruments(found.reading.text, search.snapshot.book.instruments.values())
    if found.cited or len(slugs) < 2:
        return found
    best = tuple(hit for slug in slugs[:SHOWN] for hit in search.search(found.reading.text, 1, slug))
    taken = {hit.path for hit in best}
    return replace(found, hits=(*best, *(hit for hit in found.hits if hit.path not in taken)))


def _refused(question: Question, kind: str, statements: tuple[Statement, ...]) -> Answer:
    return Answer(question.text, question.lang, kind, False, statements, reason=statements[0].text)


def _only_cites(question: Question) -> bool:
    """Whether little but citations and the names of instruments was typed, and no choice between two."""
    if len(question.citations) > 1 and EITHER.search(question.text):
        return False
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
    if question.kind == "definition" and paths and not _of_terms(paths[0]):
        paths = tuple(sorted(paths, key=lambda path: not definition.is_definition(path)))
    clauses, statements = _quoted(paths, book, lang)
    if question.kind == "definition" and paths and definition.is_definition(paths[0]):
        statements += definition.used_in(book, paths[0], snapshot.data.penalties.penalty, lang)
    statements += in_order(paths, question.kind, book, lang)
    if question.kind == "yes-no":
        statements.append(Statement("conditions", lang, about=paths))
    return Answer(question.text, lang, question.kind, bool(clauses), tuple(statements), clauses)


def _of_terms(path: ProvisionPath) -> bool:
    """Whether a provision says what words mean, as definitions and articles on the use of terms do."""
    use = use_of(path)
    return use is not None and use.kind == "definition"


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
    known = tuple(one for one in data.penalty if ProvisionPath.parse(one.sentenced_by) in book)
    named = () if found.cited else penalty.by_name(known, found.reading, lang)
    near = penalty.asked_for(known, hits[:1] if named else hits, found.cited)
    chosen = tuple(dict.fromkeys((*named, *near)))[:SHOWN]
    if not chosen:
        return _clauses(question, found, snapshot)
    sentenced = tuple(dict.fromkeys(ProvisionPath.parse(one.sentenced_by) for one in chosen))
    lead = tuple(path for path in (*found.cited, *hits[:1]) if _worded(book, path))
    creates = bool(lead) and bool(penalty.asked_for(known, lead[:1], ())) and not sentenced[0].holds(lead[0])
    order = (*lead[:1], *sentenced) if creates else (*sentenced[:1], *lead[:1], *sentenced[1:])
    paths = _distinct(tuple(dict.fromkeys(order)))[:SHOWN]
    clauses, statements = _quoted(paths, book, lang)
    statements += penalty.notes(chosen, lang)
    statements += older_figures(sentenced, book, lang)
    return Answer(question.text, lang, "penalty", True, tuple(statements), clauses, table=penalty.table(chosen, book, lang))


def _compared(question: Question) -> Answer:
    """The concepts side by side, how they differ, and what law outside the corpus governs."""
    lang = question.lang
    concepts = question.concepts
    statements = (*comparison.differences(concepts, lang), *comparison.deciding(concepts, lang), *comparison.outside(concepts, lang))
    return Answer(question.text, lang, "comparison", True, statements, table=comparison.compare(concepts, lang))
