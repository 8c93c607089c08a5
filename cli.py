"""The command `kinga`. Thin: each command calls one library function and prints what it gives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from given import answer_all, asked, print_json, story
from ingest.dates import day
from ingest.errors import BadInput, KingaError
from ingest.places import CORPUS, home, sources
from ingest.quiet import keep_quiet, told

if TYPE_CHECKING:
    from answer.facts import FactsEngine, Outcome
    from index.search import Search

app = typer.Typer(
    help="Kinga: Kenyan law and policy on trafficking in persons. Every answer cites its clauses.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Question = Annotated[
    str | None,
    typer.Argument(help="The question in quotes; “-”, or nothing, reads standard input: then it stands in no shell history."),
]
Batch = Annotated[Path | None, typer.Option("--batch", help="A JSONL file with one question a line; one JSON line for each.")]
Slug = Annotated[str | None, typer.Option("--instrument", help="Slug of the instrument; see `kinga sources`.")]
AsAt = Annotated[str, typer.Option("--as-at", help="The day whose law is meant, as 2019-05-31. Default: the latest edition.")]
Exact = Annotated[bool, typer.Option("--exact", help="Search only the words typed: no term added, no spelling mended.")]
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
def import_(
    file: Annotated[Path, typer.Argument(help="A document, or a folder of documents.")], instrument: Slug = None, as_json: AsJson = False
) -> None:
    """Read official documents into your library: PDF, web page, Akoma Ntoso, Word or text. Then run `kinga build`.

    A folder is read over all cores. It can be stopped; the next time it passes over what is in the library.
    """
    from ingest.bulk import outcome_of
    from ingest.corpus import read_corpus
    from ingest.library import import_document
    from terminal import imported, importing

    instruments = read_corpus().instruments
    if file.is_dir():
        if instrument is not None:
            raise BadInput("--instrument names one document, and a folder was given.", "Put the document into a folder named by its slug.")
        account = importing(file, home(), instruments)
        if as_json:
            print_json(account.record())
        else:
            for line in account.lines():
                typer.echo(line)
        raise typer.Exit(account.exit_code)
    done = import_document(file, home(), instruments, instrument)
    if as_json:
        print_json({"documents": [outcome_of(done, file.name).record()], "failed": []})
        return
    for line in imported(done):
        typer.echo(line)


@app.command()
def parse(file: Path, instrument: Slug = None, as_json: AsJson = False) -> None:
    """Read a document and print its clause tree; nothing is kept."""
    from ingest.parse import parse_file
    from terminal import tree

    provisions = parse_file(file, instrument)
    if as_json:
        print_json({"provisions": [_row(provision) for top in provisions for provision in top.walk()]})
    else:
        typer.echo(tree(provisions))


def _row(provision: Any) -> dict[str, Any]:
    keys = ("number", "heading", "opening", "closing", "page")
    return {"path": str(provision.path), **{key: getattr(provision, key) for key in keys}}


@app.command()
def fetch(
    slugs: Annotated[list[str] | None, typer.Argument(help="Instruments; all that have an address if none is named.")] = None,
    as_json: AsJson = False,
) -> None:
    """Fetch official documents from their publishers into your library. Then run `kinga build`."""
    from ingest.corpus import read_corpus
    from ingest.fetch import State, told
    from ingest.fetch import fetch as fetched
    from terminal import fetching

    done = fetched(slugs or [], home(), read_corpus().instruments, say=fetching)
    if as_json:
        print_json({"documents": [one.record() for one in done], "told": list(told(done))})
    else:
        for line in told(done):
            typer.echo(line)
    if any(one.state is State.FAILED for one in done):
        raise typer.Exit(1)


@app.command(hidden=True)
def offer() -> None:
    """Tell in one line which official texts `kinga fetch` would bring; waits for the network 3 seconds at most."""
    from ingest.fetch import offer as offered

    if line := offered(timeout=3):
        typer.echo(line)


@app.command()
def show(
    place: str,
    as_json: AsJson = False,
    lang: Lang = None,
    as_at: AsAt = "",
    page: Annotated[Path | None, typer.Option("--page", help="Write the page of the PDF, the clause marked, to this PNG file.")] = None,
) -> None:
    """Show one provision by its path or its citation, in every layer."""
    from answer.show import show as shown
    from terminal import provision

    whole = _search().every.book
    book = whole.as_at(day(as_at)) if as_at else whole
    record = shown(book, place, lang or "en")
    if page is not None:
        from ingest.page import page_of

        page.write_bytes(page_of(book, record["path"], home()))
        typer.echo(f"Written: {page}", err=True)
    if as_json:
        print_json(record)
    else:
        provision(record)


@app.command()
def search(
    question: Question = None,
    limit: Annotated[int, typer.Option("-k", help="How many provisions.", min=1, max=100)] = 10,
    instrument: Slug = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show which signal gave what.")] = False,
    exact: Exact = False,
    as_json: AsJson = False,
    batch: Batch = None,
    as_at: AsAt = "",
) -> None:
    """List the provisions that fit a question, best first."""
    from answer.show import results
    from terminal import listed

    def one(text: str) -> dict[str, Any]:
        search = _search(as_at)
        return results(search.find(text, limit, instrument, exact), text, search.snapshot.book, explain)

    answer_all(one, question, batch, as_json, listed)


@app.command()
def ask(
    question: Question = None,
    as_json: AsJson = False,
    batch: Batch = None,
    lang: Lang = None,
    as_at: AsAt = "",
    exact: Exact = False,
) -> None:
    """Answer a question with quoted clauses. What you ask is not stored; see QUESTION for your shell's own history."""
    from answer.ask import ask as answered
    from terminal import answer

    if batch or as_json:
        answer_all(lambda text: answered(text, _search(as_at), lang, exact).record(), question, batch, as_json, lambda _: None)
    else:
        answer(answered(asked(question), _search(as_at), lang, exact), _search(as_at).snapshot.book)


