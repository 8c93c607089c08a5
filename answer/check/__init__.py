"""Hold a finished document against the law: every quotation and every citation in it."""

from __future__ import annotations

from answer.check.citing import cites
from answer.check.finding import Change, Checked, Finding, Verdict
from answer.check.judge import Judge
from answer.check.law import law_of
from answer.check.quoting import quotations
from answer.check.spans import Spans
from index.reading import language
from index.snapshot import Snapshot
from ingest.dates import as_at_of

__all__ = ["Change", "Checked", "Finding", "Verdict", "check"]


def check(text: str, snapshot: Snapshot, as_at: str = "", lang: str | None = None) -> Checked:
    """Check every quotation and citation of a text, in its order.

    `as_at` is the day (ISO) whose law the document means; where it is not given, the day that the document names ("as at
    11 December 2023"), else the latest edition counts. `lang` is the language of the sentences; that of the text if None.
    """
    lang = lang or language(text[:5000])
    as_at = as_at or as_at_of(text)
    book = snapshot.book
    cited = cites(text, book)
    citing = Spans((one.start, one.end) for one in cited)
    quoted = [one for one in quotations(text) if not citing.hold(one.start, one.end)]
    quoting = Spans((one.start, one.end) for one in quoted)
    judge = Judge(text, book, law_of(book), tuple(one for one in cited if not quoting.hold(one.start, one.start + 1)), lang, as_at)
    judged = [finding for one in quoted if (finding := judge.quotation(one)) is not None]
    findings = [*judged, *(judge.citation(cite, judged) for cite in judge.cites)]
    return Checked(tuple(sorted(findings, key=lambda one: one.start)), lang, snapshot.id, as_at)
