"""The one way to the engine: every call has a time limit, tries again while the engine is away, and fails with a named error.

The client logs what it sends and what comes back, which may hold words of a question; so its log is shut, and no error of its
own leaves this file.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from index.milvus.place import TOKEN, Place
from ingest.errors import EngineFull, EngineRefused, EngineUnreachable, KingaError, NotInstalled, SnapshotDamaged

PATIENCE = 10.0
"""Seconds that a reader waits for one call, tries again included."""
PUBLISHING = 120.0
"""Seconds that one call of a publish may take."""
NOT_FOUND = (100, 1600)
_PAUSE, _LONGEST_PAUSE = 0.1, 2.0
_NOT_LOADED = 101
_NEVER_THERE = "2"
_AWAY = ("UNAVAILABLE", _NEVER_THERE)
_OPTIONS = {
    "grpc.enable_http_proxy": 0,  # what is asked goes to the engine and past nobody else
    "grpc.keepalive_permit_without_calls": 0,  # an engine may hang up on a client that knocks without a question
    "grpc.keepalive_time_ms": 300_000,
}
_FULL = (9, 20, 27, 2000)
_FULL_WORDS = re.compile(r"no space|disk|quota|ENOSPC|errno 28", re.IGNORECASE)
_OLDEST = (2, 5)
_START = "Start it (docs/milvus.md), or unset KINGA_INDEX to ask the index on this machine."


class Missing(Exception):
    """The engine has no such collection or alias; never leaves this folder."""


class Engine:
    """A connection, made at the first call. Many threads may use it at once."""

    def __init__(self, place: Place, patience: float = PATIENCE) -> None:
        """Remember where the engine is; `patience` is the seconds that one call may take."""
        self.place = place
        self.patience = patience
        self._lock = threading.Lock()
        self._open: Any = None
        self._met = False

    def do(self, verb: str, *given: Any, **named: Any) -> Any:
        """Have the engine do something, by the client's own verbs. Raises EngineUnreachable, EngineFull, EngineRefused, SnapshotDamaged."""
        try:
            return self.attempt(verb, *given, **named)
        except Missing:
            name = given[0] if given else self.place.alias
            raise SnapshotDamaged(
                f"{name} is not in the index at {self.place.address}.", "Ask again; if this stays, run `kinga build`."
            ) from None

    def attempt(self, verb: str, *given: Any, **named: Any) -> Any:
        """Do the same, but raise Missing where what is named is not there."""
        result, code = self._patiently(verb, *given, **named)
        if code == _NOT_LOADED:  # the engine was restarted
            self._patiently("load_collection", given[0])
            result, code = self._patiently(verb, *given, **named)
        if code is None:
            return result
        if code in NOT_FOUND:
            raise Missing
        raise self._named(code, result) from None

    def _patiently(self, verb: str, *given: Any, **named: Any) -> tuple[Any, Any]:
        """Try until the engine is back, or patience is at its end; the pauses grow. One that never answered is given up at once."""
        pause, end = _PAUSE, time.monotonic() + self.patience
        while True:
            left = max(end - time.monotonic(), _PAUSE)
            result, code = self._try(partial(self._once, verb, *given, timeout=left, **named))
            down = _name(code) == _NEVER_THERE and not self._met
            if _name(code) not in _AWAY or down or time.monotonic() + pause > end:
                return result, code
            self._forget()
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _once(self, verb: str, *given: Any, **named: Any) -> Any:
        return getattr(self._client(), verb)(*given, **named)

    def schema(self) -> tuple[Any, Any]:
        """Give an empty schema and an empty list of indexes, to fill. Raises as `do`."""
        self.do("get_server_version")
        client = self._client()
        return client.create_schema(auto_id=False, enable_dynamic_field=False), client.prepare_index_params()

    def _try(self, call: Callable[[], Any]) -> tuple[Any, Any]:
        """Give the result and None, or the client's words and its code."""
        try:
            return call(), None
        except KingaError:
            raise
        except Exception as error:
            code = getattr(error, "code", 1)
            return str(getattr(error, "message", "")), code() if callable(code) else code

    def _client(self) -> Any:
        with self._lock:
            if self._open is None:
                self._open = self._connect()
                self._met = True
            return self._open

    def _forget(self) -> None:
        """Give up a broken connection, so that the next call makes another; who still uses it may end."""
        with self._lock:
            self._open = None

    def _connect(self) -> Any:
        """Connect, and hold the engine's version against what Kinga needs. Raises NotInstalled, EngineRefused, or as the client does."""
        made = _library()(uri=self.place.uri, token=self.place.token, timeout=self.patience, grpc_options=_OPTIONS, dedicated=True)
        version = str(made.get_server_version(timeout=self.patience))
        found = re.match(r"v?(\d+)\.(\d+)", version)
        if found and (int(found[1]), int(found[2])) < _OLDEST:
            raise EngineRefused(f"The Milvus at {self.place.address} is {found[0]}; Kinga needs 2.5 or later.", "Upgrade it.")
        return made

    def _named(self, code: Any, said: str) -> KingaError:
        """Give the error to raise. What the engine said decides, but is never repeated: it may hold what was typed."""
        where, name = self.place.address, _name(code)
        if name in ("UNAUTHENTICATED", "PERMISSION_DENIED", "65535", "1400", "1401"):
            return EngineRefused(f"The index at {where} does not know this user.", f"Put user:password into {TOKEN}.")
        if name == "UNIMPLEMENTED":
            return EngineRefused(f"What answers at {where} is no Milvus, or one older than 2.5.", "See docs/milvus.md.")
        if name == "DEADLINE_EXCEEDED":
            return EngineUnreachable(
                f"The index at {where} did not answer within {self.patience:g} s.", f"Ask again; see whether it is overloaded. {_START}"
            )
        if name in _AWAY:
            return EngineUnreachable(f"The index at {where} does not answer.", _START)
        if name == "RESOURCE_EXHAUSTED" or code in _FULL or _FULL_WORDS.search(said):
            return EngineFull(
                f"The index at {where} takes no more: its disk or its quota is full; the snapshot before is unchanged.",
                "Free some space there and run `kinga build` again.",
            )
        return EngineRefused(
            f"The index at {where} refused what it was asked (code {name}).", "Run `kinga build`; if this stays, see its log."
        )


def _name(code: Any) -> str:
    """Give the name of a code of the connection, or the number of one of the engine's own."""
    return str(getattr(code, "name", code))


def _library() -> Any:
    """Import the client with its log shut. Raises NotInstalled."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    os.environ["PYTHON_DOTENV_DISABLED"] = "1"  # the client would read settings out of any .env file above it
    try:
        import pymilvus
    except ImportError as error:
        raise NotInstalled("KINGA_INDEX is set, but pymilvus is not installed.", "Run: pip install 'kinga[milvus]'") from error
    if int(pymilvus.__version__.split(".")[0]) < 3:
        raise NotInstalled(f"pymilvus {pymilvus.__version__} is too old for Kinga.", "Run: pip install 'kinga[milvus]'")
    _shut_logs()
    return pymilvus.MilvusClient


def _shut_logs() -> None:
    for name in ["pymilvus", *(n for n in logging.root.manager.loggerDict if n.startswith("pymilvus."))]:
        log = logging.getLogger(name)
        log.handlers, log.propagate, log.disabled = [logging.NullHandler()], False, True
