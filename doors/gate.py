"""What every HTTP request passes: whose it is, how large it is, how often it comes; and what no answer may do.

No answer may be kept by a cache on the way, and no fault may put a request's words into a log.
"""

from __future__ import annotations

import math
import time
from contextlib import suppress
from dataclasses import dataclass

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from doors.problem import problem
from doors.tokens import Tokens

LARGEST = 1_000_000
"""Bytes of a body; a ruling of two hundred pages is half of that."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the gate lets through. `rate` as the limits library reads it: "120/minute". `hosts` are names of this server."""

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    tokens: Tokens | None = None
    rate: str = "600/minute"
    largest: int = LARGEST


class Gate:
    """ASGI middleware, outermost: checks host, token, rate and size; adds no-store; lets no fault out to the server's log."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        """Stand before `app`."""
        self._app = app
        self._rules = rules
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rate = parse(rules.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = "no-store"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        body = await self._body(receive)
        if body is None:
            await self._too_large()(scope, receive, sending)
            return
        with suppress(Exception):  # answered already, as a problem document; its message may quote the request
            await self._app(scope, _Replayed(body, receive), sending)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        """Give the answer to a request that may not pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").rsplit(":", 1)[0] if not headers.get("host", "").endswith("]") else headers["host"]
        if host.lower() not in self._rules.hosts:
            return problem(421, "The request names a host that this server is not.", "Use the address that `kinga serve` prints.")
        whom = _client(scope)
        if self._rules.tokens is not None:
            kind, _, token = headers.get("authorization", "").partition(" ")
            name = self._rules.tokens.who(token.strip()) if kind.lower() == "bearer" else None
            if name is None:
                step = "Send the header Authorization: Bearer TOKEN."
                return problem(401, "The request has no token that is known here.", step, {"WWW-Authenticate": "Bearer"})
            whom = name
        if not self._limiter.hit(self._rate, whom):
            wait = max(1, math.ceil(self._limiter.get_window_stats(self._rate, whom).reset_time - time.time()))
            return problem(429, f"More than {self._rules.rate} came from here.", f"Wait {wait} s.", {"Retry-After": str(wait)})
        length = headers.get("content-length", "0")
        return self._too_large() if length.isdigit() and int(length) > self._rules.largest else None

    async def _body(self, receive: Receive) -> bytes | None:
        """Read a whole body; None where it grows beyond the limit, whatever length it claimed."""
        parts = bytearray()
        while True:
            message = await receive()
            parts += message.get("body", b"")
            if len(parts) > self._rules.largest:
                return None
            if not message.get("more_body"):
                return bytes(parts)

    def _too_large(self) -> JSONResponse:
        return problem(413, f"The body has more than {self._rules.largest:,} bytes.", "Send less at a time.", {"Connection": "close"})


def _client(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


class _Replayed:
    """Gives a body that was read already, then what else comes: the end of the connection."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
