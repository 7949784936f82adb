"""The proper part of a place's or an organisation's name, and the words that name a kind and no place."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.words import MONTHS, STOPPERS

# Kinds of services: "the Pain Clinic" is said in every hospital.
GENERIC = listed(
    """
    acute admission adolescent adult adults after allergy ambulatory anticoagulation any assisted birth
    blood breast burn cardiac cardiology cardiothoracic care cath child children community coumadin county
    course critical ct day dental dermatology diabetes diabetic diagnostic dialysis discharge ear ed
    emergency endocrine endocrinology endoscopy er eye family fertility floor follow followup foot foster
    free general genetics geriatric gi group gyn headache health heart hematology heme hepatology home
    hospice hospital hospitalization hypertension icu inpatient intensive interim intermediate joint kidney
    lab liver local long lung maternity medical medication memory mental methadone micu mri neonatal
    nephrology neuro neurology neurosurgery nicu nursing nutrition ob obgyn obstetric occupational oncology
    one operating ophthalmology or ortho orthopedic orthopedics our outpatient outside pacu pain palliative
    pediatric pediatrics peds personal physical picu plastic plastics post preadmission prenatal previous
    primary private psych psychiatric psychiatry public pulmonary radiation radiology recovery regional
    rehab rehabilitation renal resident residential respiratory rheumatology same senior sicu skilled sleep
    spine sports state stepdown stroke student surgery surgical tele telemetry tertiary this transitional
    transplant trauma travel tumor unit urgent urologic urology va vascular walk-in ward weight well-baby
    wellness women women's womens wound your
    """
)

# Words that begin the name of a place although they are common by themselves.
PLACE_WORDS = listed(
    """
    avenue big bridge brook central city east first good grand great green high hill lake little long lower
    main mass md mill mount mountain new north old road river saint san second south street three two union
    united upper valley west
    """
)
_SMALL = listed("of and the for de del la & at")
_ENDINGS = listed(
    """
    academy assisted associates bank campus cancer cardiology care center centers centre church clinic
    clinics college community company corporation ctr department dialysis district ed elementary er facility
    family group health healthcare home hosp hospice hospital hospitals house icu imaging inc infirmary
    institute internal laboratories labs living llc manor med medical medicine memorial middle network
    nursing oncology orthopaedics orthopedics partners pavilion pediatrics pharmacy practice primary
    radiology rehab rehabilitation sanatorium sanitarium school senior snf surgery surgical system trauma
    treatment university urgent va vamc
    """
)
_NO_NAME = _SMALL | GENERIC | _ENDINGS
_WORDS = regex.compile(r"[^ ]+")


def proper_part(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The part of `start` to `end` that is a proper name up to its ending; None where none is left.

    Words are dropped from the front up to the last one that no name holds; what remains needs one word
    that is neither generic nor small.
    """
    words = [(start + m.start(), m[0]) for m in _WORDS.finditer(text[start:end])]
    first = len(words)
    for number in range(len(words) - 1, -1, -1):
        low = _bare(words[number][1])
        if (
            number < len(words) - 1
            and low not in _ENDINGS
            and low not in _SMALL
            and low not in GENERIC
            and _ends_name(low, number, len(words))
        ):
            break
        if low == "at" and number > 0 and number < len(words) - 1:
            break
        if words[number][1].endswith(",") and words[number][1].isupper():
            break
        if words[number][1].endswith(".") and len(low) > 3:
            break
        first = number
    while first < len(words) and _bare(words[first][1]) in _SMALL:
        first += 1
    proper = [word for _, word in words[first:-1] if _bare(word) not in _NO_NAME and word[0].isupper()]
    if proper and not (len(proper) == 1 and len(_bare(proper[0])) < 2):
        return words[first][0], end
    named = text[words[first][0] : end] if first < len(words) else ""
    if _is_common_name(named):
        return words[first][0], end
    return None


def is_proper(first: str, length: int) -> bool:
    """Whether a name of `length` words can begin with the word `first` (lower case)."""
    if first in GENERIC:
        return False
    return first not in STOPPERS or (first in PLACE_WORDS and length > 1)


def _ends_name(low: str, number: int, length: int) -> bool:
    """Whether the word at `number` of `length` is outside of the name that stands behind it."""
    common = low in STOPPERS or low in MONTHS
    return common and not (low in PLACE_WORDS and number < length - 1)


def _bare(word: str) -> str:
    return word.strip(".,;:()").lower()


def _is_common_name(name: str) -> bool:
    """Whether a name made of generic words is one nevertheless: "Memorial Hospital", "Community Hospital"."""
    return bool(
        regex.fullmatch(
            r"(?:Memorial|Community|County|General|City|Central|Children['’]s|Regional|University|"
            r"Women['’]s)[ ](?:Memorial[ ]|General[ ])?(?:Hospital|Hosp|Medical Center)",
            name,
        )
    )
