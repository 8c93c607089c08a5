"""The pages, run without a browser: what they ask, what they show, in both languages."""

from __future__ import annotations

import ast
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from answer.clause import clause
from answer.marked import GROUPS
from answer.penalty import ORDERS
from answer.why import REASONS, reason
from eval.report import FIGURES, REPORTS, keep, read
from index.make import Made
from index.search import Search
from index.snapshot import Progress
from ingest.errors import BadDocument
from ingest.fetch import OFFLINE, Outcome, State
from ingest.library import import_document, imported_editions
from ingest.model import RANKS, Edition, Layer, Provision, Standing
from ingest.path import ProvisionPath
from tests.edition import printed, with_official
from views import law, shell, upload
from views.about import PARTS
from views.words import LANGUAGES, MONTHS, WORDS, Words
from workshop.kit import PARTS as KIT

ROOT = Path(__file__).resolve().parent.parent
EN = Words("en")


@pytest.fixture
def app(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("KINGA_HOME", str(home))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)


def shown(app: AppTest) -> str:
    """Give all HTML of the page."""
    assert not app.exception, app.exception
    return unescape("\n".join(body for body in (e.proto.body for e in app.get("html")) if not body.startswith("<style>")))


def asked(app: AppTest, question: str) -> str:
    app.run()
    app.text_input(key="question").set_value(question)
    app.button[0].click()
    return shown(app.run())


def browsed(app: AppTest, **address: str) -> str:
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    return shown(app.switch_page("views/browse.py").run())


def test_a_question_is_answered_by_clauses_with_citation_rank_and_layer(app: AppTest) -> None:
    page = asked(app, "s. 3(2)")
    assert "s. 3(2), Counter-Trafficking in Persons Act" in page
    assert "Plain words (restatement)" in page
    assert "not the official text" in page
    assert ">Act<" in page


def test_an_item_stands_under_the_words_that_govern_it(app: AppTest) -> None:
    page = asked(app, "s. 3(1)(c)")
    assert "k-governs" in page
    assert page.index("k-governs") < page.index("k-own")


def test_an_example_asks_its_question(app: AppTest) -> None:
    app.run()
    app.button(key="example_court_3").click()
    assert "s. 3(3), Counter-Trafficking in Persons Act" in shown(app.run())


def test_a_refusal_says_what_is_missing_and_shows_the_nearest_clause(app: AppTest) -> None:
    page = asked(app, "s. 3(1)(z)")
    assert "Not found in the loaded documents" in page
    assert "s. 3(1)(z)" in page
    assert "s. 3(1), Counter-Trafficking in Persons Act" in page


@pytest.mark.parametrize(("question", "said"), [("   ", "Type a question first."), ("a" * 1_000_000, "This text is too long.")])
def test_what_cannot_be_asked_is_told_in_one_line(app: AppTest, question: str, said: str) -> None:
    assert said in asked(app, question)


def test_terms_that_were_added_can_be_taken_out_and_given_back(app: AppTest) -> None:
    page = asked(app, "what happens to a pimp?")
    assert "Also searched: " in page
    app.button(key="exactly").click()
    page = shown(app.run())
    assert WORDS["searched_exactly"]["en"] in page
    assert "Also searched" not in page
    app.button(key="exactly").click()
    assert "Also searched: " in shown(app.run())


def test_what_is_typed_stays_out_of_the_address(app: AppTest) -> None:
    asked(app, "is consent a defence?")
    assert "consent" not in str(dict(app.query_params))


def test_what_is_typed_is_escaped(app: AppTest) -> None:
    app.run()
    app.text_input(key="question").set_value("<img src=x onerror=alert(1)> s. 99")
    app.button[0].click()
    app.run()
    assert not any("<img" in element.proto.body for element in app.get("html"))


def test_a_link_opens_its_clause_in_its_section(app: AppTest) -> None:
    page = browsed(app, p="ctip-act-2010/3/2")
    assert app.title[0].value.replace("\\", "") == "s. 3(2), Counter-Trafficking in Persons Act"
    assert "This clause" in page
    assert page.count("k-marked") == 2  # the clause, and the script that brings it into view


def test_a_link_to_the_front_page_opens_its_clause_too(app: AppTest) -> None:
    app.query_params["p"] = "ctip-act-2010/3/2"
    app.run()
    assert app.title[0].value.startswith("s\\. 3")


def test_a_link_to_nothing_says_so_and_offers_the_document(app: AppTest) -> None:
    page = browsed(app, p="ctip-act-2010/99/<script>")
    assert "not loaded" in page
    assert app.title[0].value.replace("\\", "") == "Counter-Trafficking in Persons Act"


