"""Ages over 89, in figures and in words, and years of birth that imply one. 89 itself may stay."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer

_OVER = r"(?:9\d|1[0-2]\d)"
_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_WORDS = rf"(?:ninety(?:[ -]?{_UNITS})?|(?:one|a)[ -]hundred(?:[ -](?:and[ -])?(?:{_UNITS}|{_TEENS}))?)"
_OLD = (
    r"(?:[ -]?(?:years?|yrs?|y)\.?[ -]?(?:of[ ]age|old\b|o\b|/o\b)|[ -]?y\.?[/ ]?o\.?(?![\p{L}])|"
    r"[ -]?yrs?\b(?![ ](?:ago|of(?![ ]age)|history|pack))|[ -]?years[ ]young)"
)
_WHO = r"(?=[ ]?(?:[MF]\b|male|female|man|woman|lady|gentleman))"


class AgeRecognizer(RuleRecognizer):
    """45 CFR 164.514(b)(2)(i)(C): all ages over 89 and all elements that indicate such an age."""

    ENTITY = "AGE_OVER_89"
    RULES = (
        Rule("years old", rf"(?<![\w./-])(?P<phi>{_OVER})(?i:{_OLD})", 0.9),
        Rule(
            "years old in words",
            rf"(?i)(?P<phi>{_WORDS}){_OLD}",
            0.9,
            listed("ninety one a")
            | frozenset(f"ninety{u}" for u in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]),
        ),
        Rule(
            "labelled",
            rf"(?i)(?:aged?|ages)\b(?:[ ]?[:=]|[ ]of|[ ]is)?[ ]{{0,3}}(?P<phi>{_OVER}|{_WORDS})(?![\w./%]\d|"
            rf"\w)(?![ ]?(?:days|weeks|months|hours|mo\b))",
            0.9,
            listed("age aged ages"),
        ),
        Rule("age and sex", rf"(?<![\w./-])(?P<phi>{_OVER}){_WHO}(?![ ]?[MF]\d)", 0.75),
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
        # Born in 1935 or before is over 89 from 2026 on.
        Rule(
            "year of birth",
            r"(?i)(?:born|birth)[ ](?:in|year|circa|about|around)[ :]{1,2}(?P<phi>1[89](?:[0-2]\d|"
            r"3[0-5]))(?![\d/-])",
            0.8,
            listed("born birth"),
        ),
    )
