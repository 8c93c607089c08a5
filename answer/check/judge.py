"""The verdict on each quotation and each citation of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answer.check.beside import beside_of
from answer.check.citing import Cite
from answer.check.difference import changes, told
from answer.check.finding import Change, Finding, Verdict
from answer.check.law import Law, Match
from answer.check.quoting import FEWEST, Quotation
from answer.check.says import say
from answer.refuse import is_absent, standing_above
from ingest.book import Book
from ingest.model import Edition, Layer, Standing
from ingest.path import ProvisionPath

_NEAR_CITED = 0.4
"""The share of changed words up to which words are taken to be meant for the clause that is cited for them."""
_NEAR = 0.3
"""The same for a clause that is not cited."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Holds a document against the law. `as_at` is the day (ISO) whose text is meant, "" for the latest."""

    text: str
    book: Book
    law: Law
    cites: tuple[Cite, ...]
    lang: str
    as_at: str

    def quotation(self, one: Quotation) -> Finding | None:
        """Judge a quotation; None for a few words, or for the writer's own, that nobody would look up."""
        beside = beside_of(one, self.cites, self.text)
        cited = tuple(dict.fromkeys(path for cite in beside for path in cite.known(self.book)))
        inside = self._ordered(self.law.inside(one, cited))
        if one.words < FEWEST:
            return self._term(one, beside, inside)
        anywhere = self._ordered(self.law.matches(one))
        if inside and not inside[0].cost:
            return self._exact(one, beside, inside)
        if anywhere and not anywhere[0].cost:
            return self._elsewhere(one, beside, anywhere)
        least = anywhere[0].cost if anywhere else one.length
        if inside and inside[0].cost <= min(max(1, _NEAR_CITED * one.length), 2 * least + 1):
            return self._altered(one, beside, inside[0])
        if anywhere and anywhere[0].cost <= _NEAR * one.length:
            return self._near(one, beside, anywhere[0])
        return self._not_found(one, beside) if one.sure else None

    def _ordered(self, matches: Iterable[Match]) -> list[Match]:
        """The nearest first; of equals the official text, the latest edition, then the order of authority."""
        order = {id(edition): n for n, edition in enumerate(self.book.editions)}
        return sorted(matches, key=lambda m: (m.cost, order[id(m.passage.edition)]))

    def _term(self, one: Quotation, beside: Sequence[Cite], inside: Sequence[Match]) -> Finding | None:
        """Judge two or three words for which a clause is cited: they stand in it, or their figure is another."""
        if not inside or one.words < 2:
            return None
        if not inside[0].cost:
            return self._exact(one, beside, inside)
        difference = changes(one, inside[0], self.text)
        figured = any(_FIGURE.search(change.ours) and _FIGURE.search(change.theirs) for change in difference)
        return self._altered(one, beside, inside[0]) if figured and inside[0].cost == 1 else None

    def _exact(self, one: Quotation, beside: Sequence[Cite], matches: Sequence[Match]) -> Finding:
        best = matches[0]
        if difference := changes(one, best, self.text):
            return self._altered(one, beside, best, difference)
        same = [m for m in matches if not m.cost and m.path.instrument == best.path.instrument]
        if (changed := self._changed(one, beside, best, [m.passage.edition for m in same])) is not None:
            return changed
        says = [say("exact", self.lang, where=self._cite(best.path))]
        if best.passage.edition.layer is not Layer.OFFICIAL:
            says.append(say("restated" if self.book.in_force(best.path.instrument) else "plain", self.lang))
        return self._finding(one, Verdict.EXACT, beside, best.path, says)

    def _changed(self, one: Quotation, beside: Sequence[Cite], best: Match, editions: list[Edition]) -> Finding | None:
        """Say that the words are those of one edition and not of another that counts; None where they are of all."""
        slug = best.path.instrument
        latest = self.book.in_force(slug)
        official = [edition for edition in editions if edition.layer is Layer.OFFICIAL]
        counting = [latest, self.book.in_force(slug, self.as_at)] if self.as_at else [latest]
        other = next((edition for edition in counting if edition and official and not any(edition is e for e in official)), None)
        if other is None:
            return None
        dates = {"where": self._cite(best.path), "then": official[0].as_at, "now": other.as_at}
        there = [m for m in self.law.inside(one, (best.path,)) if m.passage.edition is other]
        if not there or self.book.within(best.path, other) is None:
            return self._finding(one, Verdict.TEXT_CHANGED, beside, best.path, [say("text gone", self.lang, **dates)])
        difference = changes(one, there[0], self.text)
        says = say("text changed", self.lang, difference=told(difference, self.lang), **dates)
        return self._finding(one, Verdict.TEXT_CHANGED, beside, best.path, [says], difference)

    def _elsewhere(self, one: Quotation, beside: Sequence[Cite], matches: Sequence[Match]) -> Finding:
        """Judge words that stand exactly in a clause that is not the one cited, or where none is cited."""
        homes = tuple(dict.fromkeys(m.path for m in matches if not m.cost))
        if beside:
            says = say("other clause", self.lang, where=self._cites(homes), cited=_written(beside))
            return self._finding(one, Verdict.OTHER_CLAUSE, beside, homes[0], [says])
        if len(homes) > 1:
            return self._finding(one, Verdict.UNCLEAR, beside, None, [say("unclear words", self.lang, where=self._cites(homes))])
        return self._exact(one, beside, matches)

    def _near(self, one: Quotation, beside: Sequence[Cite], best: Match) -> Finding:
        if not beside:
            return self._altered(one, beside, best)
        difference = changes(one, best, self.text)
        values = {"where": self._cite(best.path), "cited": _written(beside), "difference": told(difference, self.lang)}
        return self._finding(one, Verdict.OTHER_CLAUSE, beside, best.path, [say("other clause, altered", self.lang, **values)], difference)

    def _altered(self, one: Quotation, beside: Sequence[Cite], best: Match, difference: tuple[Change, ...] = ()) -> Finding:
        difference = difference or changes(one, best, self.text)
        says = [say("altered", self.lang, where=self._cite(best.path), difference=told(difference, self.lang))]
        return self._finding(one, Verdict.ALTERED, beside, best.path, [*says, *self._unofficial(best.path.instrument)], difference)

    def _not_found(self, one: Quotation, beside: Sequence[Cite]) -> Finding:
        known = [path for cite in beside for path in cite.known(self.book)]
        says = [say("not in", self.lang, cited=_written(beside)) if known else say("not found", self.lang)]
        says += [line for path in known[:1] for line in self._unofficial(path.instrument)]
        return self._finding(one, Verdict.NOT_FOUND, beside, known[0] if known else None, says)

    def _unofficial(self, slug: str) -> list[str]:
        if self.book.in_force(slug):
            return []
        return [say("no official text", self.lang, document=self.book.instruments[slug].named(self.lang))]

    def _finding(  # noqa: PLR0913, PLR0917
        self,
        one: Quotation,
        verdict: Verdict,
        beside: Sequence[Cite],
        path: ProvisionPath | None,
        says: Sequence[str],
        difference: tuple[Change, ...] = (),
    ) -> Finding:
        words = self.text[one.start : one.end]
        return Finding(one.start, one.end, words, True, verdict, _written(beside), path, difference, " ".join(says))

    def _cite(self, path: ProvisionPath) -> str:
        return self.book.cite(path, self.lang)

    def _cites(self, paths: Sequence[ProvisionPath]) -> str:
        return "; ".join(self._cite(path) for path in paths[:3]) + (" …" if len(paths) > 3 else "")

    def citation(self, cite: Cite, quoted: Iterable[Finding]) -> Finding:
        """Judge a citation by itself. Two provisions that it can mean are one where words quoted beside it are exact in one."""
        known = cite.known(self.book)
        if len(known) > 1:
            known = (
                tuple(f.path for f in quoted if f.verdict is Verdict.EXACT and f.path and any(p.holds(f.path) for p in known))[:1] or known
            )
        if len(known) == 1:
            return self._exists(cite, known[0])
        if known:
            return self._of(cite, Verdict.UNCLEAR, None, [say("unclear", self.lang, where=self._cites(known))])
        if not cite.means:
            return self._of(cite, Verdict.NOT_FOUND, None, [say("unknown document", self.lang, document=cite.outside)])
        return self._absent(cite, cite.means[0])

    def _exists(self, cite: Cite, path: ProvisionPath) -> Finding:
        standing = self.book.text(path, self.lang).provision.standing
        says = [say("exists", self.lang, where=self._cite(path))]
        if standing is not Standing.IN_FORCE:
            says.append(say("standing", self.lang, standing=standing))
        return self._of(cite, Verdict.EXISTS, path, says)

    def _absent(self, cite: Cite, path: ProvisionPath) -> Finding:
        instrument = self.book.instruments[path.instrument]
        document = instrument.named(self.lang)
        above = standing_above(path, self.book)
        near = [say("nearest", self.lang, where=self._cite(above))] if above else []
        if is_absent(path, instrument):
            says = [say("no such clause", self.lang, document=document, cited=cite.text), *near]
            return self._of(cite, Verdict.NO_SUCH_CLAUSE, above, says)
        return self._of(cite, Verdict.NOT_FOUND, above, [say("not loaded", self.lang, document=document, cited=cite.text), *near])

    def _of(self, cite: Cite, verdict: Verdict, path: ProvisionPath | None, says: Sequence[str]) -> Finding:
        return Finding(cite.start, cite.end, cite.text, False, verdict, cite.text, path, (), " ".join(says))


_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|million|half"
    r"|moja|mbili|tatu|nne|tano|sita|saba|nane|tisa|kumi|ishirini|thelathini|mia|elfu|milioni)\b",
    re.IGNORECASE,
)


def _written(beside: Sequence[Cite]) -> str:
    return "; ".join(cite.text for cite in beside)
