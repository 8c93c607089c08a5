"""The workshop page, run without a browser: choose, see the programme, leave out, make, download."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def page(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("KINGA_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    return app.switch_page("views/workshop.py").run()


def shown(app: AppTest) -> str:
    assert not app.exception, app.exception
    return unescape("\n".join(element.proto.body for element in app.get("html")))


def test_the_first_plan_shows_its_programme(page: AppTest) -> None:
    text = shown(page)
    assert "08:30–09:00" in text
    assert "Offences and penalties of the Act" in text


def test_a_topic_left_out_leaves_the_programme(page: AppTest) -> None:
    page.multiselect(key="workshop_topics_two-day").unselect("npa").run()
    assert "The National Plan of Action" not in shown(page)
    assert "The National Referral Mechanism" in shown(page)


def test_without_a_topic_the_page_says_so(page: AppTest) -> None:
    page.selectbox(key="workshop_plan").select("topics").run()
    assert "Choose at least one topic." in shown(page)


def test_a_kit_is_made_in_kiswahili_and_can_be_downloaded(page: AppTest) -> None:
    page.query_params["lang"] = "sw"
    page.run()
    page.selectbox(key="workshop_plan").select("border-hour").run()
    page.selectbox(key="workshop_lang").select("sw").run()
    page.multiselect(key="workshop_parts").set_value(["quiz"]).run()
    page.button(key="workshop_make").click().run()
    assert "Faili 9" in shown(page)
    assert len(page.get("download_button")) == 1
