"""What would happen: policies checked and explained, an export tried without writing a part."""

from pathlib import Path

from gateway.crypto.identity import Identity
from gateway.deid.columns import build
from gateway.desk import datasets
from gateway.errors import BadInput
from gateway.export import prepare
from gateway.model import Generalised, Plan
from gateway.noted import Noted
from gateway.policy import schema
from gateway.policy.cases import run as run_cases
from gateway.policy.decide import Access
from gateway.policy.plan import compile_plan
from gateway.policy.schema import Policy
from gateway.risk.terms import demand
from gateway.site import Site


def policy(path: Path) -> Policy:
    """A policy file, checked. Raises BadInput."""
    return schema.load(path, build, demand)


def policies(site: Site) -> list[Policy]:
    """The site's policies."""
    return [policy(path) for path in sorted((site.folder / "policies").glob("*.yaml"))]


def access(path: Path) -> Access:
    """Access rules, checked against the schema beside them. Raises BadInput."""
    return Access(path, path.with_suffix(".cedarschema"))


def cases(access: Access, folder: Path) -> int:
    """How many files of ALLOW/ and DENY/ hold. Raises BadInput naming those that do not."""
    found = run_cases(access, folder)
    wrong = [f"{case.path.stem}: is {'allowed' if case.allowed else 'denied'} by {', '.join(case.rules)}"
             for case in found if not case.holds]  # fmt: skip
    if wrong:
        what = f"{folder}: {len(wrong)} of {len(found)} cases do not hold: {'; '.join(wrong)}"
        raise BadInput(what, hint="mend the rules, or what the cases say")
    return len(found)


def plan(site: Site, path: Path, dataset: str) -> Plan:
    """The plan of a policy file for all tables of a registered dataset. Raises BadInput."""
    found = datasets.get(site, dataset)
    return compile_plan(found, policy(path), tuple(table.name for table in found.tables), site.today)


def dry_run(site: Site, request_id: str, exporter: Identity) -> Generalised:
    """Everything before sealing; nothing is written and nothing logged. Raises what the export would raise."""
    generalised, *_ = prepare(site, request_id, exporter, Noted(None))
    return generalised
