"""Pager numbers and beepers: four digits and more behind a cue."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer


class PagerRecognizer(RuleRecognizer):
    """Four digits at least behind the cue: "page 2 of 4" is a leaf of paper and stays."""

    ENTITY = "PAGER"
    RULES = (
        Rule(
            "pager",
            r"(?i:pager?s?|paged|beeper|bleep|pgr|bpr|pg)(?:[ ]?(?:number|no\.?|id|is|at|to|"
            r"[#])){0,3}[ ]?[:#=]{0,2}[ ]{0,2}(?P<phi>(?:\(?\d{3}\)?[-. ])?\d{3}[-. ]?\d{4}|[#*]?\d{4,7}|"
            r"\d{2}-\d{3,5})(?![\d])",
            0.85,
            listed("pager pagers paged beeper bleep pgr bpr pg page"),
        ),
        Rule(
            "behind who is paged",
            r"(?i:paged?)[ ]\p{Lu}[\p{L}'’-]+[ ]?[(,@][ ]?(?:at[ ])?(?P<phi>\d{4,7})(?!\d)",
            0.8,
            listed("page paged"),
        ),
        Rule(
            "ahead of a cue",
            r"(?<![\w.-])(?P<phi>\d{3}[-. ]\d{4}|\d{4,6})(?=[ ]?\((?i:pager|beeper|pgr)\))",
            0.8,
        ),
    )
