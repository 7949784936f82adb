"""Access decisions a second: the shipped rules, and with a site's own to 200 in all.

    python tests/benchmarks/access.py [RULES]

Every added rule is about the action that is asked for, so that none is passed over. Processor time of one core is what
counts; the wall's depends on who else works on the machine.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from gateway.policy.cases import USUAL
from gateway.policy.decide import Access, Actor

SHIPPED = Path(__file__).parents[2] / "policies"
LIMIT, DECISIONS = 1_500, 5_000
RULE = """
@id("closed-ward-{n}")
@reason("ward {n} takes part in no such project")
forbid (principal, action in [Action::"request", Action::"approve", Action::"export"], resource)
when {{ resource.dataset == "ward-{n}" && resource.project == "closed-{n}" }};
"""


def rules(folder: Path, count: int) -> Access:
    """The shipped rules, filled up to `count`."""
    text = (SHIPPED / "access.cedar").read_text()
    path = folder / "access.cedar"
    path.write_text(text + "".join(RULE.format(n=n) for n in range(count - text.count("@id("))))
    return Access(path, SHIPPED / "access.cedarschema")


def measure(access: Access) -> tuple[float, float]:
    """Decisions a second of processor time, and of the wall's."""
    steward, today = Actor("sam", "data-steward"), date(2026, 6, 1)
    for _ in range(100):
        assert access.answer(steward, "approve", USUAL, ("tess",), today).allowed
    processor, wall = time.process_time(), time.perf_counter()
    for _ in range(DECISIONS):
        access.answer(steward, "approve", USUAL, ("tess",), today)
    return DECISIONS / (time.process_time() - processor), DECISIONS / (time.perf_counter() - wall)


def main() -> None:
    """Print one line for the shipped rules and one for so many."""
    with tempfile.TemporaryDirectory() as folder:
        print("rules  decisions/s (processor)  decisions/s (wall)  limit")
        for count in (0, int(sys.argv[1]) if len(sys.argv) > 1 else 200):
            access = rules(Path(folder), count)
            processor, wall = measure(access)
            print(f"{len(access.reasons):5}  {processor:23,.0f}  {wall:18,.0f}  {LIMIT:5,}")


if __name__ == "__main__":
    main()
