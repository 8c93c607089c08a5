"""Many at once: servers and the app over one data folder, new snapshots published under load, and no request lost."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doors import desk as desks
from doors.desk import Desk
from eval.load import OPTIONS, Plan, load
from index.make import make
from index.search import Search
from index.snapshot import Snapshot, current
from tests.confidence.conftest import Note
from tests.confidence.visitor import Visitor, serving
from tests.test_snapshot import small_corpus

ROOT = Path(__file__).resolve().parent.parent.parent
ASKED = ("when must a lamp be lit?", "s. 1 of the Lamp Act", "what is the fine?", "taa iwashwe lini?")
HOURS = ("one", "two", "three", "four", "five", "six")


def hour(number: int) -> str:
    return f"A lamp must be lit at {HOURS[number]} o'clock."


@pytest.fixture
def published(home_of_its_own: Path, tmp_path: Path) -> Callable[[int], str]:
    """Publish the law of a number."""
    corpora = [small_corpus(tmp_path / f"corpus{number}", hour(number)) for number in range(len(HOURS))]
    return lambda number: make(home_of_its_own, corpora[number], None, lambda *_: None).snapshot


def test_snapshots_published_under_load_lose_no_request_and_mix_in_no_answer(
    home_of_its_own: Path, published: Callable[[int], str], size: Callable[[int, int], int], note: Note
) -> None:
    first = published(0)
    answers: list[dict[str, Any]] = []
    plan = Plan(seconds=size(6, 120), users=size(8, 50), servers=2, publish=size(2, 5))
    seen = load(home_of_its_own, plan, ASKED, published, answers.append)
    note("5 readers in peace", f"faults over HTTP; {plan.users} users, {plan.publish} snapshots published", len(seen.faults), len(answers))
    assert seen.faults == []
    assert len(answers) == len(seen.seconds) == sum(seen.answered.values()) > plan.users
    assert seen.published[0] == first and len(set(seen.published)) == plan.publish + 1
    assert set(seen.answered) <= set(seen.published)
    assert seen.answered[seen.published[-1]], "the servers must come to the last one by themselves"
    assert len(seen.answered) > 1
    law = {identity: hour(number) for number, identity in enumerate(seen.published)}
    quoted = [(answer["snapshot"], quote["text"]) for answer in answers for quote in answer["quotes"] if "lit at" in quote["text"]]
    assert quoted, "an answer must quote the clause that changes, or this test could not fail"
    assert [one for one in quoted if one[1] not in law[one[0]]] == []
    assert "by none of them: 0" in "\n".join(seen.lines(plan))


def test_the_app_and_a_server_over_one_folder_both_come_to_a_new_snapshot(
    home_of_its_own: Path, published: Callable[[int], str], tmp_path: Path
) -> None:
    published(0)
    asked = "when must a lamp be lit?"
    with serving(home_of_its_own, tmp_path / "app.txt") as app, Visitor(app.port) as visitor:
        visitor.visit()
        assert "one o" in visitor.ask(asked)
        answers: list[dict[str, Any]] = []
        seen = load(home_of_its_own, Plan(seconds=4, users=2, servers=1, publish=1), ASKED, published, answers.append)
        assert seen.faults == []
        assert answers[-1]["snapshot"] == current(home_of_its_own) == seen.published[-1]
        page = visitor.ask(asked)
        assert "two o" in page and "one o" not in page
        assert not visitor.faults


def test_while_one_request_opens_a_new_snapshot_the_others_are_answered_from_the_old(
    home_of_its_own: Path, published: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = published(0)
    desk = Desk(home_of_its_own)
    assert desk.health()["snapshot"] == old
    new, slow = published(1), threading.Event()
    good = desks.open_snapshot

    def opening(home: Path) -> Snapshot:
        slow.wait(20)
        return good(home)

    monkeypatch.setattr(desks, "open_snapshot", opening)
    found: list[str] = []
    first = threading.Thread(target=lambda: found.append(desk.health()["snapshot"]))
    first.start()
    time.sleep(0.2)
    assert desk.health()["snapshot"] == old
    slow.set()
    first.join()
    assert found == [new]
    assert desk.health()["snapshot"] == new
    assert isinstance(desk._open, Search)


@pytest.mark.parametrize(
    ("words", "plan"),
    [
        ("", Plan()),
        ("30", Plan(30)),
        ("--seconds 120 --publish 3", Plan(120, publish=3)),
        ("--users 5 --servers 3 --publish 0", Plan(users=5, servers=3, publish=0)),
    ],
)
def test_a_plan_is_read_from_its_words(words: str, plan: Plan) -> None:
    assert Plan.of(words) == plan


@pytest.mark.parametrize("words", [["--servers", "0"], ["--secs", "3"], ["--publish"], ["3", "4"]])
def test_a_plan_that_is_none_is_refused_with_the_form(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "eval", "load", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--publish N" in done.stderr
    assert OPTIONS not in done.stderr
