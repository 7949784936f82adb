"""Vehicle identifiers: identification numbers with their check digit (49 CFR 565.15), plates by cue."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer

_VALUES = {
    **{str(n): n for n in range(10)},
    **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True)),
}
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_STATE = r"(?:(?:[A-Z]{2}|\p{Lu}\p{Ll}+)[ ])?"
_PLATE = r"(?=[A-Z0-9 -]{0,5}\d)[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{2,5}){1,2}(?!\w)"
_VIN = r"[A-HJ-NPR-Z0-9]{17}"


class VehicleRecognizer(RuleRecognizer):
    """A plate is only told from other codes by its cue."""

    ENTITY = "VEHICLE"
    RULES = (
        Rule(
            "labelled",
            rf"(?i)vin(?:[ ]?(?:number|no\.?|#|is))?[ ]?[:#=]?[ ]{{0,2}}(?P<phi>{_VIN})(?!\w)",
            0.9,
            listed("vin"),
        ),
        Rule("check digit", rf"(?<!\w){_VIN}(?!\w)", 0.8),
        Rule(
            "plate",
            r"(?i:(?:license|licence|lic\.?|number|registration|vehicle|car|truck|van|motorcycle|"
            r"trailer)[ ](?:plates?|tag)|"
            r"plates?(?=[ ]?(?:[#:]|no\b|num))|tag(?=[ ]?(?:[#]|no\b|num))|(?:registration|reg\.?)(?=[ ]?(?:[#:]|"
            rf"no\b|num)))(?:[ ]?(?:number|no\.?|[#]|is|of|reading))?[ ]?[:#=]?[ ]{{0,2}}{_STATE}(?P<phi>{_PLATE})",
            0.8,
            listed(
                "license licence lic number registration reg vehicle car truck van motorcycle trailer plate plates tag"
            ),
        ),
        # A bone has plates too: those have a hole or a screw behind their number and hardly four digits.
        Rule(
            "plate without a label",
            rf"(?i:plates?|tags?)[ ](?:(?:is|was|reads|of)[ ])?[“\"']?{_STATE}(?P<phi>(?=(?:[A-Z -]*\d){{3}}){_PLATE})"
            r"(?![ -]?(?:hole|mm|screw|cm|degree))",
            0.6,
            listed("plate plates tag tags"),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """Without a label the ninth character has to check the others."""
        if rule.name == "check digit":
            total = sum(_VALUES[c] * w for c, w in zip(match[0], _WEIGHTS, strict=True))
            return [match.span()] if "0123456789X"[total % 11] == match[0][8] else []
        return super().accept(rule, match, text)
