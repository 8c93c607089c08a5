"""Errors at the HTTP door: the command line's two lines as a problem document (RFC 9457). Never the user's text."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse

from ingest.errors import BadInput, BadSetting, EngineError, KingaError, SnapshotDamaged, SnapshotMissing, UnknownProvision

MEDIA = "application/problem+json"
_TITLES = {
    400: "The request cannot be used",
    401: "A token is needed",
    404: "There is no such thing here",
    405: "This address takes another method",
    411: "The length of the body is missing",
    413: "The body is too large",
    415: "The body is not JSON",
    421: "This server has another name",
    422: "The request breaks its form",
    429: "Too many requests",
    500: "Kinga failed",
    503: "There is no index to answer from",
}


def status_of(error: KingaError) -> int:
    """Give the HTTP status of a named error."""
    if isinstance(error, UnknownProvision):
        return 404
    if isinstance(error, SnapshotMissing | SnapshotDamaged | EngineError | BadSetting):
        return 503
    return 400 if isinstance(error, BadInput) else 500


def problem(status: int, detail: str = "", step: str = "", headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """Give a problem document: what is at fault (`detail`) and what to do next (`next`)."""
    body = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail, "next": step, **more}
    return JSONResponse(body, status, headers, MEDIA)
