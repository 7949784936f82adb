"""Changes of policies and access rules: what each changed, and what was exported under it."""

from gateway.audit.exports import ExportPublished
from gateway.desk import policies
from gateway.questions.base import Question, Row, Span
from gateway.site import Site


def ask(site: Site, span: Span) -> list[Row]:
    """One row a change, with the releases made from then until the next change of the same file."""
    versions = list(policies.history(site))
    released = [
        (entry.event.at or "", entry.event.facts["policy"], entry.event.facts["release"])
        for entry in site.log.entries(types=["export.published"])
        if isinstance(entry.event, ExportPublished)
    ]
    found: list[Row] = []
    for number, version in enumerate(versions):
        if not span.holds(version.at):
            continue
        ended = next((later.at for later in versions[number + 1 :] if later.policy == version.policy), "~")
        applies = [release for at, policy, release in released
                   if version.at <= at < ended and (version.policy.endswith((".cedar", ".cedarschema"))
                                                    or version.policy == f"{policy}.yaml")]  # fmt: skip
        found.append({
            "at": version.at, "file": version.policy, "version": version.number, "first used by": version.actor,
            "changes": [str(change) for change in version.changes] or ["comments or layout only"],
            "releases since": applies,
        })  # fmt: skip
    return found


QUESTION = Question(
    "policies",
    "Policy changes, and what they changed",
    "Each change of a file in policies/, noticed before the next act of anybody: setting by setting, rule by rule.",
    ("at", "file", "version", "first used by", "changes", "releases since"),
    ask,
)
