"""Reading with limits: a child process reads the file; its memory, its time and its crashes end there.

The child is this module run as a program. What it read comes back as JSON; nothing is pickled.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Event
from typing import Any

from ingest import errors
from ingest.errors import BadDocument, KingaError, Stopped
from ingest.model import Reading
from ingest.record import provision_of, provision_record
from ingest.sniff import Format, format_of
from ingest.visible import visible

SECONDS = 120.0
MEMORY = 1_000_000_000
_ROOT = Path(__file__).resolve().parent.parent
_LOOK = 0.05
_MOST = 64_000_000
"""Bytes of the record that a child may send: of ten thousand pages. What a parent makes of it takes some ten times as much."""
_DEATH = 1  # PR_SET_PDEATHSIG
_NEXT = "Split it, or import the part that you need; a PDF made anew (`qpdf`, or print to PDF) often helps."


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: seconds by the clock, bytes of memory, processes of the reader's own together.

    `stop`, once set, ends it at once.
    """

    seconds: float = SECONDS
    memory: int = MEMORY
    stop: Event | None = None


def reading_record(reading: Reading) -> dict[str, Any]:
    """Give a reading as a record for JSON."""
    rest = {f.name: getattr(reading, f.name) for f in fields(Reading) if f.name != "provisions"}
    return rest | {"provisions": [provision_record(provision) for provision in reading.provisions]}


def reading_of(record: dict[str, Any]) -> Reading:
    """Read what `reading_record` gave."""
    rest: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items() if key != "provisions"}
    return Reading(provisions=tuple(provision_of(one) for one in record["provisions"]), **rest)


def read_limited(file: Path, slug: str, limits: Limits | None = None) -> Reading:
    """Read any document in a child process.

    Raises what the reader raises for a bad document, BadDocument where the reader crashed, or took more than
    `limits` allows, and Stopped. Nothing outlives the call.
    """
    return reading_of(_read(file, ["reading", slug], limits or Limits()))


def wording_limited(file: Path, limits: Limits | None = None) -> str:
    """Give the words of any document, read in a child process as `read_limited` does; of a plain text here.

    Raises BadDocument for a file that is missing, or that the reader refuses.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadDocument(f"{file} cannot be opened: {error.strerror}.", "Check the path and try again.") from error
    if content and format_of(content, file.name) in (Format.TEXT, Format.MARKDOWN):
        from ingest.wording import wording

        return wording(file)
    return str(_read(file, ["wording", ""], limits or Limits())["words"])


def _read(file: Path, what: list[str], limits: Limits) -> dict[str, Any]:
    code, said = _run([str(file.resolve()), *what, str(limits.memory), str(limits.seconds)], file.name, limits)
    if len(said) > _MOST:
        raise BadDocument(f"{file.name} holds more text than Kinga keeps of one document.", _NEXT)
    try:
        record: dict[str, Any] = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise _crashed(file.name, code) from error
    if "fault" in record:
        kind = getattr(errors, record["kind"], BadDocument)
        raise kind(record["fault"], record["step"])
    return record


def _run(words: list[str], name: str, limits: Limits) -> tuple[int, bytes]:
    """Run the child to its end, give its exit code and what it wrote. Raises BadDocument when it reaches a limit.

    What was read comes through a pipe: a draft that is only checked leaves nothing on the disk, even if this is killed.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "ingest.limits", *words],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"},
    )
    ends = time.monotonic() + limits.seconds
    said: bytes | None = None
    try:
        while said is None:
            if limits.stop is not None and limits.stop.is_set():
                raise Stopped(f"Reading {name} was stopped.", "Run the command again; it goes on where it was.")
            if time.monotonic() > ends:
                raise BadDocument(f"{name} took longer than {limits.seconds:.0f} seconds to read.", _NEXT)
            if memory_of(child.pid) > limits.memory:
                raise _too_large(name, limits.memory)
            said = _said(child)
    finally:
        _end(child)
    return child.returncode, said


def _said(child: subprocess.Popen[bytes]) -> bytes | None:
    """Give all that the child wrote, once it has ended; None while it is at work."""
    try:
        return child.communicate(timeout=_LOOK)[0]
    except subprocess.TimeoutExpired:
        return None


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and all that it started."""
    try:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    except (ProcessLookupError, PermissionError):
        pass
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def memory_of(group: int) -> int:
    """Resident bytes of a process group, where the system tells them; 0 elsewhere, and then the child's own limit holds."""
    whole = 0
    for stat in Path("/proc").glob("[0-9]*/stat") if sys.platform == "linux" else ():
        try:
            after = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if len(after) > 21 and int(after[2]) == group:
            whole += int(after[21]) * os.sysconf("SC_PAGE_SIZE")
    return whole


def _too_large(name: str, memory: int) -> BadDocument:
    return BadDocument(f"{name} needs more than {memory / 1e9:.1g} GB of memory to read.", _NEXT)


def _crashed(name: str, code: int) -> BadDocument:
    if code < 0:
        why = "took too long" if -code == getattr(signal, "SIGXCPU", 0) else f"ended by signal {-code}"
        return BadDocument(f"The reader crashed on {name} ({why}).", _NEXT)
    return BadDocument(f"The reader could not read {name} (it ended with code {code}).", _NEXT)


# -- in the child ----------------------------------------------------------------------------------------------------


def main(words: list[str]) -> None:
    """Read the file that the parent named and write the record, or the fault."""
    file, what, slug, memory, seconds = words
    _restrain(int(memory), float(seconds))
    out = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a parser prints is no part of the record
    record = _outcome(Path(file), what, slug, int(memory))
    with os.fdopen(out, "wb") as stream:
        stream.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"))


def _outcome(file: Path, what: str, slug: str, memory: int) -> dict[str, Any]:
    try:
        if what == "wording":
            from ingest.wording import wording

            return {"words": visible(wording(file))}
        from ingest.reading import read_any

        return visible(reading_record(read_any(file, slug)))
    except KingaError as error:
        return _fault(error)
    except MemoryError:
        return _fault(_too_large(file.name, memory))
    except RecursionError:
        return _fault(BadDocument(f"{file.name} nests its clauses too deeply to be read.", _NEXT))
    except Exception as error:  # the parsers below raise what they like; the user gets a name and a step
        return _fault(BadDocument(f"{file.name} could not be read ({type(error).__name__}).", _NEXT))


def _fault(error: KingaError) -> dict[str, Any]:
    return {"kind": type(error).__name__, "fault": error.fault, "step": error.step}


def _restrain(memory: int, seconds: float) -> None:
    """Limit this process: address space, processor time, no core dumps; and it ends with its parent, even where that is killed.

    Systems without such limits have the parent's.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DEATH, signal.SIGKILL)
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(seconds) + 5),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            hard = resource.getrlimit(what)[1]
            limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (limit, limit))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    main(sys.argv[1:])
