"""Countries and the words for what is of them: a paper on "Norwegian women" tells of Norway."""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

_COUNTRIES = tuple(
    tuple(line.split(","))
    for line in (
        "argentina,argentine,argentinian",
        "australia,australian",
        "austria,austrian",
        "bangladesh,bangladeshi",
        "belgium,belgian",
        "brazil,brazilian",
        "bulgaria,bulgarian",
        "canada,canadian",
        "chile,chilean",
        "china,chinese",
        "colombia,colombian",
        "croatia,croatian",
        "cuba,cuban",
        "czech republic,czechia,czech",
        "denmark,danish,dane",
        "egypt,egyptian",
        "estonia,estonian",
        "ethiopia,ethiopian",
        "finland,finnish,finn",
        "france,french",
        "germany,german",
        "ghana,ghanaian",
        "greece,greek",
        "hungary,hungarian",
        "iceland,icelandic,icelander",
        "india,indian",
        "indonesia,indonesian",
        "iran,iranian",
        "iraq,iraqi",
        "ireland,irish",
        "israel,israeli",
        "italy,italian",
        "japan,japanese",
        "kenya,kenyan",
        "lithuania,lithuanian",
        "malawi,malawian",
        "malaysia,malaysian",
        "mexico,mexican",
        "morocco,moroccan",
        "nepal,nepalese,nepali",
        "netherlands,holland,dutch",
        "new zealand,new zealander",
        "nigeria,nigerian",
        "norway,norwegian",
        "pakistan,pakistani",
        "peru,peruvian",
        "philippines,philippine,filipino",
        "poland,polish",
        "portugal,portuguese",
        "romania,romanian",
        "russia,russian",
        "saudi arabia,saudi",
        "scotland,scottish,scot",
        "serbia,serbian",
        "singapore,singaporean",
        "slovakia,slovak",
        "slovenia,slovenian,slovene",
        "south africa,south african",
        "south korea,korea,korean",
        "spain,spanish,spaniard",
        "sri lanka,sri lankan",
        "sweden,swedish,swede",
        "switzerland,swiss",
        "taiwan,taiwanese",
        "tanzania,tanzanian",
        "thailand,thai",
        "turkey,türkiye,turkish,turk",
        "uganda,ugandan",
        "ukraine,ukrainian",
        "united kingdom,uk,u.k.,great britain,britain,british,england",
        "united states,usa,us,u.s.,u.s.a.,america,american",
        "vietnam,viet nam,vietnamese",
        "wales,welsh",
        "zambia,zambian",
        "zimbabwe,zimbabwean",
    )
)
_SHORT = lazy_re(r"(?:us|uk|u\.s\.|u\.s\.a\.|u\.k\.)")


def names_of(word: str, question: str) -> re.Pattern[str] | None:
    """Return what finds a country and what is of it by any of its names, None if a word of a question means none."""
    small, said = word.lower(), question.lower()
    for names in _COUNTRIES:
        called = [name for name in names if " " in name and name in said]
        if small in names or any(small in name.split() for name in called):
            forms = [re.escape(name.upper()) if _SHORT.fullmatch(name) else f"(?i:{name}s?)" for name in names]
            return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
    return None
