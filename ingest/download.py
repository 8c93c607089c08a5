"""A document from its publisher's server to a file: with a time limit, a size limit, retries, and going on where it broke off."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener, getproxies

from ingest.digest import sha256
from ingest.errors import KingaError
from ingest.library import LIMIT_BYTES
from ingest.writing import write_beside, writing

_CHUNK = 65536
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_RANGE = re.compile(r"bytes (?P<start>\d+)-\d+/(?P<whole>\d+|\*)")
_NO_WAY = frozenset({"ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "ENONET"})
_AGENT = "Kinga/0.1 (reads official texts for a legal information tool)"


class FetchFailed(KingaError):
    """A document could not be had from its publisher; nothing that is loaded changed."""


class NoNetwork(FetchFailed):
    """The publisher cannot be reached at all from this machine."""


class NotThere(FetchFailed):
    """The publisher has no document at that address."""


class Opener(Protocol):
    """What opens a request: an opener of urllib, or a stand-in for it."""

    def open(self, fullurl: Any, data: Any = None, timeout: float | None = None) -> Any:
        """Send a request and give the response."""


@dataclass(frozen=True, slots=True)
class Download:
    """A document that came whole: where it lies, the address it came from in the end, and what the server said of it."""

    file: Path
    url: str
    media: str
    sha256: str
    size: int
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the server said of the document the last time; it answers "not modified" to it."""

    etag: str = ""
    modified: str = ""


