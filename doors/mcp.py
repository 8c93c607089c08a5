"""The MCP door: tools and resources for assistants, over standard input and output (`kinga mcp`).

The assistant's own program sees what its tools are asked. Where that assistant is a remote service, so does the service:
facts that could identify a victim must not be given to it (section 11 of the Act). The tools say so themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.server.mcpserver.resources import FunctionResource

from doors.desk import Desk, Record
from ingest.errors import KingaError

Lang = Literal["en", "sw"]
_ABOUT = (
    "Kenyan law and policy on trafficking in persons, from documents on this machine. Every result cites its clauses by path, with rank, "
    "edition and date. Quote the clauses word for word, with their citations, and say so where the result is a restatement "
    "(layer plain) or a second-hand note (layer note). Where a result says that it does not answer, say that too; do not fill the gap. "
    "Speak of what is indicated, never of guilt. Names of victims must not be passed to these tools by a remote assistant."
)


@contextmanager
def _told() -> Iterator[None]:
    """Turn a named error into a tool's error: the command line's two lines."""
    try:
        yield
    except KingaError as error:
        raise ToolError(f"{error.fault}\n{error.step}") from None


def server(desk: Desk) -> MCPServer:
    """Give the server: the verbs of a desk as tools, the instruments and their provisions as resources."""
    out = MCPServer("kinga", title="Kinga", instructions=_ABOUT, log_level="CRITICAL")
    _tools(out, desk)
    _resources(out, desk)
    return out


def _tools(out: MCPServer, desk: Desk) -> None:
    @out.tool(title="Search the law")
    def search_law(question: str, limit: int = 10, instrument: str | None = None) -> Record:
        """List the provisions that fit a question, best first, in English or Kiswahili. `instrument` is a slug of list_sources."""
        with _told():
            return desk.search(question, max(1, min(limit, 100)), instrument)

    @out.tool(title="Get a provision")
    def get_provision(place: str, lang: Lang = "en") -> Record:
        """Give one provision by its path or citation ("ctip-act-2010/3/2", "s. 3(2)"), in every layer, with its cross references."""
        with _told():
            return desk.provision(place, lang)

    @out.tool(title="Ask the law")
    def ask_law(question: str, lang: Lang | None = None) -> Record:
        """Answer a question with quoted clauses, or say that the loaded documents do not answer it."""
        with _told():
            return desk.ask(question, lang)

    @out.tool(title="Lay facts against the elements of the law")
    def analyse_facts(facts: str, lang: Lang | None = None) -> Record:
        """Tell what facts indicate, element by element, each with its words and clauses, and what to ask next.

        Give no names, numbers or places that could identify a victim: write "a girl of fourteen", not who she is.
        """
        with _told():
            return desk.facts(facts, lang)

    @out.tool(title="Check quotations and citations")
    def check_quotations(text: str, as_at: str = "", lang: Lang | None = None) -> Record:
        """Tell of every quotation and citation in a text: exact, altered (with the difference), of another clause, or not found."""
        with _told():
            return desk.check(text, as_at, lang)

    @out.tool(title="List what is loaded")
    def list_sources() -> Record:
        """Tell which instruments are loaded, which editions, as at when, and what is missing."""
        with _told():
            return desk.sources()


def _resources(out: MCPServer, desk: Desk) -> None:
    @out.resource("kinga://sources", title="What is loaded", mime_type="application/json")
    def sources() -> str:
        return _text(desk.sources())

    @out.resource("kinga://law/{+place}", title="An instrument's contents, or a provision by its path", mime_type="application/json")
    def law(place: str) -> str:
        try:
            return _text(desk.provision(place) if "/" in place else desk.instrument(place))
        except KingaError as error:
            raise ResourceError(f"{error.fault}\n{error.step}") from None

    for one in desk.sources()["sources"]:
        out.add_resource(_instrument(desk, one["instrument"], one["title"]))


def _instrument(desk: Desk, slug: str, title: str) -> FunctionResource:
    """Give an instrument as a resource of its own, so that a list of resources names it."""
    return FunctionResource(
        uri=f"kinga://law/{slug}", name=slug, title=title, mime_type="application/json", fn=lambda: _text(desk.instrument(slug))
    )


def _text(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False)


def run(home: Path) -> None:
    """Serve one assistant on standard input and output until it ends. Raises KingaError before that where there is no index."""
    desk = Desk(home)
    desk.health()
    server(desk).run("stdio")
