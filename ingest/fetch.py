"""Official documents of the corpus's instruments, from their publishers into the user's library.

A document that is new or changed becomes an edition of its own beside those that are loaded, and the difference to the
latest of them is told clause by clause. Whatever goes wrong is told in one line, and what is loaded stays.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.compare import Change, compare
from ingest.corpus import read_corpus
from ingest.download import Client, Download, FetchFailed, Known, NoNetwork, NotThere, record_of
from ingest.errors import BadInput, KingaError
from ingest.frbr import work_of
from ingest.html import PAGE
from ingest.library import import_document, imported_editions, read_document, whole_original
from ingest.model import Edition, Instrument, Layer, Reading
from ingest.places import home as own_home
from ingest.sniff import Format, format_of
from ingest.writing import write_beside

_MEDIA = {
    "application/pdf": {Format.PDF},
    "text/html": {Format.HTML},
    "application/xhtml+xml": {Format.HTML, Format.XML},
    "application/xml": {Format.XML},
    "text/xml": {Format.XML},
    "application/akn+xml": {Format.XML},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {Format.DOCX},
    "text/plain": {Format.TEXT, Format.MARKDOWN},
    "text/markdown": {Format.TEXT, Format.MARKDOWN},
    "application/octet-stream": {Format.PDF, Format.XML, Format.DOCX},
    "binary/octet-stream": {Format.PDF, Format.XML, Format.DOCX},
    "": {Format.PDF, Format.XML, Format.DOCX, Format.HTML},
}
_PINNED = re.compile(r"(?P<work>https?://[^?#]*/akn/[^?#]+?)/[a-z]{3}@\d{4}-\d{2}-\d{2}/?$")
_BY_HAND = "Get the document by hand and import it: kinga import FILE --instrument {slug}"


class State(StrEnum):
    """What a fetch gave."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one instrument: the edition that is loaded now, how it differs, or why there is none."""

    slug: str
    state: State
    url: str = ""
    edition: str = ""
    as_at: str = ""
    sha256: str = ""
    provisions: int = 0
    changes: tuple[Change, ...] = ()
    doubts: tuple[str, ...] = ()
    fault: str = ""
    step: str = ""
    offline: bool = field(default=False, repr=False)

    def lines(self) -> Iterator[str]:
        """Tell the outcome in sentences, the changed clauses one a line."""
        date = f", as at {self.as_at}" if self.as_at else ", which tells no date"
        match self.state:
            case State.FAILED:
                yield f"{self.slug}: {self.fault} {self.step}"
            case State.UNCHANGED:
                yield f"{self.slug}: unchanged{date}."
            case State.NEW:
                yield f"{self.slug}: loaded{date}: {self.provisions} provisions, SHA-256 {self.sha256[:16]}…"
            case State.CHANGED:
                yield f"{self.slug}: a new edition{date}; {len(self.changes) or 'no'} clauses differ from the one before:"
                yield from (f"  {change}" for change in self.changes)
        yield from (f"  Doubt: {doubt}" for doubt in self.doubts)

    def record(self) -> dict[str, Any]:
        """Give the outcome for JSON."""
        rest = {key: value for key, value in asdict(self).items() if key not in ("changes", "offline")}
        told = [
            {
                "kind": str(one.kind),
                "path": str(one.path),
                "before": one.before,
                "after": one.after,
                "edits": [[edit.before, edit.after] for edit in one.edits],
            }
            for one in self.changes
        ]
        return rest | {"state": str(self.state), "doubts": list(self.doubts), "changes": told}


OFFLINE = "There is no network, so nothing was fetched; everything that is loaded goes on working."


