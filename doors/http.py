"""The HTTP door: the command line's JSON for case-management systems and other programs (`kinga serve`).

Questions and facts travel in bodies, never in addresses, because addresses stand in logs and histories. The server keeps
no access log. The pages for trying an API by hand are off: they would load scripts from the network.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from doors.desk import Desk, Record
from doors.gate import Gate, Rules
from doors.problem import MEDIA, problem, status_of
from index.search import LIMIT_CHARACTERS
from ingest.errors import KingaError

Lang = Literal["en", "sw"]


class Asked(BaseModel):
    """A body of a request: nothing but the fields named."""

    model_config = ConfigDict(extra="forbid")


class SearchAsked(Asked):
    """What `kinga search` takes."""

    question: str = Field(max_length=LIMIT_CHARACTERS, examples=["who pays if the offender has no property"])
    limit: int = Field(10, ge=1, le=100)
    instrument: str | None = Field(None, max_length=100, examples=["ctip-act-2010"])
    explain: bool = False


class Question(Asked):
    """What `kinga ask` takes."""

    question: str = Field(max_length=LIMIT_CHARACTERS, examples=["is consent a defence?"])
    lang: Lang | None = None


class Story(Asked):
    """What `kinga facts` takes. The evidence in the answer quotes these facts, names and all: keep it as you keep them."""

    facts: str = Field(max_length=200_000, examples=["A man promised a girl of fourteen a job as a waitress and took her over the border."])
    lang: Lang | None = None


class Finished(Asked):
    """What `kinga check` takes: the text of a charge sheet, a ruling or a hand-out."""

    text: str = Field(max_length=1_000_000, examples=["contrary to section 3(5) of the Counter-Trafficking in Persons Act"])
    as_at: str = Field(
        "", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="The day whose law the text means; the day that it names where empty."
    )
    lang: Lang | None = None


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "next"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is at fault."},
        "next": {"type": "string", "description": "What to do next."},
        "fields": {"type": "array", "items": {"type": "object"}},
    },
}
_FAULTS = {
    400: "Cannot be used",
    401: "No token",
    404: "Not there",
    413: "Too large",
    422: "Breaks its form",
    429: "Too often",
    503: "No index",
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {MEDIA: {"schema": _PROBLEM}}} for status, words in _FAULTS.items()
}


def routes(desk: Desk) -> APIRouter:
    """Give the verbs of a desk as routes."""
    router = APIRouter(prefix="/v1", responses=_RESPONSES)

    @router.post("/search", summary="Ranked provisions for a question")
    def search(asked: SearchAsked) -> Record:
        return desk.search(asked.question, asked.limit, asked.instrument, explain=asked.explain)

    @router.post("/ask", summary="An answer whose every sentence is quoted and cited")
    def ask(asked: Question) -> Record:
        return desk.ask(asked.question, asked.lang)

    @router.post("/facts", summary="The facts of a case against the elements of the law")
    def facts(asked: Story) -> Record:
        return desk.facts(asked.facts, asked.lang)

    @router.post("/check", summary="Every quotation and citation of a finished text: exact, altered, not found")
    def check(asked: Finished) -> Record:
        return desk.check(asked.text, asked.as_at, asked.lang)

    @router.get("/provisions/{place:path}", summary="One provision, in every layer, with its cross references")
    def provision(
        place: Annotated[str, Path(max_length=300, examples=["ctip-act-2010/3/2"])], lang: Annotated[Lang, Query()] = "en"
    ) -> Record:
        return desk.provision(place, lang)

    @router.get("/instruments/{slug}", summary="One instrument and its contents")
    def instrument(slug: Annotated[str, Path(max_length=100, examples=["ctip-act-2010"])], lang: Annotated[Lang, Query()] = "en") -> Record:
        return desk.instrument(slug, lang)

    @router.get("/sources", summary="What is loaded, which edition, and what is missing")
    def sources() -> Record:
        return desk.sources()

    @router.get("/health", summary="Which snapshot answers")
    def health() -> Record:
        return desk.health()

    return router


def api(desk: Desk, rules: Rules | None = None) -> Gate:
    """Give the whole HTTP door, an ASGI application: the gate, and behind it the routes."""
    return Gate(inner(desk), rules or Rules())


def inner(desk: Desk) -> FastAPI:
    """Give the routes and their error documents, without the gate."""
    app = FastAPI(title="Kinga", version="1", docs_url=None, redoc_url=None, description=_ABOUT)
    app.include_router(routes(desk))
    app.exception_handler(KingaError)(_named)
    app.exception_handler(RequestValidationError)(_misformed)
    app.exception_handler(HTTPException)(_other)
    app.exception_handler(Exception)(_broken)
    app.openapi = _with_examples(app, desk)  # type: ignore[method-assign]
    return app


_ABOUT = (
    "Kenyan law and policy on trafficking in persons. Every answer cites its clauses; where the loaded documents do not answer, "
    "it says so. Facts of cases name victims: section 11 of the Counter-Trafficking in Persons Act protects them. No legal advice."
)


def _named(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, KingaError)
    return problem(status_of(error), error.fault, error.step)


def _misformed(_request: Request, error: Exception) -> JSONResponse:
    """Name the fields at fault, and leave out what stood in them."""
    assert isinstance(error, RequestValidationError)
    fields = [{"field": ".".join(map(str, one["loc"])), "fault": one["type"]} for one in error.errors()]
    return problem(422, "The request breaks its form.", "See /openapi.json for the form.", fields=fields)


def _other(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, "", "See /openapi.json for what this server has.", dict(error.headers or {}))


def _broken(_request: Request, _error: Exception) -> JSONResponse:
    """Answer a fault that nobody foresaw. Its message may quote the request, so it goes nowhere."""
    return problem(500, "Something in Kinga broke on this request.", "Ask in other words, and tell Kinga's makers how it happened.")


def _with_examples(app: FastAPI, desk: Desk) -> Callable[[], dict[str, Any]]:
    """Give the description of the API, its examples answered by the snapshot that is loaded."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = plain()
            for (path, verb), answer in _examples(desk).items():
                schema["paths"][path][verb]["responses"]["200"]["content"]["application/json"]["example"] = answer
            app.openapi_schema = schema
        return app.openapi_schema

    return described


def _examples(desk: Desk) -> dict[tuple[str, str], Record]:
    def first(model: type[BaseModel], field: str) -> str:
        return str((model.model_fields[field].examples or [""])[0])

    try:
        return {
            ("/v1/search", "post"): desk.search(first(SearchAsked, "question"), 2),
            ("/v1/ask", "post"): desk.ask(first(Question, "question")),
            ("/v1/facts", "post"): desk.facts(first(Story, "facts")),
            ("/v1/check", "post"): desk.check(first(Finished, "text")),
            ("/v1/provisions/{place}", "get"): desk.provision("ctip-act-2010/3/2"),
            ("/v1/health", "get"): desk.health(),
        }
    except KingaError:
        return {}