def test_two_languages_stand_side_by_side(app: AppTest) -> None:
    page = browsed(app, p="ctip-act-2010/3")
    assert "k-n2" in page
    assert 'lang="sw"' in page


def test_words_are_found_in_one_document(app: AppTest) -> None:
    browsed(app, p="ctip-act-2010")
    app.text_input(key="find_ctip-act-2010").set_value("consent irrelevant")
    page = shown(app.run())
    assert "k-snippet" in page
    assert "consent" not in str(dict(app.query_params))


def test_a_spent_schedule_is_told_by_word(app: AppTest) -> None:
    assert ">Spent<" in browsed(app, p="ctip-act-2010/sched-2")


def test_the_library_lists_each_document(app: AppTest, search: Search) -> None:
    app.run()
    page = shown(app.switch_page("views/library.py").run())
    for instrument in search.snapshot.book.instruments.values():
        assert instrument.title in page


PAGES = list(shell.MENU)
WITHOUT_INDEX = "views/about.py"
"""The one page that needs no index."""


@pytest.mark.parametrize("page", PAGES)
def test_the_switch_turns_the_page_to_kiswahili_and_the_address_keeps_it(app: AppTest, page: str) -> None:
    app.run()
    app.switch_page(page).run()
    app.get("button_group")[0].set_value("sw")
    swahili = shown(app.run())
    assert app.query_params["lang"] in ("sw", ["sw"])
    assert WORDS["tagline"]["sw"] in swahili
    assert WORDS["tagline"]["en"] not in swahili
    assert WORDS["foot"]["en"] not in swahili


def test_the_language_of_the_address_is_kept_from_page_to_page(app: AppTest) -> None:
    app.query_params["lang"] = "sw"
    assert "kifungu cha 3(2)" in asked(app, "kifungu cha 3(2)")
    app.query_params.pop("lang")
    assert WORDS["foot"]["sw"] in shown(app.switch_page("views/library.py").run())


@pytest.mark.parametrize("page", [page for page in PAGES if page != WITHOUT_INDEX])
def test_without_an_index_the_page_names_the_command(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv("KINGA_HOME", str(tmp_path))
    app.run()
    app.switch_page(page).run()
    assert app.error[0].value == WORDS["no_snapshot"]["en"]
    assert app.code[0].value == "kinga build"


def test_a_damaged_index_is_told_in_the_same_way(app: AppTest, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home, tmp_path / "home")
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "home"))
    for law_file in (tmp_path / "home" / "snapshots").glob("*/law.json"):
        law_file.write_bytes(b"{}")
    app.run()
    assert app.error[0].value == WORDS["damaged"]["en"]


def test_a_rebuild_elsewhere_is_seen_at_the_next_run(app: AppTest, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "home"
    monkeypatch.setenv("KINGA_HOME", str(place))
    app.run()
    assert app.error
    shutil.copytree(home, place)
    app.run()
    assert not app.error


# The catalogue

SAME = {"lang_sw"}
"""Keys whose words are the same in both languages."""


def test_every_word_of_the_interface_is_there_in_both_languages() -> None:
    for key, texts in WORDS.items():
        assert set(texts) == set(LANGUAGES), key
        assert all(text.strip() for text in texts.values()), key
        blanks = [set(re.findall(r"{(\w+)}", text)) for text in texts.values()]
        assert blanks[0] == blanks[1], key
        assert texts["en"] != texts["sw"] or key in SAME, f"{key} is not translated"
    assert [len(months) for months in MONTHS.values()] == [12, 12]


def used() -> set[str]:
    """Give every key that the pages name, and those that they build from a kind, a layer, a reason, a report."""
    keys = set(shell.MENU.values())
    for file in (ROOT / "views").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "w"
                and isinstance(node.args[0], ast.Constant)
            ):
                keys.add(node.args[0].value)
            if isinstance(node, ast.Constant) and node.value in WORDS:
                keys.add(node.value)
    families: dict[str, Iterable[object]] = {
        "kind": RANKS,
        "layer": Layer,
        "lang": LANGUAGES,
        "standing": [standing.name.lower() for standing in Standing if standing is not Standing.IN_FORCE],
        "examples": ("court", "border", "training"),
        "example": [f"{group}_{n}" for group in ("court", "border", "training") for n in (1, 2, 3)],
        "why": REASONS,
        "order": ORDERS,
        "group": GROUPS,
        "element": ("number", "name", "state", "words", "clauses"),
        "sheet": ("element", "state", "clauses", "words", "gap"),
        "answer": ("yes", "no", "unknown"),
        "facts_example": (1, 2),
        "facts_story": (1, 2),
        "report": REPORTS,
        "measure": FIGURES,
        "workshop_part": (*KIT, "sources", "files"),
        **{part: range(1, count + 1) for part, count in PARTS.items()},
    }
    return keys | {f"{family}_{one}" for family, members in families.items() for one in members}