def fetch(
    slugs: Sequence[str],
    home: Path,
    instruments: Mapping[str, Instrument],
    client: Client | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> tuple[Outcome, ...]:
    """Fetch the official documents of these instruments, or of all that have an address, one after the other.

    `say` is told the name of each before it is fetched. Without a network the first failure ends it: see `told`.
    Raises BadInput for a slug that the corpus does not know.
    """
    wanted = _wanted(slugs, instruments)
    outcomes: list[Outcome] = []
    for instrument in wanted:
        say(instrument.short)
        outcomes.append(_outcome(instrument, home, instruments, client or Client()))
        if outcomes[-1].offline and len({_host(one.official_url) for one in wanted}) == 1:
            break
    return tuple(outcomes)


def told(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Tell outcomes in lines; one line where there is no network."""
    outcomes = tuple(outcomes)
    if outcomes and all(one.offline for one in outcomes):
        yield OFFLINE
        return
    for one in outcomes:
        yield from one.lines()
    if any(one.state in (State.NEW, State.CHANGED) for one in outcomes):
        yield "Run `kinga build` to search what is new."


def _wanted(slugs: Sequence[str], instruments: Mapping[str, Instrument]) -> tuple[Instrument, ...]:
    unknown = [slug for slug in slugs if slug not in instruments]
    if unknown:
        raise BadInput(f"There is no instrument {', '.join(unknown)}.", "`kinga sources` lists the instruments.")
    if slugs:
        return tuple(instruments[slug] for slug in dict.fromkeys(slugs))
    return tuple(one for one in instruments.values() if one.official_url)


def _outcome(instrument: Instrument, home: Path, instruments: Mapping[str, Instrument], client: Client) -> Outcome:
    failed = Outcome(instrument.slug, State.FAILED, instrument.official_url)
    if not instrument.official_url:
        return replace(failed, fault="Kinga knows no address of its official text.", step=_BY_HAND.format(slug=instrument.slug))
    try:
        return _Fetch(instrument, home, instruments, client).outcome()
    except KingaError as error:
        return replace(failed, fault=error.fault, step=error.step, offline=isinstance(error, NoNetwork))


class _Fetch:
    """One instrument's document on its way into the library."""

    def __init__(self, instrument: Instrument, home: Path, instruments: Mapping[str, Instrument], client: Client) -> None:
        self.instrument, self.home, self.instruments, self.client = instrument, home, instruments, client
        self.remembered = home / "fetched" / f"{instrument.slug}.json"

    def outcome(self) -> Outcome:
        before = self._latest()
        memory = self._memory() if before and whole_original(self.home, before.sha256) else {}
        download = self._download(memory)
        if download is None:
            return self._unchanged(before, str(memory.get("sha256", "")))
        try:
            return self._received(download, before)
        finally:
            download.file.unlink(missing_ok=True)

    def _received(self, download: Download, before: Edition | None) -> Outcome:
        self._check_media(download)
        reading = read_document(download.file, self.instrument.slug, self.home / "readings")
        self._check_reading(reading, download.url)
        slug = self.instrument.slug
        edition = Edition(slug, Layer.OFFICIAL, reading.lang, reading.provisions, reading.as_at, download.sha256, download.url)
        changes = compare(before, edition) if before else ()
        if before and before.as_at == reading.as_at and not changes and whole_original(self.home, before.sha256):
            self._remember(download, reading)
            return self._unchanged(before, download.sha256)
        import_document(download.file, self.home, self.instruments, slug, download.url)
        self._remember(download, reading)
        state = State.CHANGED if before else State.NEW
        count = sum(1 for _ in edition.walk())
        return Outcome(slug, state, download.url, edition.id, reading.as_at, download.sha256, count, changes, reading.doubts)

    def _unchanged(self, edition: Edition | None, sha256: str) -> Outcome:
        at = (edition.id, edition.as_at, sha256 or edition.sha256, sum(1 for _ in edition.walk())) if edition else ("", "", sha256, 0)
        return Outcome(self.instrument.slug, State.UNCHANGED, self.instrument.official_url, *at)

    def _download(self, memory: Mapping[str, Any]) -> Download | None:
        """Get the newest version of the work where its address tells the work, else just the address."""
        urls = [self.instrument.official_url]
        if match := _PINNED.fullmatch(self.instrument.official_url):
            urls.insert(0, match["work"])
        for url in urls:
            known = Known(str(memory.get("etag", "")), str(memory.get("modified", ""))) if memory.get("asked") == url else None
            try:
                got = self.client.get(url, self.home / "downloads", known)
            except NotThere:
                if url == urls[-1]:
                    raise
                continue
            self._asked = url
            return got
        return None

    def _check_media(self, download: Download) -> None:
        found = format_of(download.file.read_bytes(), download.url)
        expected = _MEDIA.get(download.media)
        if expected is None:
            raise self._unfit(f"{download.url} is of the type {download.media[:60]!r}, which is no document.")
        if found not in expected:
            raise self._unfit(f"{download.url} says that it is {download.media or 'nothing'}, but it is {found.upper()}.")
        if found is Format.HTML and b"</html" not in download.file.read_bytes()[-4096:].lower():
            raise self._unfit(f"{download.url} is cut off: its end is missing.")

    def _check_reading(self, reading: Reading, url: str) -> None:
        """Refuse a page about the document, and a document that says that it is another work."""
        if reading.layout.startswith(PAGE):
            raise self._unfit(f"{url} is a page about the document, not the document.")
        work, own = work_of(reading.frbr), self.instrument.frbr
        if work and own and work != own:
            raise self._unfit(f"{url} is {work}, not {own}.")

    def _unfit(self, fault: str) -> FetchFailed:
        return FetchFailed(fault, _BY_HAND.format(slug=self.instrument.slug))

    def _latest(self) -> Edition | None:
        """The official edition that is loaded, the latest where there are several."""
        mine = [one for one in imported_editions(self.home) if one.instrument == self.instrument.slug and one.layer is Layer.OFFICIAL]
        return max(mine, key=lambda one: one.as_at, default=None)

    def _memory(self) -> dict[str, Any]:
        try:
            kept = json.loads(self.remembered.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _remember(self, download: Download, reading: Reading) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = record_of(download) | {"asked": self._asked, "as_at": reading.as_at, "fetched": now}
        write_beside(self.remembered, json.dumps(kept, indent=1).encode())


# -- the offer at the start of `make run` -----------------------------------------------------------------------------


NAMED = 3
"""More texts that are missing than this are counted, not named."""


def offer(timeout: float = 5, home: Path | None = None, instruments: Mapping[str, Instrument] | None = None) -> str:
    """Tell in one line what `kinga fetch` would bring; "" where all is loaded. Waits for the network `timeout` seconds at most."""
    try:
        known = instruments if instruments is not None else read_corpus().instruments
        loaded = {edition.instrument for edition in imported_editions(home or own_home())}
    except (KingaError, OSError):
        return ""
    missing = [one for one in known.values() if one.official_url and one.slug not in loaded]
    if not missing:
        return ""
    named = ", ".join(one.short for one in missing[:NAMED]) + (f" and {len(missing) - NAMED} more" if len(missing) > NAMED else "")
    if not _reachable([_host(one.official_url) for one in missing], timeout):
        return f"Not loaded: the official text of {named}. There is no network now; later: `kinga fetch`. All else works."
    return f"Not loaded: the official text of {named}. `kinga fetch` gets it from the publishers, `kinga import FILE` from a file."


def _reachable(hosts: Sequence[str], timeout: float) -> bool:
    """Whether any host answers. A thread that hangs in the name service is left behind, since nothing can end it."""
    answered = threading.Event()

    def knock(host: str) -> None:
        try:
            with socket.create_connection((host, 443), timeout):
                answered.set()
        except OSError:
            return

    doors = [threading.Thread(target=knock, args=(host,), daemon=True) for host in dict.fromkeys(hosts)]
    for door in doors:
        door.start()
    return _any(doors, answered, timeout)


def _any(doors: Sequence[threading.Thread], answered: threading.Event, timeout: float) -> bool:
    """Wait until one answers, all have failed, or the time is up."""
    waited = 0.0
    while waited < timeout and any(door.is_alive() for door in doors):
        if answered.wait(0.05):
            return True
        waited += 0.05
    return answered.is_set()


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
