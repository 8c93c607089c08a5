"""How search reads a question: its words in both languages, mended, and what the thesaurus makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.words import folded, is_stop, stem, words_of
from ingest.terms import Saying, Thesaurus

_NEAR = 5
"""Words shorter than this are never mended: one changed letter makes another word."""
_LONG = 8
"""From this length two slips are allowed."""

_SWAHILI = frozenset(
    "na ya wa za la kwa ni cha vya katika au je nini nani gani lini wapi vipi kama mtu mtoto watoto sheria kifungu ibara kosa "
    "adhabu kifungo faini mahakama mwathiriwa waathiriwa ridhaa kazi usafirishaji haramu binadamu anaweza inaweza hii huyu yake "
    "wake ikiwa bila kuhusu baada kabla hapana ndiyo mimi yeye sana tofauti kati maana miaka mingapi shilingi polisi nyumbani nchi "
    "mpaka pasipoti wakala kulazimishwa utumwa ndoa mke mume bwana bibi mwajiri mshahara pesa kesi yangu lakini hawa hao wale huko "
    "hapa hakuna hana sina wana ana nina tuna kuna yupo wako si ndio mbona eti hii hiyo hizi hizo".split()
)
_VERB = re.compile(
    r"(?:ana|wana|nina|una|tuna|ali|wali|nili|tuli|ata|wata|nita|ame|wame|nime|tume|haku|hawa|aki|waki|hana|ina|ili|ime|ita)\w{3,}"
)
_ENGLISH = frozenset(
    "the a an of and or is are was were in on to for what who which how when where why does do did can may must with by if not any "
    "person that this it be has have i my you he she they them their his her section article act law child from under at as but so "
    "there been without about no your we our me".split()
)


def language(text: str) -> str:
    """Tell Kiswahili from English by small words and the shape of verbs; English where nothing tells."""
    words = re.findall(r"[a-z']+", folded(text))
    swahili = sum(word in _SWAHILI or (word not in _ENGLISH and bool(_VERB.fullmatch(word))) for word in words)
    english = sum(word in _ENGLISH for word in words)
    return "sw" if swahili > english else "en"


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as search takes it.

    `words` are stems by language; `also` are stems of the law's terms that the thesaurus adds, by language; `paths` are
    provisions that sayings meet; `shown` are the phrases to tell the user; `mended` maps a word typed to the word taken;
    `mind` is the question as the sentence model reads it, slips mended; `english` the same, but for Kiswahili the law's
    English terms in it.
    """

    text: str
    lang: str
    words: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]]
    paths: tuple[str, ...]
    shown: tuple[str, ...]
    mended: Mapping[str, str]
    mind: str
    english: str


class Reader:
    """Reads questions against a thesaurus and the vocabulary of the corpus."""

    def __init__(self, terms: Thesaurus, vocabulary: Mapping[str, Iterable[str]], common: Iterable[str]) -> None:
        """`vocabulary` holds the stems of each language, `common` the whole words that mending may choose from."""
        self._vocabulary = {lang: frozenset(words) for lang, words in vocabulary.items()}
        self._common = sorted(set(common))
        self._phrases = _phrases(terms)
        self._slips = _slips(terms)
        self._longest = max((len(key) for key in self._phrases), default=0)

    def read(self, text: str, exact: bool = False) -> Reading:
        """Read a cleaned question; `exact` takes the words as they were typed, with no term added."""
        lang = language(text)
        typed = words_of(text)
        mended = {} if exact else {word: better for word in typed if (better := self._mend(word)) is not None}
        words = [part for word in typed for part in mended.get(word, word).split()]
        found = [] if exact else self._meet(words)
        also = {"en": _stems(found, "en"), "sw": _stems(found, "sw")}
        stems = {code: tuple(stem(w, code) for w in words if not is_stop(w, code)) for code in ("en", "sw")}
        return Reading(
            text=text,
            lang=lang,
            words=stems,
            also=also,
            paths=tuple(dict.fromkeys(path for one in found for path in one.paths)),
            shown=tuple(dict.fromkeys(term for one in found for term in (one.law_sw if lang == "sw" else one.law))),
            mended=mended,
            mind=" ".join(words) if mended else text,
            english=_english(" ".join(words) if mended else text, lang, found),
        )

    def _known(self, word: str) -> bool:
        return any(is_stop(word, lang) or stem(word, lang) in known for lang, known in self._vocabulary.items())

    def _mend(self, word: str) -> str | None:
        """Give the one common word that a word which the corpus does not know must have meant; None where two fit."""
        if word in self._slips:
            return self._slips[word]
        if len(word) < _NEAR or not word.isalpha() or self._known(word) or (word,) in self._phrases:
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        limit = 1 if len(word) < _LONG else 2
        near = process.extract(word, self._common, scorer=OSA.distance, score_cutoff=limit, limit=3)
        if not near or near[0][0][0] != word[0]:
            return None
        best = [choice for choice, distance, _ in near if distance == near[0][1]]
        return best[0] if len({stem(choice, "en") for choice in best}) == 1 else None

    def _meet(self, words: list[str]) -> list[Saying]:
        """Find the thesaurus' sayings in the words, the longest first at each place."""
        keys = [_key(word) for word in words]
        found: list[Saying] = []
        at = 0
        while at < len(keys):
            for length in range(min(self._longest, len(keys) - at), 0, -1):
                if sayings := self._phrases.get(tuple(keys[at : at + length])):
                    found.extend(sayings)
                    at += length - 1
                    break
            at += 1
        return list(dict.fromkeys(found))


def _slips(terms: Thesaurus) -> dict[str, str]:
    """The single words that the thesaurus marks as misspelt, each with the word of the law that it is a spelling of.

    Only a word spelt nearly alike is taken: an entry may name other terms to search for, and a slip must never become
    another term of the law.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    out: dict[str, str] = {}
    for saying in terms.entry:
        if saying.register == "misspelling":
            law = saying.law_sw if saying.lang == "sw" else saying.law
            words = [word for term in law for word in words_of(term)]
            for said in (folded(said) for said in saying.say if " " not in said):
                limit = 1 if len(said) < _LONG else 2
                if near := process.extractOne(said, words, scorer=OSA.distance, score_cutoff=limit):
                    out[said] = near[0]
    return out


def _phrases(terms: Thesaurus) -> dict[tuple[str, ...], list[Saying]]:
    """Sayings and the law's own terms by their words, as `_key` gives them."""
    out: dict[tuple[str, ...], list[Saying]] = {}
    own = [Saying((term.sw,), "sw", "legal", (term.en,), (term.sw,)) for term in terms.law]
    own += [Saying((term.en,), "en", "legal", (term.en,), (term.sw,)) for term in terms.law]
    for saying in (*terms.entry, *own):
        for said in saying.say:
            key = tuple(_key(word) for word in words_of(said))
            if key and not (len(key) == 1 and len(key[0]) < 3):
                out.setdefault(key, []).append(saying)
    return out


def _key(word: str) -> str:
    """One form for the inflections of a word: its English stem, else its Kiswahili stem where that is shorter."""
    english = stem(word, "en")
    return english if english != word else stem(word, "sw")


def _stems(found: list[Saying], lang: str) -> tuple[str, ...]:
    terms = [term for one in found for term in (one.law_sw if lang == "sw" else one.law)]
    words = [word for term in terms for word in words_of(term) if not is_stop(word, lang)]
    return tuple(dict.fromkeys(stem(word, lang) for word in words))


def _english(text: str, lang: str, found: list[Saying]) -> str:
    law = list(dict.fromkeys(term for one in found for term in one.law))
    return ", ".join(law) if lang == "sw" and law else text