def test_every_key_that_a_page_names_exists_and_none_is_idle() -> None:
    assert used() - set(WORDS) == set()
    assert set(WORDS) - used() == set()


@pytest.mark.parametrize(
    ("iso", "lang", "printed"),
    [("2023-12-11", "en", "11 December 2023"), ("2023-12-01", "sw", "1 Desemba 2023"), ("2017", "en", "2017"), ("", "en", "")],
)
def test_dates_read_as_people_write_them(iso: str, lang: str, printed: str) -> None:
    assert Words(lang).date(iso) == printed


# How law is drawn


@pytest.mark.parametrize(
    ("text", "term", "drawn"),
    [
        ('"child" means <b>', "child", "&quot;<strong>child</strong>&quot; means &lt;b&gt;"),
        ("Fund means the Fund", "fund", "<strong>Fund</strong> means the Fund"),
        ("the child", "child", "the child"),
        ("a & b", "", "a &amp; b"),
    ],
)
def test_a_defined_term_stands_out_and_everything_is_escaped(text: str, term: str, drawn: str) -> None:
    assert law.words(text, term) == drawn


def test_a_copied_clause_carries_its_words_its_citation_and_whose_words_they_are(search: Search) -> None:
    book = search.snapshot.book
    found = clause(book, ProvisionPath.parse("ctip-act-2010/3/1/c"))
    copied = law.copied(found, book, EN)
    assert all(part.words.text in copied for part in found.parts)
    assert copied.endswith("[s. 3(1)(c), Counter-Trafficking in Persons Act. Plain words (restatement), as at 11 December 2023]")
    assert "\n…\n" in copied


def test_labels_say_their_text_and_nothing_more() -> None:
    assert shell.plain("s. 3(1) [x](y) :smile: $a$") == r"s\. 3\(1\) \[x\]\(y\) \:smile\: \$a\$"


def edition(layer: Layer, lang: str) -> Edition:
    return Edition("x", layer, lang, (Provision(ProvisionPath("x", ("1",))),))


@pytest.mark.parametrize(
    ("lang", "have", "first"),
    [
        ("en", "official.en plain.en plain.sw", "official.en plain.en"),
        ("en", "plain.en plain.sw", "plain.en plain.sw"),
        ("sw", "official.en plain.en plain.sw", "plain.sw official.en"),
        ("sw", "plain.en", "plain.en"),
    ],
)
def test_the_two_texts_that_show_first(lang: str, have: str, first: str) -> None:
    editions = [edition(Layer(layer), code) for layer, code in (one.split(".") for one in have.split())]
    assert law.first_shown(editions, lang) == ["x:" + one.replace(".", ":") for one in first.split()]


@pytest.mark.parametrize("page", PAGES)
def test_a_warm_page_takes_under_300_ms_at_the_server(app: AppTest, page: str) -> None:
    asked(app, "is consent a defence?")
    app.switch_page(page).run()
    took = []
    for _ in range(5):
        began = time.perf_counter()
        app.run()
        took.append(time.perf_counter() - began)
    assert sorted(took)[2] < 0.3, took


# Facts


def told(app: AppTest, story: str) -> str:
    app.run()
    app.switch_page("views/facts.py").run()
    app.text_area(key="story").set_value(story)
    next(b for b in app.button if b.label == WORDS["facts_button"]["en"]).click()
    return shown(app.run())


def test_a_story_gives_the_element_table_the_marks_and_the_sheet(app: AppTest) -> None:
    page = told(app, WORDS["facts_story_1"]["en"])
    assert "Indicated: trafficking in persons" in page
    assert "k-ev-act" in page
    assert "s. 3(1)(d), Counter-Trafficking in Persons Act" in page
    assert "k-sheet" in page
    assert "[person A]" in page
    assert "Wanjiru" not in page


def test_a_story_that_was_laid_out_is_drawn_again_in_under_300_ms(app: AppTest) -> None:
    told(app, WORDS["facts_story_1"]["en"])
    took = []
    for _ in range(5):
        began = time.perf_counter()
        app.run()
        took.append(time.perf_counter() - began)
    assert sorted(took)[2] < 0.3, took