@app.command()
def facts(
    file: Annotated[Path | None, typer.Argument(help="A text file with the facts; “-”, or nothing, reads standard input.")] = None,
    interview: Annotated[bool, typer.Option("--interview", help="Ask yes or no, one by one, after FILE if given.")] = False,
    sheet: Annotated[Path | None, typer.Option("--sheet", help="Write what must be proved, and the gaps, to this DOCX.")] = None,
    show_names: Annotated[bool, typer.Option("--show-names", help="Show names on the screen; else they are masked.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document. Its spans quote the facts as typed, names too: do not pass it on.")
    ] = False,
    batch: Batch = None,
    lang: Lang = None,
) -> None:
    """Lay the facts of a case against the elements of the law. Nothing of them is stored."""
    from answer.facts import open_engine

    engine = open_engine(_search().snapshot)
    if batch is not None:
        answer_all(lambda text: engine.lay(text, lang).record(), None, batch, as_json, lambda _: None, "facts")
        return
    outcome = _interviewed(engine, file, lang) if interview else engine.lay(story(file), lang)
    _show_outcome(engine, outcome, as_json, show_names)
    if sheet is not None:
        from answer.charge import charge_docx, charge_sheet

        sheet.write_bytes(charge_docx(charge_sheet(engine, outcome, _search().snapshot.book)))
        typer.echo(f"Written: {sheet}", err=True)


def _interviewed(engine: FactsEngine, file: Path | None, lang: str | None) -> Outcome:
    """Ask the engine's questions in the terminal, on facts from a file or on none."""
    from answer.facts import Interview
    from ingest.path import ProvisionPath
    from terminal import interview

    book = _search().snapshot.book
    talk = Interview.begin(engine, story(file) if file is not None else "", lang)
    return interview(talk, lambda paths: "; ".join(dict.fromkeys(book.cite(ProvisionPath.parse(p), talk.story.lang) for p in paths)))


