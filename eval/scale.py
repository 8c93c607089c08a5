"""How time, memory and accuracy grow with the corpus: `python -m eval scale [PROVISIONS]`, kept in docs/scale/measured.json.

A corpus of each size is made (`eval/growth.py`), opened and searched, each in a process of its own. Exact is the same search
that looks at every provision, with flat indexes of the vectors as they were before they were indexed.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import faiss
import numpy as np

from eval.asked import outside, questions
from eval.bench import machine
from eval.curves import picture
from eval.growth import EXACT, grow
from index.dense import DenseIndex
from index.engine import VectorIndex
from index.search import Found, Search
from index.snapshot import Snapshot, open_snapshot
from ingest.digest import sha256

SIZES = (1_000, 10_000, 100_000, 1_000_000)
KEPT = Path(__file__).resolve().parent.parent / "docs" / "scale" / "measured.json"
_STRANGERS = 40
_WARM = 20
Figures = dict[str, Any]


def report(home: Path, word: str, kept: Path = KEPT) -> Iterator[str]:
    """Give the lines for one size, or for all; each as soon as it is measured. The first stands for the corpus as it is."""
    yield f"{machine()}; load {os.getloadavg()[0]:.1f}"
    for wanted in (int(word),) if word else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            found: Figures = {"wanted": wanted, "load": round(os.getloadavg()[0], 1), "day": time.strftime("%Y-%m-%d")}
            for step in ("made", "asked", "exact"):
                for line in _child(step, home, Path(folder), wanted):
                    if line.startswith("{"):
                        found |= json.loads(line)
                    else:
                        yield f"{wanted:>9,}  {line}"
        yield from _lines(found)
        _keep(found, kept)


def _lines(found: Figures) -> Iterator[str]:
    for line in (
        "{provisions:,} provisions of {instruments:,} instruments, {passages:,} vectors",
        "made and indexed without encoding in {build_s:.0f} s, peak {build_peak_mb:,.0f} MB; on disk {disk_mb:,.0f} MB",
        "opened in {open_s:.1f} s, hashing alone takes {hash_s:.1f} s; first search {first_s:.1f} s",
        "memory: own {own_mb:,.0f} MB, with mapped files {resident_mb:,.0f} MB, at most {peak_mb:,.0f} MB",
        "warm search p50 {p50_ms:.0f} ms, p95 {p95_ms:.0f} ms over {questions} questions; looks at {pool:,} provisions",
        "of the processor p50 {p50_cpu_ms:.0f} ms, p95 {p95_cpu_ms:.0f} ms; exact search p50 {exact_p50_ms:.0f} ms",
        "recall@10 {recall_10:.3f}, the same first {first_same:.3f}, the same verdict {verdict_same:.3f}",
    ):
        yield f"{found['wanted']:>9,}  {line.format(**found)}"


def _keep(found: Figures, file: Path) -> None:
    """Put the figures of one size in place of its former ones."""
    before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    rows = sorted([row for row in before if row["wanted"] != found["wanted"]] + [found], key=lambda row: row["wanted"])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for name, drawing in _pictures(rows).items():
        file.with_name(f"{name}.svg").write_text(drawing, encoding="utf-8")


def _pictures(rows: Sequence[Figures]) -> Mapping[str, str]:
    def curve(key: str, scale: float = 1) -> list[tuple[float, float]]:
        return [(row["provisions"], row[key] * scale) for row in rows]

    times = {"every provision, p50": "exact_p50_ms", "the pool, p95": "p95_ms", "the pool, p50": "p50_ms"}
    memory = {"with mapped files": "resident_mb", "its own": "own_mb"}
    starts = {"made and indexed": "build_s", "opened": "open_s", "first search": "first_s"}
    return {
        "search": picture("Time of a warm search", "ms", {name: curve(key) for name, key in times.items()}, ("aim: 100 ms", 100)),
        "memory": picture("Memory of a process", "GB", {name: curve(key, 0.001) for name, key in memory.items()}, ("aim: 2.5 GB", 2.5)),
        "disk": picture("Size of a snapshot", "GB", {"on disk": curve("disk_mb", 0.001)}),
        "start": picture("Time to build and to start", "s", {name: curve(key) for name, key in starts.items()}),
    }


def _child(step: str, home: Path, folder: Path, wanted: int) -> Iterator[str]:
    command = [sys.executable, "-m", "eval.scale", step, str(home), str(folder), str(wanted)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            yield line.rstrip()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _made(home: Path, folder: Path, wanted: int) -> Figures:
    spent = {}
    for step, seconds in grow(open_snapshot(home), home / "models", folder, wanted):
        spent[step] = round(seconds, 2)
        sys.stdout.write(f"{step}: {seconds:.0f} s\n")
        sys.stdout.flush()
    files = [f for f in (folder / "snapshots").rglob("*") if f.is_file()]
    sizes: dict[str, float] = {}
    for file in files:
        part = file.relative_to(folder / "snapshots").parts[1]
        sizes[part] = round(sizes.get(part, 0) + file.stat().st_size / 1e6, 1)
    build = sum(spent.values()) - spent["texts made"]
    return {"build_s": build, "steps_s": spent, "build_peak_mb": _memory("VmHWM"), "disk_mb": sum(sizes.values()), "parts_mb": sizes}


def _asked(_home: Path, folder: Path, _wanted: int) -> Figures:
    began = time.perf_counter()
    search = Search(open_snapshot(folder))
    opened = time.perf_counter()
    asked = _questions()
    search.find(asked[0])
    first = time.perf_counter()
    for question in asked[1:_WARM]:
        search.find(question)
    found = [_timed(search, question) for question in asked]
    results = [_result(one.found) for one in found]
    (folder / "results.json").write_text(json.dumps(results))
    snapshot = search.snapshot
    looked = int(np.mean([len(search.signals(search.read(question))[0]) for question in asked[:_WARM]]))
    return {
        "provisions": len(snapshot.book.paths),
        "instruments": len(snapshot.book.instruments),
        "passages": sum(len(np.load(file, mmap_mode="r", allow_pickle=False)) for file in (folder / EXACT).glob("*.npy")),
        "open_s": opened - began,
        "hash_s": _hashing(folder),
        "first_s": first - opened,
        "questions": len(asked),
        "pool": looked,
        **{f"p{q}_ms": float(np.percentile([one.wall for one in found], q)) for q in (50, 95, 99)},
        **{f"p{q}_cpu_ms": float(np.percentile([one.cpu for one in found], q)) for q in (50, 95)},
        "own_mb": _memory("RssAnon"),
        "resident_mb": _memory("VmRSS"),
        "peak_mb": _memory("VmHWM"),
    }


def _exact(_home: Path, folder: Path, _wanted: int) -> Figures:
    search = Search(flat(open_snapshot(folder), folder), most=sys.maxsize)
    found = [_timed(search, question) for question in _questions()]
    pairs = list(zip(json.loads((folder / "results.json").read_text()), [_result(one.found) for one in found], strict=True))
    both = [(got, exact) for got, exact in pairs if exact["paths"]]
    return {
        "recall_10": float(np.mean([len({*got["paths"]} & {*exact["paths"]}) / len(exact["paths"]) for got, exact in both])),
        "recall_10_worst": float(min(len({*got["paths"]} & {*exact["paths"]}) / len(exact["paths"]) for got, exact in both)),
        "first_same": float(np.mean([got["paths"][0] == exact["paths"][0] for got, exact in both])),
        "verdict_same": float(np.mean([got["answered"] == exact["answered"] for got, exact in pairs])),
        "exact_p50_ms": float(np.percentile([one.wall for one in found], 50)),
        "exact_p95_ms": float(np.percentile([one.wall for one in found], 95)),
    }


def flat(snapshot: Snapshot, folder: Path) -> Snapshot:
    """Give a snapshot with flat indexes of the vectors as they were."""
    vectors: dict[str, VectorIndex] = {}
    for key in snapshot.vectors:
        file = folder / "snapshots" / snapshot.id / key / "rows.npy"
        flat = faiss.IndexFlatIP(snapshot.encoder.dimension)
        flat.add(np.load(folder / EXACT / f"{key}.npy", mmap_mode="r", allow_pickle=False))
        vectors[key] = DenseIndex(flat, np.load(file, allow_pickle=False))
    return dataclasses.replace(snapshot, vectors=vectors, meaning=dataclasses.replace(snapshot.meaning, near=None))


def _questions() -> list[str]:
    return [one.question for one in (*questions("test")[::3], *outside("test")[:_STRANGERS])]


class Timed(NamedTuple):
    """What was found, and the milliseconds that it took by the clock and of the processor."""

    found: Found
    wall: float
    cpu: float


def _timed(search: Search, question: str) -> Timed:
    began, cpu = time.perf_counter(), time.process_time()
    found = search.find(question)
    return Timed(found, 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - cpu))


def _result(found: Found) -> Figures:
    return {"paths": [str(hit.path) for hit in found.hits], "answered": found.answered}


def _hashing(folder: Path) -> float:
    began = time.perf_counter()
    for file in (folder / "snapshots").rglob("*"):
        if file.is_file():
            sha256(file)
    return time.perf_counter() - began


def _memory(what: str) -> float:
    """Memory of this process in MB: what the system calls VmRSS, RssAnon or VmHWM; 0 where it does not tell."""
    file = Path("/proc/self/status")
    found = re.search(rf"^{what}:\s+(\d+) kB", file.read_text(), re.MULTILINE) if file.exists() else None
    return int(found[1]) / 1000 if found else 0.0


if __name__ == "__main__":
    _step, _home, _folder, _size = sys.argv[1:]
    _work = {"made": _made, "asked": _asked, "exact": _exact}[_step]
    sys.stdout.write(json.dumps(_work(Path(_home), Path(_folder), int(_size))) + "\n")
