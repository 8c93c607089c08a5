"""The book of law: every provision that is loaded, by path, in each of its editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.citation import cite, is_enumerator
from ingest.errors import UnknownProvision
from ingest.model import Edition, Instrument, Layer, Provision
from ingest.path import ProvisionPath, kebab

_AT_HAND = 64
"""How many instruments a book keeps in memory."""
_LAYER_ORDER = (Layer.OFFICIAL, Layer.PLAIN, Layer.NOTE)


@dataclass(frozen=True, slots=True)
class Text:
    """A provision in one edition: the words, and whose words they are."""

    provision: Provision
    edition: Edition


@dataclass(frozen=True)
class Volume:
    """One instrument: the texts of each provision, what stands below each, the order of all, and definitions by their terms."""

    texts: Mapping[ProvisionPath, tuple[Text, ...]]
    children: Mapping[ProvisionPath, tuple[ProvisionPath, ...]]
    paths: tuple[ProvisionPath, ...]
    terms: Mapping[ProvisionPath, ProvisionPath]

    @classmethod
    def of(cls, slug: str, editions: Iterable[Edition]) -> Volume:
        """Read the editions of an instrument, in the order in which their texts come."""
        texts: dict[ProvisionPath, list[Text]] = {}
        below: dict[ProvisionPath, dict[ProvisionPath, None]] = {}
        for edition in editions:
            for provision in edition.walk():
                path = provision.path
                texts.setdefault(path, []).append(Text(provision, edition))
                if path.parent is not None:
                    below.setdefault(path.parent, {})[path] = None
        children = {path: tuple(found) for path, found in below.items()}
        paths = tuple(_in_order(ProvisionPath(slug), children))
        terms = {
            ProvisionPath(path.instrument, (*path.steps[:-1], kebab(text.provision.heading))): path
            for path in paths
            if not is_enumerator(path.steps[-1])
            for text in texts.get(path, ())
        }
        return cls({path: tuple(found) for path, found in texts.items()}, children, paths, terms)


_NOTHING = Volume({}, {}, (), {})


def _in_order(path: ProvisionPath, children: Mapping[ProvisionPath, tuple[ProvisionPath, ...]]) -> Iterator[ProvisionPath]:
    for child in children.get(path, ()):
        yield child
        yield from _in_order(child, children)


class Book:
    """Looks up provisions. Immutable once built; `paths` are in reading order, highest authority first.

    An instrument is read when it is first asked for, and those asked for longest ago are let go: a great library does not
    fit into memory, and a question needs a few of its instruments.
    """

    def __init__(self, instruments: Mapping[str, Instrument], editions: Iterable[Edition]) -> None:
        """Hold the editions. A later official edition of an instrument takes the place before an earlier one."""
        self.instruments = dict(sorted(instruments.items(), key=lambda item: (item[1].rank, item[0] != "ctip-act-2010", item[0])))
        self.editions = tuple(sorted(editions, key=lambda e: (_LAYER_ORDER.index(e.layer), e.lang, _descending(e.as_at))))
        of: dict[str, list[Edition]] = {slug: [] for slug in self.instruments}
        for edition in self.editions:
            of.get(edition.instrument, []).append(edition)
        self._volume = lru_cache(maxsize=_AT_HAND)(lambda slug: Volume.of(slug, of[slug]) if slug in of else _NOTHING)
        self._left: frozenset[int] | None = None

    @cached_property
    def paths(self) -> Sequence[ProvisionPath]:
        """Every provision in reading order; a snapshot knows them and gives them to its book, so that no instrument is read for them."""
        return tuple(path for slug in self.instruments for path in self._volume(slug).paths)

    def __contains__(self, path: object) -> bool:
        """Whether any edition has the provision."""
        return isinstance(path, ProvisionPath) and bool(self.texts(path))

    def texts(self, path: ProvisionPath) -> tuple[Text, ...]:
        """Give the provision in every edition: official first, latest first, then plain, then notes."""
        texts = self._volume(path.instrument).texts.get(path, ())
        return texts if self._left is None else tuple(text for text in texts if id(text.edition) not in self._left)

    def within(self, path: ProvisionPath, edition: Edition) -> Provision | None:
        """Give the provision as one edition has it; None where that edition lacks it."""
        return next((text.provision for text in self.texts(path) if text.edition is edition), None)

    def text(self, path: ProvisionPath, lang: str = "en", layer: Layer | None = None) -> Text:
        """Give the words to show: official before plain before note; within a layer the language asked for.

        For another language than that of the official text the plain layer of that language comes first, since it
        is what the reader can read. Raises UnknownProvision.
        """
        texts = [t for t in self.texts(path) if layer is None or t.edition.layer is layer]
        for fits in (
            lambda t: t.edition.lang == lang and (t.provision.text or t.provision.heading),
            lambda t: t.provision.text,
            lambda t: True,
        ):
            for text in texts:
                if fits(text):
                    return text
        raise UnknownProvision(f"No loaded document has {path}.", "See what is loaded with `kinga sources`.")

    def in_force(self, slug: str, day: str = "", lang: str | None = None) -> Edition | None:
        """Give the official edition of an instrument that was the latest on a day (ISO), or is the latest of all."""
        official = (e for e in self.editions if e.instrument == slug and e.layer is Layer.OFFICIAL and lang in (None, e.lang))
        return next((e for e in official if not day or (e.as_at and e.as_at <= day)), None)

    def as_at(self, day: str = "") -> Book:
        """Give the book of one day (ISO): of each instrument the official edition in force then; the latest where no day is given.

        Its `paths` are the same, so that an index fits both; a provision that no edition of that day has is not `in` it.
        Where no official edition is so old, the one that would be shown without a day stays.
        """
        return _view(self, day)

    def _counts(self, edition: Edition, day: str) -> bool:
        then = self.in_force(edition.instrument, day, edition.lang)
        if edition.layer is Layer.OFFICIAL:
            return edition is (then or self.in_force(edition.instrument, "", edition.lang))
        return not (day and edition.as_at > day and self.in_force(edition.instrument, day))

    def children(self, path: ProvisionPath) -> tuple[ProvisionPath, ...]:
        """Give the provisions directly below, in reading order."""
        return tuple(child for child in self._volume(path.instrument).children.get(path, ()) if child in self)

    def heading(self, path: ProvisionPath, lang: str = "en") -> str:
        """Give the nearest heading at or above a provision: the section's, where a clause has none of its own."""
        here: ProvisionPath | None = path
        while here is not None and here.steps:
            for text in sorted(self.texts(here), key=lambda t: t.edition.lang != lang):
                if text.provision.heading:
                    return text.provision.heading
            here = here.parent
        return self.instruments[path.instrument].short

    def cite(self, path: ProvisionPath, lang: str = "en", long: bool = False) -> str:
        """Print the citation of a provision as the court does, short or in full. Every citation that Kinga shows is printed here."""
        named = [up for up in path.lineage if not is_enumerator(up.steps[-1])]
        called = {up.steps[-1]: heading for up in named if (heading := self._called(up, lang))}
        return cite(path, self.instruments[path.instrument], lang, long, called)

    def _called(self, path: ProvisionPath, lang: str) -> str:
        return next((t.provision.heading for t in self.texts(path) if t.edition.lang == lang and t.provision.heading), "")

    def termed(self, path: ProvisionPath) -> ProvisionPath:
        """Give the provision that a path means which names a definition by its term in any language; else the path itself."""
        if path in self:
            return path
        terms = ((self._volume(path.instrument).terms.get(above), path.steps[len(above.steps) :]) for above in path.lineage)
        return next((ProvisionPath(term.instrument, (*term.steps, *below)) for term, below in terms if term is not None), path)


@lru_cache(maxsize=4)
def _view(book: Book, day: str) -> Book:
    kept = tuple(edition for edition in book.editions if book._counts(edition, day))
    if len(kept) == len(book.editions):
        return book
    view, whole = copy(book), book.paths
    view.paths = whole
    view.editions = kept
    view._left = frozenset(id(edition) for edition in book.editions) - {id(edition) for edition in kept}
    return view


def _descending(date: str) -> tuple[int, ...]:
    """Sort key that puts the later ISO date first, and no date last."""
    return tuple(-ord(c) for c in date) if date else (0,)
