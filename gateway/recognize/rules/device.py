"""Device identifiers: serial numbers by label, unique device identifiers (21 CFR 801.20) by their form."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import labelled

_LABEL = (
    r"serial|s/n|sn(?=[ ]?(?:[#:]|\d))|ser(?=[ ]?(?:[#]|no\b|num))|device(?=[ ]?(?:[#]|id\b|serial|ident|"
    r"no\b|num))(?:[ ](?:serial|identifier))?|udi(?:-di|-pi)?|imei|lot(?=[ ]?(?:[#:]|no\b|num))|"
    r"model(?=[ ]?(?:[#]|no\b|num))|ref(?=[ ]?[#])|implant(?=[ ]?(?:[#]|id\b|serial|no\b))(?:[ ]serial)?|"
    r"pump(?=[ ]?(?:[#]|id\b|serial))(?:[ ]serial)?"
)


class DeviceRecognizer(RuleRecognizer):
    """Implants, pumps and monitors are traced to one patient."""

    ENTITY = "DEVICE"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL),
            0.8,
            listed("serial s sn ser device udi imei lot model ref implant pump"),
        ),
        Rule("unique device identifier", r"\(01\)\d{14}(?:\((?:10|11|17|21)\)[\w/-]{1,20}){0,4}", 0.95),
    )
