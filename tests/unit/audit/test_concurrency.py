"""Several processes write one log."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from gateway.audit.log import Log

EACH = 60
WRITER = """
import sys
from pathlib import Path
from audit.samples import dataset_added, open_log
registry, log = open_log(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    with log.record(dataset_added(number).model_copy(update={"actor": sys.argv[2]})):
        pass
"""


def test_two_writers_keep_a_dense_sequence(log: Log, tmp_path: Path) -> None:
    tests = Path(__file__).parents[1]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "registry.db"), name, str(EACH)],
            env={"PYTHONPATH": f"{tests}:{tests.parents[1]}"},
        )
        for name in ("alba", "bruno")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    entries = list(log.entries())
    assert [entry.seq for entry in entries] == list(range(2 * EACH))
    assert Counter(entry.event.actor for entry in entries) == {"alba": EACH, "bruno": EACH}
    assert log.verify().size == 2 * EACH
