"""The command `kinga`. Thin: each command calls one library function and prints what it gives."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.errors import BadInput, KingaError
from ingest.places import CORPUS, home, sources

if TYPE_CHECKING:
    from index.search import Search

app = typer.Typer(
    help="Kinga: Kenyan law and policy on trafficking in persons. Every answer cites its clauses.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Batch = Annotated[Path | None, typer.Option("--batch", help="A JSONL file with one question a line; one JSON line for each.")]
Slug = Annotated[str | None, typer.Option("--instrument", help="Slug of the instrument; see `kinga sources`.")]
Lang = Annotated[str | None, typer.Option("--lang", help="Language of the answer: en or sw. Default: that of the question.")]


@app.command()
def build(
    folder: Annotated[Path | None, typer.Option("--sources", help="Folder of extra documents to import first.")] = None,
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Do nothing where the index is already up to date.")] = False,
) -> None:
    """Index the corpus and the imported documents as a new snapshot."""
    from index.make import make
    from terminal import building

    with building() as show:
        made = make(home(), CORPUS, folder or sources(), show, if_needed=if_needed)
    for line in made.lines():
        typer.echo(line)


@app.command("import")
def import_(file: Path, instrument: Slug = None) -> None:
    """Read an official document into your library: PDF, web page, Akoma Ntoso, Word or text. Then run `kinga build`."""
    from ingest.corpus import read_corpus
    from ingest.library import import_document
    from terminal import imported

    done = import_document(file, home(), read_corpus().instruments, instrument)
    for line in imported(done):
        typer.echo(line)


@app.command()
def parse(file: Path, instrument: Slug = None, as_json: AsJson = False) -> None:
    """Read a document and print its clause tree; nothing is kept."""
    from ingest.parse import parse_file
    from terminal import tree

    provisions = parse_file(file, instrument)
    if as_json:
        _print_json({"provisions": [_row(provision) for top in provisions for provision in top.walk()]})
    else:
        typer.echo(tree(provisions))


def _row(provision: Any) -> dict[str, Any]:
    keys = ("number", "heading", "opening", "closing", "page")
    return {"path": str(provision.path), **{key: getattr(provision, key) for key in keys}}


@app.command()
def fetch(
    slugs: Annotated[list[str] | None, typer.Argument(help="Instruments; all that have an address if none is named.")] = None,
) -> None:
    """Fetch official documents from their publishers into your library. Then run `kinga build`."""
    from ingest.corpus import read_corpus
    from ingest.fetch import State, told
    from ingest.fetch import fetch as fetched

    done = fetched(slugs or [], home(), read_corpus().instruments, say=lambda name: typer.echo(f"Fetching: {name}", err=True))
    for line in told(done):
        typer.echo(line)
    if any(one.state is State.FAILED for one in done):
        raise typer.Exit(1)


@app.command()
def show(
    place: str,
    as_json: AsJson = False,
    lang: Lang = None,
    page: Annotated[Path | None, typer.Option("--page", help="Write the page of the PDF, the clause marked, to this PNG file.")] = None,
) -> None:
    """Show one provision by its path or its citation, in every layer."""
    from answer.show import show as shown
    from terminal import provision

    book = _search().snapshot.book
    record = shown(book, place, lang or "en")
    if page is not None:
        from ingest.page import page_of

        page.write_bytes(page_of(book, record["path"], home()))
        typer.echo(f"Written: {page}", err=True)
    if as_json:
        _print_json(record)
    else:
        provision(record)


@app.command()
def search(
    question: Annotated[str | None, typer.Argument()] = None,
    limit: Annotated[int, typer.Option("-k", help="How many provisions.", min=1, max=100)] = 10,
    instrument: Slug = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show which signal gave what.")] = False,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """List the provisions that fit a question, best first."""
    from answer.show import results
    from terminal import listed

    def one(text: str) -> dict[str, Any]:
        return results(_search(), text, limit, instrument, explain)

    _answer_all(one, question, batch, as_json, listed)


@app.command()
def ask(question: Annotated[str | None, typer.Argument()] = None, as_json: AsJson = False, batch: Batch = None, lang: Lang = None) -> None:
    """Answer a question with quoted clauses."""
    from answer.ask import ask as answered
    from terminal import answer

    if batch or as_json:
        _answer_all(lambda text: answered(text, _search(), lang).record(), question, batch, as_json, lambda _: None)
    else:
        answer(answered(_asked(question), _search(), lang), _search().snapshot.book)


@app.command()
def facts(
    file: Annotated[Path | None, typer.Argument(help="A text file with the facts; standard input if none.")] = None,
    as_json: AsJson = False,
    batch: Batch = None,
    lang: Lang = None,
) -> None:
    """Lay the facts of a case against the elements of the law. Nothing of them is stored."""
    from answer.facts import open_engine
    from terminal import laid

    engine = open_engine(_search().snapshot)
    if batch is not None:
        _answer_all(lambda text: engine.lay(text, lang).record(), None, batch, as_json, lambda _: None, "facts")
        return
    outcome = engine.lay(_told(file), lang)
    if as_json:
        _print_json(outcome.record())
    else:
        laid(outcome)


def _told(file: Path | None) -> str:
    if file is None:
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadInput(f"{file} cannot be opened: {error.strerror}.", "Give a text file, or the facts on standard input.") from error


@app.command("sources")
def sources_(as_json: AsJson = False) -> None:
    """Show what is loaded, which edition, as at when, and what is missing."""
    from answer.show import loaded
    from terminal import shelf

    record = loaded(_search().snapshot.book)
    if as_json:
        _print_json(record)
    else:
        shelf(record)


@app.command()
def workshop(
    plan: Annotated[str | None, typer.Argument(help="A ready plan; without one the plans are listed. `score` reads answer sheets.")] = None,
    sheets: Annotated[list[Path] | None, typer.Argument(help="For `score`: answers-pre.csv and answers-post.csv.")] = None,
    lang: Annotated[str, typer.Option("--lang", help="Language of the kit: en or sw.")] = "en",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the kit; it is made.")] = None,
    topics: Annotated[str | None, typer.Option("--topics", help="Topics or concepts instead of a ready plan, with commas between.")] = None,
    leave_out: Annotated[str, typer.Option("--leave-out", help="Parts to leave out, with commas between.")] = "",
    seed: Annotated[int, typer.Option("--seed", help="Another number gives other questions and cards.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Make a workshop kit: guide, hand-out, slides, cards, quiz, tests, quick reference, certificate of sources."""
    from terminal import scored, workshops

    if plan == "score":
        scored(_score(sheets or [], lang, out), as_json, _print_json)
    elif plan is None and topics is None:
        workshops(as_json, _print_json)
    else:
        _kit(plan, topics, lang, out, leave_out, seed, as_json)