def _show_outcome(engine: FactsEngine, outcome: Outcome, as_json: bool, show_names: bool) -> None:
    from answer.laid import laid
    from terminal import laid as shown

    if as_json:
        print_json(outcome.record())
    else:
        shown(laid(engine, outcome, _search().snapshot.book, names=show_names), show_names)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A charge sheet, a ruling, a hand-out: text, Markdown, Word or PDF.")],
    as_at: AsAt = "",
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Check every quotation and citation in a finished document: exact, altered, of another clause, not found.

    The exit code is 0 whenever the check ran, whatever it found; with --json, "sound" says whether all is in order.
    """
    from answer.check import check as checked
    from ingest.limits import wording_limited
    from terminal import verdicts

    text = wording_limited(file)
    found = checked(text, _search().every, day(as_at), lang)
    if as_json:
        print_json({"file": file.name, **found.record()})
    else:
        verdicts(found)


@app.command("sources")
def sources_(as_json: AsJson = False) -> None:
    """Show what is loaded, which edition, as at when, and what is missing."""
    from answer.show import loaded
    from terminal import shelf

    record = loaded(_search().every.book)
    if as_json:
        print_json(record)
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
        scored(_score(sheets or [], lang, out), as_json, print_json)
    elif plan is None and topics is None:
        workshops(as_json, print_json)
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
        print_json({"folder": str(folder), **kit.record()})
    else:
        kit_made(kit, folder)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; any but this machine's own needs --tokens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8601,
    tokens: Annotated[Path | None, typer.Option(help="File with the hashes of the tokens that may ask.")] = None,
    new_token: Annotated[str | None, typer.Option(help="Make a token of this name, add its hash to --tokens, print it once, stop.")] = None,
    name: Annotated[list[str] | None, typer.Option(help="Another name of this server, as a proxy calls it.")] = None,
    rate: Annotated[str, typer.Option(help="Requests from one caller.")] = "600/minute",
) -> None:
    """Answer other programs over HTTP: the same JSON as the commands. Nothing that is asked is logged."""
    with _extra("serve"):
        from doors.serve import rules_for
        from doors.serve import serve as served
    from doors.tokens import new_token as made

    if new_token is not None:
        if tokens is None:
            raise BadInput("No token file was named.", f"kinga serve --new-token {new_token} --tokens FILE")
        typer.echo(made(tokens, new_token))
        return
    rules = rules_for(host, tokens, tuple(name or ()), rate)
    typer.echo(f"Kinga answers at http://{host}:{port}/v1; the form is at /openapi.json (stop it with Ctrl-C)", err=True)
    served(home(), host, port, rules)


@app.command()
def mcp() -> None:
    """Answer an assistant over standard input and output (Model Context Protocol)."""
    with _extra("mcp"):
        from doors.mcp import run
    run(home())


@contextmanager
def _extra(name: str) -> Iterator[None]:
    """Name the command that installs what an import misses."""
    try:
        yield
    except ImportError as error:
        raise BadInput(f"{error.name} is not installed.", f"Install it: .venv/bin/pip install -c constraints.txt -e '.[{name}]'") from error


@app.command("app")
def app_(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on. Any but this machine's own needs --name.")] = "127.0.0.1",
    name: Annotated[list[str] | None, typer.Option(help="A host name by which a proxy calls Kinga; see docs/deploy.md.")] = None,
) -> None:
    """Serve the app to browsers on this machine. Nothing that is typed is stored or logged."""
    from views.start import start

    typer.echo(f"Kinga is at http://{address}:{port}  (stop it with Ctrl-C)", err=True)
    start(port, address, tuple(name or ()))


_open: dict[tuple[Path, str], Search] = {}


def _search(as_at: str = "") -> Search:
    """Open the current snapshot once a process, as the law stood on a day."""
    from index.search import Search
    from index.snapshot import open_snapshot

    key = (home(), day(as_at))
    if key not in _open:
        _open[key] = Search(open_snapshot(key[0]), as_at=key[1])
    return _open[key]


def main() -> None:
    """Run a command; a named error prints in two lines on standard error and sets the exit code.

    Any other error is told by its place in the code alone: its message may hold what the user typed.
    """
    keep_quiet()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except KingaError as error:
        sys.stderr.write(f"{error.fault}\n{error.step}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:  # whatever it is, its words stay out
        sys.stderr.write(told(error) + "\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
