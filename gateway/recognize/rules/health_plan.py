"""Health plan beneficiary numbers: member, subscriber, policy and group numbers, Medicare and Medicaid."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import CODE, SPACED, labelled

_NUMBER = r"(?=[ ]?(?:[#:]|no\b|num|id\b|identif)|[ ](?=[A-Z0-9-]{0,6}\d)[A-Z0-9-]{6,})"
_LABEL = (
    rf"(?:health[ ]?(?:care)?[ ]|medical[ ])?(?:insurance|plan|policy|beneficiary|payer|payor|"
    rf"coverage)(?:[ ](?:member|policy|plan|beneficiary|group|card|subscriber))?{_NUMBER}|(?:member|"
    rf"subscriber|group|grp|enrollee|policy[ ]?holder|policyholder|insured|recipient)(?:['’]s)?{_NUMBER}|"
    rf"(?:medicare|medicaid|hicn?|mbi|tricare|medi-cal|bcbs|aetna|cigna|humana|uhc|hmo|ppo|blue[ ](?:cross|"
    rf"shield)(?:[ ]blue[ ]shield)?)(?:[ ](?:member|policy|plan|beneficiary))?|(?:health[ ]plan|"
    rf"beneficiary)(?:[ ]beneficiary)?"
)


class HealthPlanRecognizer(RuleRecognizer):
    """By label, whatever the payer's format is."""

    ENTITY = "HEALTH_PLAN"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL, rf"(?:[A-Z]{{2,4}}[ ])?{SPACED}|{CODE}"),
            0.85,
            listed(
                "health healthcare medical insurance plan policy beneficiary payer payor coverage member "
                "subscriber group grp enrollee policyholder insured recipient medicare medicaid hic hicn "
                "mbi tricare medi bcbs aetna cigna humana uhc hmo ppo blue"
            ),
        ),
    )