def _score(sheets: list[Path], lang: str, out: Path | None) -> Any:
    from workshop.kit import write_files
    from workshop.score import score, score_files

    if len(sheets) != 2:
        raise BadInput("Two answer sheets are needed.", "kinga workshop score answers-pre.csv answers-post.csv --out FOLDER")
    result = score(sheets[0], sheets[1], lang)
    if out is not None:
        write_files(score_files(result, lang), out, "score.md")
    return result


def _kit(plan: str | None, topics: str | None, lang: str, out: Path | None, leave_out: str, seed: int, as_json: bool) -> None:
    from terminal import building, kit_made
    from workshop import make_kit, plan_of, ready, write_kit
    from workshop.kit import PARTS

    if plan is not None and topics is not None:
        raise BadInput("A ready plan and topics were both given.", "Give one of them.")
    snapshot = _search().snapshot
    chosen = plan_of((topics or "").split(","), snapshot) if plan is None else ready(plan)
    dropped = {part.strip() for part in leave_out.split(",") if part.strip()}
    if unknown := dropped - set(PARTS):
        raise BadInput(f"A kit has no part {min(unknown)!r}.", f"One of: {', '.join(PARTS)}.")
    with building() as show:
        kit = make_kit(chosen, snapshot, lang, seed=seed, parts=[part for part in PARTS if part not in dropped], progress=show)
        folder = write_kit(kit, out or Path(f"{kit.plan}-{lang}"))
    if as_json:
        _print_json({"folder": str(folder), **kit.record()})
    else:
        kit_made(kit, folder)


_open: dict[Path, Search] = {}


def _search() -> Search:
    """Open the current snapshot once a process."""
    from index.search import Search
    from index.snapshot import open_snapshot

    place = home()
    if place not in _open:
        _open[place] = Search(open_snapshot(place))
    return _open[place]


def _asked(question: str | None) -> str:
    if question is None:
        raise BadInput("No question was given.", 'Type it in quotes: kinga ask "is consent a defence?"')
    return question


def _answer_all(
    one: Callable[[str], dict[str, Any]],
    question: str | None,
    batch: Path | None,
    as_json: bool,
    human: Callable[[Any], None],
    key: str = "question",
) -> None:
    """Answer a single question, or each line of a batch in order; a bad line gives an error record in its place."""
    if batch is None:
        record = one(_asked(question))
        if as_json:
            _print_json(record)
        else:
            human(record)
        return
    for row in _lines(batch):
        try:
            record = one(str(row.get(key, "")))
        except KingaError as error:
            record = {"error": error.fault, "next": error.step}
        sys.stdout.write(json.dumps({"id": row.get("id"), **record}, ensure_ascii=False) + "\n")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadInput(f"{file} cannot be opened: {error.strerror}.", "Give a file with one JSON object a line.") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{file}, line {number} is not JSON.", 'Write {"id": ..., "question": ...} on each line.') from error
        if not isinstance(row, dict):
            raise BadInput(f"{file}, line {number} is not an object.", 'Write {"id": ..., "question": ...} on each line.')
        yield row


def _print_json(record: Any) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def main() -> None:
    """Run a command; a named error prints in two lines on standard error and sets the exit code."""
    try:
        app()
    except KingaError as error:
        sys.stderr.write(f"{error.fault}\n{error.step}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
