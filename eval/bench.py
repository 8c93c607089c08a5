"""How fast: `python -m eval bench`. Figures are medians; the machine and the versions are printed with them."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from answer.ask import ask
from eval.asked import questions
from index.search import Search
from index.snapshot import open_snapshot

_VERSIONS = ("torch", "onnxruntime", "faiss-cpu", "bm25s", "numpy", "streamlit")
_ROOT = Path(__file__).resolve().parent.parent


def report(home: Path) -> Iterator[str]:
    """Give the report's lines, each as soon as it is measured."""
    yield machine()
    yield "versions: " + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _VERSIONS)
    for verb in ("search", "ask"):
        cold = [_seconds([sys.executable, str(_ROOT / "cli.py"), verb, "is consent a defence?"]) for _ in range(6)][1:]
        yield f"cold `kinga {verb}`, from the shell: median {np.median(cold):.2f} s of {len(cold)}"
    search = Search(open_snapshot(home))
    asked = [one.question for one in questions()]
    yield _warm("warm search", asked, search.search)
    yield _warm("warm question to answer", asked, lambda question: ask(question, search))
    yield f"provisions {len(search.snapshot.book.paths):,}; resident memory {_megabytes():.0f} MB"
    yield _build()


def machine() -> str:
    """Name the machine."""
    cpu = next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.processor())
    return f"machine: {cpu}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text().splitlines() if file.exists() else []


def _warm(name: str, asked: list[str], one: Callable[[str], object]) -> str:
    for question in asked[:20]:
        one(question)
    times = []
    for question in asked:
        began = time.perf_counter()
        one(question)
        times.append(1000 * (time.perf_counter() - began))
    p50, p95 = np.percentile(times, [50, 95])
    return f"{name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms over {len(times)} questions"


def _build() -> str:
    """Build the corpus in an empty data folder, the export of the model included."""
    with tempfile.TemporaryDirectory() as folder:
        setting = {**os.environ, "KINGA_HOME": folder}
        setting.pop("KINGA_SOURCES", None)
        began = time.perf_counter()
        subprocess.run([sys.executable, str(_ROOT / "cli.py"), "build"], env=setting, check=True, capture_output=True)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        return f"`kinga build` in an empty data folder: {time.perf_counter() - began:.0f} s, peak memory of a process {peak:.0f} MB"


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
