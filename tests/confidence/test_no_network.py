"""Nothing but `kinga fetch` reaches for the network: held by a hook on every connection, and in a namespace that has none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.download import FetchFailed, opener_for, same_publisher
from tests.confidence import alone
from tests.confidence.conftest import FULL, Note
from tests.publisher import Server, page, status
from tests.test_snapshot import small_corpus

ROOT = Path(__file__).resolve().parent.parent.parent
WATCH = ROOT / "tests" / "confidence" / "watch"
_OWN = re.compile(r"127\.\d|'::1'|'localhost'|'ip6-localhost'|'/")
"""Loopback, and sockets of the file system."""


def outside(account: Path) -> list[str]:
    """The attempts to reach another machine, or to ask for its address."""
    lines = account.read_text().splitlines() if account.exists() else []
    return [line for line in lines if line.startswith("socket.") and not _OWN.search(line)]


def attempts(account: Path) -> int:
    return sum(line.startswith("socket.") for line in account.read_text().splitlines())


def watched(account: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "KINGA_WATCH": str(account), "PYTHONPATH": f"{WATCH}{os.pathsep}{ROOT}", **more}


@pytest.fixture
def errand(home: Path, home_of_its_own: Path, tmp_path: Path) -> list[str]:
    return ["-m", "tests.confidence.errand", str(small_corpus(tmp_path / "corpus")), str(home), str(home_of_its_own)]


def test_the_hook_sees_who_reaches_out(tmp_path: Path) -> None:
    """Else the tests below could not fail."""
    code = "import socket\ntry: socket.create_connection(('192.0.2.1', 80), 0.01)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env=watched(tmp_path / "account"), check=True)
    assert outside(tmp_path / "account")


def test_a_mornings_work_reaches_for_nothing(errand: list[str], tmp_path: Path, note: Note) -> None:
    account = tmp_path / "account"
    prefix = ["unshare", "-rn", sys.executable, str(alone.HERE)] if alone.possible() else []
    done = subprocess.run([*prefix, sys.executable, *errand], cwd=ROOT, env=watched(account), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = outside(account)
    where = "in a namespace with loopback only" if prefix else "no namespace on this system: by the hook alone"
    note("2 no network", f"attempts outside: build, ask, facts, app, a foreign page's knock ({where})", len(found), attempts(account))
    assert found == []


@pytest.mark.skipif(not FULL, reason="the whole suite in a namespace: in the full form only")
def test_the_whole_suite_passes_without_a_network(tmp_path: Path, note: Note) -> None:
    if not alone.possible():
        pytest.skip("no network namespaces of one's own on this system")
    account = tmp_path / "account"
    suite = [sys.executable, "-m", "pytest", "tests", "--ignore", "tests/confidence", "-q", "-x", "-p", "no:cacheprovider"]
    command = ["unshare", "-rn", sys.executable, str(alone.HERE), *suite]
    done = subprocess.run(command, cwd=ROOT, env=watched(account, KINGA_CONFIDENCE=""), capture_output=True, text=True, check=False)
    found = outside(account)
    note("2 no network", "attempts outside in the whole test suite, in a namespace with loopback only", len(found), attempts(account))
    note("2 no network", "the suite's own account", done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr[-300:])
    assert found == []
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://new.kenyalaw.org/akn", "https://kenyalaw.org/akn", True),
        ("https://kenyalaw.org/akn", "https://new.kenyalaw.org/akn", True),
        ("https://www.ilo.org/a", "https://normlex.ilo.org/b", True),
        ("https://kenyalaw.org/a", "https://kenyalaw.org.evil.example/a", False),
        ("https://kenyalaw.org/a", "https://evilkenyalaw.org/a", False),
        ("https://kenyalaw.org/a", "https://org/a", False),
        ("https://kenyalaw.org/a", "https://127.0.0.1/a", False),
        ("https://10.0.0.1/a", "https://0.0.0.1/a", False),
        ("https://kenyalaw.org/a", "https:///a", False),
    ],
)
def test_a_publisher_is_one_host_and_those_below_it(url: str, other: str, same: bool) -> None:
    assert same_publisher(url, other) is same


def test_fetch_follows_no_one_to_another_host(server: Server) -> None:
    server.answers["/x"] = [status(302, Location=server.url.replace("127.0.0.1", "localhost") + "/y")]
    server.answers["/y"] = [page()]
    with pytest.raises(FetchFailed, match="another publisher, localhost"):
        opener_for(("http",)).open(f"{server.url}/x", timeout=2)
    assert [path for path, _ in server.asked] == ["/x"]


def test_model_libraries_are_told_to_stay_offline() -> None:
    names = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"]
    code = f"import os; from ingest.quiet import keep_quiet; keep_quiet(); print(*map(os.environ.get, {names}))"
    setting = {**os.environ, "HF_HUB_OFFLINE": "0"}
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=setting, capture_output=True, text=True, check=True).stdout == "1 1\n"


def test_fonts_and_scripts_are_local() -> None:
    for file in [*(ROOT / "views").rglob("*"), ROOT / ".streamlit" / "config.toml"]:
        if file.suffix in (".css", ".py", ".toml", ".js"):
            assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?https?://|@import", file.read_text(encoding="utf-8")), file