class _SafeRedirects(HTTPRedirectHandler):
    """Follows a redirect only to an address of an allowed scheme, at the publisher that was asked."""

    def __init__(self, schemes: tuple[str, ...]) -> None:
        self.schemes = schemes

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Message, newurl: str) -> Request | None:  # noqa: PLR0913, PLR0917
        if urlsplit(newurl).scheme not in self.schemes:
            raise FetchFailed(f"{req.full_url} leads to {newurl}, which is not HTTPS.", "Get the document by hand and `kinga import` it.")
        if not same_publisher(req.full_url, newurl):
            raise FetchFailed(
                f"{req.full_url} leads to another publisher, {urlsplit(newurl).hostname}.",
                "Look at that address yourself; if it is right, get the document by hand and `kinga import` it.",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def same_publisher(url: str, other: str) -> bool:
    """Whether two addresses are at one host, or one of them at a host below the other: new.kenyalaw.org and kenyalaw.org."""
    hosts = [(urlsplit(one).hostname or "").removeprefix("www.") for one in (url, other)]
    short, long = sorted(hosts, key=len)
    return short == long or ("." in short and not short.replace(".", "").isdigit() and long.endswith(f".{short}"))


def opener_for(schemes: tuple[str, ...] = ("https",)) -> Opener:
    """Give an opener that checks certificates, honours the machine's proxies and follows only safe redirects."""
    handlers = (ProxyHandler(getproxies()), HTTPSHandler(context=ssl.create_default_context()), _SafeRedirects(schemes))
    return build_opener(*handlers)


@dataclass(frozen=True, slots=True)
class Client:
    """Gets documents. `timeout` is the longest silence, `whole` the longest that one try may take, in seconds.

    Tests give `schemes`, an opener and a `pause` of their own; everyone else gets HTTPS.
    """

    opener: Opener = field(default_factory=opener_for)
    schemes: tuple[str, ...] = ("https",)
    timeout: float = 20.0
    whole: float = 180.0
    tries: int = 4
    limit: int = LIMIT_BYTES
    pause: Callable[[float], None] = time.sleep

    def get(self, url: str, folder: Path, known: Known | None = None) -> Download | None:
        """Get a document into `folder`; None where the server says that it is the one that is `known`.

        Raises NoNetwork, NotThere, or FetchFailed with what the server did wrong. A half that came stays in `folder`
        for the next time.
        """
        if urlsplit(url).scheme not in self.schemes:
            raise FetchFailed(f"{url} is not an HTTPS address.", "Correct official_url in the instrument's file.")
        part = _Part(folder, url)
        for attempt in range(self.tries):
            try:
                return self._try(url, part, known)
            except _Passing as error:
                if attempt + 1 == self.tries:
                    raise FetchFailed(f"{url}: {error.why}, {self.tries} times.", "Try `kinga fetch` again later.") from error
                self.pause(min(60.0, error.wait or 2.0**attempt))
        raise AssertionError("unreachable")

    def _try(self, url: str, part: _Part, known: Known | None) -> Download | None:
        request = Request(url, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity", **part.asking(known)})  # noqa: S310
        ends = time.monotonic() + self.whole
        try:
            with self.opener.open(request, timeout=self.timeout) as response:
                return self._take(url, response, part, ends)
        except HTTPError as error:
            with error:
                _judge(url, error, part)
                return None
        except (URLError, OSError, http.client.HTTPException) as error:
            raise _fault(url, error) from error

    def _take(self, url: str, response: Any, part: _Part, ends: float) -> Download:
        expected = part.begin(response, url)
        if expected is not None and expected > self.limit:
            raise _too_large(url, self.limit)
        with writing(part.file):
            stream = part.file.open("ab")
        with stream:
            size = part.start
            while chunk := response.read1(_CHUNK) if hasattr(response, "read1") else response.read(_CHUNK):
                size += len(chunk)
                if size > self.limit:
                    part.forget()
                    raise _too_large(url, self.limit)
                with writing(part.file):
                    stream.write(chunk)
                    stream.flush()
                if time.monotonic() > ends:
                    raise _Passing("the server sends too slowly")
        if expected is not None and size < expected:
            raise _Passing(f"only {size:,} of {expected:,} bytes came")
        if not size:
            raise _Passing("the server sent nothing")
        return part.finished(response)


class _Passing(Exception):
    """A fault that may pass: worth another try, after `wait` seconds where the server named them."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait


class _Part:
    """The half of a document that has come, beside what the server said of it, so that only the rest need be asked for."""

    def __init__(self, folder: Path, url: str) -> None:
        name = hashlib.sha256(url.encode()).hexdigest()[:24]
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.file, self.about = folder / f"{name}.part", folder / f"{name}.json"
        self.start = 0

    def asking(self, known: Known | None) -> dict[str, str]:
        """Give the headers that ask for the rest, or for nothing where the document is the known one."""
        mark = self._mark()
        self.start = self.file.stat().st_size if mark and self.file.exists() else 0
        if self.start:
            return {"Range": f"bytes={self.start}-", "If-Range": mark}
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified} if known else {}
        return {name: value for name, value in asked.items() if value}

    def _mark(self) -> str:
        """What proves that the rest belongs to this half: a strong ETag or a date; "" where nothing does."""
        try:
            said = json.loads(self.about.read_text(encoding="utf-8"))
            etag, modified = str(said["etag"]), str(said["modified"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""
        return etag if etag and not etag.startswith("W/") else modified

    def begin(self, response: Any, url: str) -> int | None:
        """Make ready for a response; give the size of the whole document where the server tells it."""
        headers = response.headers
        if (headers.get("Content-Encoding") or "identity").lower() != "identity":
            raise FetchFailed(f"{url} is sent compressed, though that was not asked for.", "Get it by hand and `kinga import` it.")
        if response.status == 206:
            match = _RANGE.fullmatch(headers.get("Content-Range") or "")
            if match is None or int(match["start"]) != self.start:
                self.forget()
                raise _Passing("the server sent another part than was asked for")
            return None if match["whole"] == "*" else int(match["whole"])
        self.forget()
        about = {"url": url, "etag": headers.get("ETag") or "", "modified": headers.get("Last-Modified") or ""}
        write_beside(self.about, json.dumps(about).encode())
        length = headers.get("Content-Length") or ""
        return int(length) if length.isdigit() else None

    def forget(self) -> None:
        """Begin anew."""
        self.file.unlink(missing_ok=True)
        self.about.unlink(missing_ok=True)
        self.start = 0

    def finished(self, response: Any) -> Download:
        """Give the whole document, in a file of its own."""
        whole = self.file.with_suffix(".whole")
        with writing(whole):
            self.file.replace(whole)
        self.about.unlink(missing_ok=True)
        digest = sha256(whole)
        headers = response.headers
        media = (headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        etag, modified = headers.get("ETag") or "", headers.get("Last-Modified") or ""
        return Download(whole, response.geturl(), media, digest, whole.stat().st_size, etag, modified)


def _judge(url: str, error: HTTPError, part: _Part) -> None:
    """Judge a status that is no success; "not modified" is no fault."""
    if error.code == 304:
        return
    if error.code == 416:
        part.forget()
        raise _Passing("the server could not go on where it broke off") from error
    if error.code in _PASSING:
        wait = error.headers.get("Retry-After") or ""
        raise _Passing(f"the server answers {error.code}", float(wait) if wait.isdigit() else 0.0) from error
    if error.code in (404, 410):
        raise NotThere(
            f"{url} is not there ({error.code}).", "The publisher may have moved it; find it there and `kinga import` it."
        ) from error
    if 300 <= error.code < 400:
        where = "in a circle" if "loop" in str(error.msg) else "to an address that is not HTTPS"
        raise FetchFailed(f"{url} leads {where}.", "Get the document by hand and `kinga import` it.") from error
    raise FetchFailed(f"{url}: the server refuses ({error.code}).", "Get the document by hand and `kinga import` it.") from error


def _fault(url: str, error: Exception) -> Exception:
    """Name what went wrong on the way."""
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    host = urlsplit(url).hostname or url
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchFailed(f"{host} does not prove who it is: {cause.verify_message}.", "Check the clock of this machine, and try again.")
    if isinstance(cause, socket.gaierror) or _errno(cause) in _NO_WAY:
        return NoNetwork(
            f"{host} cannot be reached: there is no network.", "Try `kinga fetch` again with a network; all else works without."
        )
    if isinstance(cause, TimeoutError):
        return _Passing("the server does not answer in time")
    if isinstance(cause, http.client.IncompleteRead):
        return _Passing("the connection broke off")
    return _Passing(f"the connection failed ({type(cause).__name__})")


def _errno(error: BaseException) -> str:
    import errno

    return errno.errorcode.get(getattr(error, "errno", None) or 0, "")


def _too_large(url: str, limit: int) -> FetchFailed:
    return FetchFailed(f"{url} is larger than {limit / 1e6:,.0f} MB.", "Get the part that you need by hand and `kinga import` it.")


def record_of(download: Download) -> dict[str, Any]:
    """Give what is to be remembered of a download."""
    return {key: value for key, value in asdict(download).items() if key != "file"}
