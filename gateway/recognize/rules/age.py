"""Ages over 89, in figures and in words, and years of birth that imply one. 89 itself may stay."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer

_OVER = r"(?:9\d|1[0-2]\d)"
_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_WORDS = rf"(?:ninety(?:[ -]?{_UNITS})?|(?:one|a)[ -]hundred(?:[ -](?:and[ -])?(?:{_UNITS}|{_TEENS}))?)"
_COMPOUND = rf"ninety[ -]?{_UNITS}"
_NINETIETH = (
    r"(?:ninetieth|ninety[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|hundredth|"
    r"(?:one[ -])?hundred(?:[ -]and)?[ -](?:first|second|third|fourth|fifth))"
)
_MEASURED = (
    r"(?![ -]?(?:percent|per[ ]cent|%|degrees?|minutes?|mins?|seconds?|hours?|days?|weeks?|months?|mg|mcg|ml|"
    r"milli\w*|centi\w*|micro\w*|units?|beats?|pounds?|lbs?|kilos?|kg|cm|mm|feet|inch\w*|dollars?|thousand|"
    r"hundred|point|over|calories|meters?|steps|cases|patients))"
)
_OLD = (
    r"(?:[ -]?(?:years?|yrs?|y)\.?[ -]?(?:of[ ]age|old\b|o\b|/o\b)|[ -]?y\.?[/ ]?o\.?(?!(?![mf](?!\p{L}))\p{L})|"
    r"[ -]?y\b(?![ -]?\p{L})|[ -]?yrs?\b(?![ ](?:ago|of(?![ ]age)|history|pack))|[ -]?years[ ]young)"
)
_WHO = r"(?=[ ]?/?[ ]?(?:[MF]\b|male|female|man|woman|lady|gentleman))"
_TITLE = (
    r"(?i:patient|pt|resident|client|name|mother|father|he|she|who|mr|mrs|ms|dr|"
    r"(?:great[ -])?grand(?:mother|father|ma|pa)|aunt|uncle|husband|wife)"
)


class AgeRecognizer(RuleRecognizer):
    """45 CFR 164.514(b)(2)(i)(C): all ages over 89 and all elements that indicate such an age."""

    ENTITY = "AGE_OVER_89"
    RULES = (
        Rule("years old", rf"(?<![\w./-])(?P<phi>{_OVER})(?i:{_OLD})", 0.9, digit=True),
        Rule(
            "years old in words",
            rf"(?i)(?P<phi>{_WORDS}){_OLD}",
            0.9,
            listed("ninety one a hundred")
            | frozenset(f"ninety{u}" for u in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]),
        ),
        Rule(
            "labelled",
            rf"(?i)(?:aged?|ages)\b(?:[ ]?[:=]|[ ]of|[ ]is)?[ ]{{0,3}}(?P<phi>{_OVER}|{_WORDS})(?![\w./%]\d|"
            rf"\w)(?![ ]?(?:days|weeks|months|hours|mo\b))",
            0.9,
            listed("age aged ages"),
        ),
        Rule(
            "in words",
            rf"(?i)(?<!hundred[ ]|and[ ]|point[ ]|by[ ]){_COMPOUND}(?!\w){_MEASURED}(?![ -](?:first|one|two|three|"
            rf"ten)\b)",
            0.7,
            listed("ninety") | frozenset(f"ninety{unit}" for unit in _UNITS[3:-1].split("|")),
        ),
        Rule(
            "round age in words",
            rf"(?i)(?:is|was|at|turned|turning|nearly|almost|about|over|past|age|aged)[ ](?:the[ ]age[ ]of[ ])?"
            rf"(?P<phi>ninety|(?:one|a)[ -]hundred)(?!\w|[ -]{_UNITS}){_MEASURED}(?=[ ]?(?:[.,;)\n]|$|and\b|but\b|"
            r"who\b|with\b|now\b|this\b|next\b|in\b|years\b))",
            0.6,
            listed("is was at turned turning nearly almost about over past age aged"),
        ),
        Rule(
            "birthday",
            rf"(?i)(?P<phi>{_OVER}(?:th|st|nd|rd)|{_NINETIETH})[ -](?:birthday|bday|b-day|year[ ]of[ ](?:life|age))",
            0.9,
            listed("birthday bday day life age"),
            after=True,
        ),
        Rule(
            "tenth decade",
            r"(?i)(?P<phi>(?:tenth|10th|eleventh|11th))[ ]decade[ ]of[ ](?:life|age)",
            0.8,
            listed("tenth 10th eleventh 11th"),
        ),
        Rule("sex and age", rf"(?<![\w/.-])[MF][ ]?[/,|-][ ]?(?P<phi>{_OVER})(?![\w/%.-]|[ ]?(?:mm|kg|lb|%))", 0.7),
        Rule(
            "behind a name",
            rf"{_TITLE}\b[.:]?[ ]{{1,3}}(?:(?:\p{{Lu}}[\p{{L}}.'’-]*|is|was),?[ ]{{1,2}}){{1,4}}(?:(?i:now|nearly|"
            rf"almost|only)[ ])?(?P<phi>{_OVER})(?=,|[.;)]?(?:\s|$)|\))"
            rf"(?![ ]?(?:%|percent|on\b|mg|kg|lb|ml|mm|cm|bpm|beats|/|to\b|degrees|at\b|and\b|in\b|days?|weeks?|"
            rf"months?|systolic|over\b))",
            0.6,
            listed(
                "patient pt resident client name mother father he she who mr mrs ms dr grandmother grandfather grandma "
                "grandpa aunt uncle husband wife"
            ),
        ),
        Rule("age and sex", rf"(?<![\w./-])(?P<phi>{_OVER}){_WHO}(?![ ]?[MF]\d)", 0.75, digit=True),
        Rule(
            "turning",
            rf"(?i)(?:turned|turns|turning|is now|was|reached|her|his)[ ](?P<phi>(?:9\d|1[01]\d)(?:th|st|nd|"
            rf"rd)?|{_WORDS})(?=[ ](?:this|last|next|in|on|birthday|years)\b)",
            0.7,
            listed("turned turns turning is was reached her his"),
        ),
        Rule(
            "decade",
            r"(?i)(?:in[ ])?(?:(?:his|her|their|the|early|mid|late)[ -]){1,2}(?P<phi>90['’]?s|nineties|"
            r"hundreds)\b",
            0.8,
            listed("in his her their the early mid late"),
        ),
        Rule(
            "word for it",
            r"(?i:nonagenarian|centenarian|supercentenarian)",
            0.9,
            listed("nonagenarian centenarian supercentenarian"),
        ),
        Rule(
            "range of ages",
            r"(?i)(?:age|aged|ages)[ ](?:in[ ](?:the[ ])?)?(?:(?:early|mid|late)[ -]?)?(?P<phi>90['’]?s)(?!\w)",
            0.7,
            listed("age aged ages"),
        ),
        # Born in 1935 or before is over 89 from 2026 on.
        Rule(
            "year of birth",
            r"(?i)(?:born|birth|dob|yob|d\.o\.b\.?|b\.)(?:[ ](?:in|year|date|circa|about|around|on|"
            r"ca?\.)){0,2}[ ]?[:=]?[ ]{0,2}"
            r"(?P<phi>(?:18\d\d|19(?:[0-2]\d|3[0-5])))(?![\d/-])",
            0.8,
            listed("born birth dob yob d b"),
        ),
    )
