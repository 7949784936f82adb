"""Device identifiers: serial numbers by label, unique device identifiers (21 CFR 801.20) by their form."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import labelled

_LABEL = (
    r"serials?|s/n|sn(?=[ ]?(?:[#:]|\d)|[ ][A-Z]{0,3}\d)|ser(?=[ ]?(?:[#]|no\b|num))|device(?=[ ]?(?:[#]|id\b|"
    r"serial|ident|"
    r"no\b|num))(?:[ ](?:serial|identifier))?|udi(?:-di|-pi)?|imei|(?:lot|batch)(?:/(?:sn|serial))?(?=[ ]?(?:[#:]|"
    r"no\b|num)|[ ][A-Z]*\d{3})|"
    r"model(?=[ ]?(?:[#]|no\b|num))|ref(?=[ ]?[#])|implant(?=[ ]?(?:[#]|id\b|serial|no\b))(?:[ ]serial)?|"
    r"(?:pump|generator|monitor|lead|ventilator|machine|valve|stent|prosthesis|hearing[ ]aids?|meter|cpap|tag|"
    r"bracelet|isolette|implant|device)(?=[ ]?(?:[#]|id\b|serial|no\b|num))(?:[ ]serial)?"
)


class DeviceRecognizer(RuleRecognizer):
    """Implants, pumps and monitors are traced to one patient."""

    ENTITY = "DEVICE"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL),
            0.8,
            listed(
                "serial serials s sn ser device udi imei lot batch model ref implant pump generator monitor lead "
                "ventilator machine valve stent prosthesis hearing meter cpap tag bracelet isolette"
            ),
        ),
        Rule("glued to its label", r"(?<!\w)(?:SN|S/N)[-:#]?(?=(?:[A-Z-]*\d){4})[A-Z0-9]+(?:-[A-Z0-9]+)*(?!\w)", 0.85),
        Rule(
            "second serial",
            r"(?i:serials?)(?:[ ](?:no\.?s?|numbers?))?[ ]?:?[ ][\w-]{4,24}(?:,|[ ]and|"
            r"[ ]&)[ ](?P<phi>(?=[\w-]{0,9}\d)[\w-]{4,24})",
            0.8,
            listed("serial serials"),
        ),
        Rule("unique device identifier", r"\(01\)\d{14}(?:\((?:10|11|17|21)\)[\w/-]{1,20}){0,4}", 0.95),
    )
