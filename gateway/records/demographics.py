"""Words of public lists for demographic groups, so that a report can say whom it hits without a value of the data.

Race and ethnicity as in the US Office of Management and Budget's Directive 15 (1997, 2024), sex and marital status
as in HL7's administrative code systems, languages by ISO 639.
"""

import re

UNLISTED = "unlisted"

_WORDS = {
    "asian": "asian|asian-pac-islander|asian or pacific islander",
    "black": "black|black or african american|african american|negro",
    "native": "native|american indian|american indian or alaska native|amer-indian-eskimo|alaska native|aian",
    "pacific": "pacific|hawaiian|native hawaiian|native hawaiian or other pacific islander|pacific islander|nhpi",
    "white": "white|caucasian",
    "middle-eastern": "middle eastern|middle eastern or north african|mena",
    "multiple": "multiple|two or more races|multiracial|mixed",
    "hispanic": "hispanic|latino|hispanic or latino|h",
    "nonhispanic": "nonhispanic|non-hispanic|not hispanic|not hispanic or latino|nh",
    "female": "f|female|woman",
    "male": "m|male|man",
    "married": "married|m-married",
    "single": "s|single|never married|never-married",
    "divorced": "d|divorced",
    "widowed": "w|widowed",
    "separated": "separated",
    "english": "en|eng|english",
    "spanish": "es|spa|spanish",
    "chinese": "zh|chi|chinese",
    "french": "fr|fre|french",
    "german": "de|ger|german",
    "portuguese": "pt|por|portuguese",
    "russian": "ru|rus|russian",
    "vietnamese": "vi|vie|vietnamese",
    "other": "o|other|other race",
    "unknown": "u|unk|unknown|declined|refused|asked but unknown|",
}
_LISTED = {form: word for word, forms in _WORDS.items() for form in forms.split("|")}


def public_word(value: str) -> str:
    """The list's word for a value, or `unlisted`."""
    return _LISTED.get(re.sub(r"[\s_]+", " ", value).strip().casefold(), UNLISTED)