def test_names_show_only_when_the_mask_is_taken_off_and_never_in_the_sheet(app: AppTest) -> None:
    told(app, WORDS["facts_story_1"]["en"])
    app.toggle(key="facts_mask").set_value(False)
    page = shown(app.run())
    assert "Wanjiru" in page
    assert "Wanjiru" not in page[page.index("k-sheet") :]


def test_the_interview_asks_answers_and_takes_back(app: AppTest) -> None:
    app.run()
    app.switch_page("views/facts.py").run()
    app.button(key="facts_begin").click()
    page = shown(app.run())
    assert "Question 1" in page
    app.button(key="answer_yes").click()
    assert "Question 2" in shown(app.run())
    app.button(key="facts_back").click()
    assert "Question 1" in shown(app.run())


def test_a_story_in_english_is_shown_in_kiswahili_without_mixing(app: AppTest) -> None:
    app.query_params["lang"] = "sw"
    app.run()
    app.switch_page("views/facts.py").run()
    app.text_area(key="story").set_value(WORDS["facts_story_1"]["en"])
    next(b for b in app.button if b.label == WORDS["facts_button"]["sw"]).click()
    page = shown(app.run())
    assert "usafirishaji haramu wa binadamu" in page
    assert "Forced labour" not in page


def test_clearing_drops_the_story(app: AppTest) -> None:
    told(app, WORDS["facts_story_1"]["en"])
    app.button(key="facts_clear").click()
    page = shown(app.run())
    assert "k-story" not in page
    assert app.text_area(key="story").value == ""
    assert "talk" not in app.session_state
    assert "laid" not in app.session_state


@pytest.mark.parametrize(("story", "said"), [("  ", "facts_empty"), ("She went. " * 5000, "facts_long")])
def test_a_story_that_cannot_be_read_is_told_in_one_line(app: AppTest, story: str, said: str) -> None:
    assert WORDS[said]["en"].split("{")[0] in told(app, story)


def test_facts_told_to_ask_open_in_facts(app: AppTest) -> None:
    page = asked(app, WORDS["facts_story_1"]["en"])
    assert "indicate trafficking in persons" in page
    app.button(key="to_facts").click()
    page = shown(app.run())
    assert "k-story" in page
    assert app.text_area(key="story").value == WORDS["facts_story_1"]["en"]


# Compare, penalties, referral, about


def test_concepts_stand_side_by_side_and_each_cell_names_its_clauses(app: AppTest) -> None:
    app.run()
    page = shown(app.switch_page("views/compare.py").run())
    assert page.count('<th scope="col">') == 2
    assert 'href="browse?p=ctip-act-2010/3/2"' in page
    app.multiselect(key="compared").set_value(["trafficking"])
    assert WORDS["compare_few"]["en"] in shown(app.run())


def test_penalties_are_ordered_and_filtered(app: AppTest) -> None:
    app.run()
    app.switch_page("views/penalties.py").run()
    app.selectbox(key="penalty_order").set_value("fine")
    app.multiselect(key="penalty_documents").set_value(["ctip-act-2010"])
    page = shown(app.run())
    assert page.index("KSh 30,000,000") < page.index("KSh 5,000,000")
    app.text_input(key="penalty_words").set_value("nothing is called this")
    assert WORDS["penalties_none"]["en"] in shown(app.run())


def test_every_box_of_the_referral_has_its_clause_or_its_note(app: AppTest, search: Search) -> None:
    app.run()
    page = shown(app.switch_page("views/referral.py").run())
    boxes = search.snapshot.data.referral.step
    assert page.count("<li>") >= len(boxes)
    assert all(f"browse?p={path}" in page for box in boxes for path in box.paths)
    assert "Second-hand note" in page
    assert WORDS["referral_missing"]["en"] in page


def test_about_shows_what_was_measured_and_types_no_figure(app: AppTest) -> None:
    app.run()
    page = shown(app.switch_page("views/about.py").run())
    for report in read().values():
        assert report["snapshot"] in page
    words = "".join(text for key, texts in WORDS.items() if key.startswith("about_") for text in texts.values())
    assert not re.search(r"\d+(?:\.\d+)? ?%|0\.\d", words)


