"""Pager numbers and beepers: four digits and more behind a cue."""

from gateway.recognize.rules.base import Rule, RuleRecognizer, cues


class PagerRecognizer(RuleRecognizer):
    """Taken with its cue: "Page 2 of 4" is a leaf and stays: the cue "page" needs a person, a number sign or a colon."""

    ENTITY = "PAGER"
    RULES = (
        Rule(
            "pager",
            r"(?i:pager?s?|paged|beeper|bleep|pgr|bpr|pg)(?:[ ]?(?:number|no\.?|id|is|at|to|[#])){0,3}[ ]?[:#=]{0,2}[ ]{0,2}(?P<phi>(?:\(?\d{3}\)?[-. ])?\d{3}[-. ]?\d{4}|[#*]?\d{4,7}|\d{2}-\d{3,5})(?![\d])",
            0.85,
            cues("pager pagers paged beeper bleep pgr bpr pg page"),
        ),
        Rule(
            "ahead of a cue",
            r"(?<![\w.-])(?P<phi>\d{3}[-. ]\d{4}|\d{4,6})(?=[ ]?\((?i:pager|beeper|pgr)\))",
            0.8,
        ),
    )