def test_a_report_is_kept_in_place_of_the_former_one(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    assert read(file) == {}
    keep("search_test", "a", {"hit_1": 0.51234}, file)
    keep("search_test", "b", {"hit_1": 0.6}, file)
    keep("silence_test", "b", {"inside": 3}, file)
    assert [read(file)[name]["snapshot"] for name in read(file)] == ["b", "b"]
    assert read(file)["search_test"]["figures"] == {"hit_1": 0.6}
    file.write_text("{")
    assert read(file) == {}


def test_every_signal_of_the_ranking_has_a_reason(search: Search) -> None:
    for hit in search.find("is consent a defence?", 20).hits:
        assert {reason(name) for name in hit.signals} <= set(REASONS)


# The clause beside what is read


def opened(app: AppTest, path: str) -> str:
    app.session_state["linked"] = ("", path)
    return shown(app.run())


def test_a_citation_opens_its_clause_beside_the_answer(app: AppTest) -> None:
    asked(app, "is consent a defence?")
    page = opened(app, "ctip-act-2010/3/2")
    assert "k-marked" in page
    assert page.count("k-card") >= 1
    app.button(key="reader_close").click()
    assert "k-marked" not in shown(app.run())


@pytest.mark.parametrize("path", ["ctip-act-2010/99", "<b>", "../etc", "ctip-act-2010/3 or 4"])
def test_a_link_to_nothing_opens_nothing(app: AppTest, path: str) -> None:
    asked(app, "is consent a defence?")
    assert "k-marked" not in opened(app, path)


def test_defined_words_and_references_are_marked_in_a_section(search: Search) -> None:
    book = search.snapshot.book
    place = ProvisionPath.parse("ctip-act-2010/3/2")
    drawn = law.section(book, place.lineage[0], [book.text(place).edition], place, EN)
    assert 'role="tooltip"' in drawn
    assert 'href="browse?p=ctip-act-2010/3/1"' in drawn
    plain = re.sub(r'<span class="k-tip".*?</span>', "", drawn)
    assert book.text(place).provision.text in unescape(re.sub(r"<[^>]+>", "", plain))


# With an official text


@pytest.fixture(scope="module")
def official_home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_official(home, tmp_path_factory.mktemp("official") / "home")


def test_the_official_words_come_with_the_page_and_its_picture(official_home: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINGA_HOME", str(official_home))
    page = asked(app, "s. 3(2)")
    assert "Official text" in page
    assert "page 3" in page
    opened(app, "ctip-act-2010/3/2")
    assert "Page 3 of the official document" in app.get("image")[0].proto.imgs[0].caption


def test_plain_and_official_words_stand_side_by_side(official_home: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINGA_HOME", str(official_home))
    page = browsed(app, p="ctip-act-2010/3/2")
    assert "k-n2" in page
    assert "k-verbatim" in page
    assert "k-restated" in page


def test_a_build_from_the_library_shows_progress_and_what_was_built(
    official_home: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KINGA_HOME", str(official_home))
    seen: list[bool] = []

    def build(place: Path, _corpus: Path, _documents: None, progress: Progress, *, if_needed: bool) -> Made:
        progress("encoding", 1, 2)
        seen.append(if_needed and place == official_home)
        return Made("0123abcd", 1_200, 32, (), (), 1.0)

    monkeypatch.setattr(upload, "make", build)
    app.run()
    app.switch_page("views/library.py").run()
    app.button(key="build_button").click()
    assert "1,200 provisions, index 0123abcd" in shown(app.run())
    assert seen == [True]


def test_a_second_build_waits_for_the_first(official_home: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINGA_HOME", str(official_home))
    app.run()
    app.switch_page("views/library.py").run()
    with upload.building():
        app.button(key="build_button").click()
        assert WORDS["build_busy"]["en"] in shown(app.run())


def test_fetching_without_a_network_says_so_in_one_line(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "fetch", lambda *_, **__: (Outcome("ctip-act-2010", State.FAILED, offline=True),))
    app.run()
    app.switch_page("views/library.py").run()
    app.button(key="fetch_button").click()
    assert OFFLINE in shown(app.run())


def test_two_imports_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    file, place = printed(tmp_path), tmp_path / "home"
    with ThreadPoolExecutor() as both:
        done = list(both.map(lambda slug: import_document(file, place, {}, slug), ["one-act", "other-act"]))
    assert [edition.instrument for edition in imported_editions(place)] == ["one-act", "other-act"]
    assert done[0].original == done[1].original
    assert not list(place.rglob(".beside-*"))


@pytest.mark.parametrize("name", ["../../up.pdf", "..", "", "x" * 400 + ".pdf", "a/b.pdf"])
def test_the_name_of_an_upload_leads_nowhere(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that a browser hands over stays inside the folder that is dropped after reading."""
    seen: list[Path] = []

    def read(file: Path, *_: object) -> None:
        seen.append(file)
        raise BadDocument("It is not read.", "This is a test.")

    monkeypatch.setattr(upload, "import_document", read)
    monkeypatch.setattr(upload, "_fault", lambda _: None)
    upload._import(name, b"x", None, {}, EN)
    assert seen[0].parent.parent == Path(tempfile.gettempdir())
    assert not seen[0].exists()
