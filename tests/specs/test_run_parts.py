"""One outcome for each item, whatever happens to the processes; and no words of the data in any of them."""

import traceback

import pytest

from gateway.engine.base import ATTEMPTS, Failed, Finished, Job
from gateway.errors import BadInput

from .work import SECRET, Item, Obeying


@pytest.fixture
def outcomes(engine, tmp_path):
    """Run items by their names; the outcomes by name."""

    def run(*names: str, **task) -> dict:
        seen = tmp_path / "seen"
        seen.mkdir(exist_ok=True)
        job = Job("digest", tmp_path / "job")
        found = list(engine.run_parts(job, Obeying(seen, **task), [Item(name) for name in names]))
        assert sorted(outcome.item.name for outcome in found) == sorted(names)
        assert not list(tmp_path.glob("job/*")), "an engine leaves nothing behind"
        return {outcome.item.name: outcome for outcome in found}

    return run


def test_each_item_is_done_once(outcomes, engine):
    names = [f"item {number}" for number in range(8)]
    found = outcomes(*names, body=bytes(5 << 20))
    assert {name: outcome.result for name, outcome in found.items()} == {name: f"{name} {5 << 20}" for name in names}
    progress = engine.progress(Job("digest", None))
    assert (progress.items, progress.finished, progress.failed, progress.lost) == (8, 8, 0, 0)


def test_nothing_to_do(outcomes):
    assert outcomes() == {}


def test_an_attempt_that_raises_is_made_again(outcomes, engine):
    found = outcomes("raises", "item")
    assert isinstance(found["raises"], Finished)
    assert engine.progress(Job("digest", None)).lost == 2


def test_an_item_that_always_raises_is_given_up_and_the_others_are_done(outcomes):
    found = outcomes("always-raises", "item 1", "item 2")
    given_up = found["always-raises"]
    assert isinstance(given_up, Failed)
    assert given_up.attempts == ATTEMPTS
    assert given_up.why.startswith("ValueError at work.py:")
    assert isinstance(found["item 2"], Finished)


def test_a_process_that_dies_is_blamed_on_its_item_alone(outcomes, request):
    if request.node.callspec.params["engine"] == "local here":
        pytest.skip("it would be this process")
    found = outcomes("dies", "always-dies", "item 1", "item 2")
    assert isinstance(found["dies"], Finished)
    assert isinstance(found["always-dies"], Failed)
    assert "ended" in found["always-dies"].why
    assert {found["item 1"].result, found["item 2"].result} == {"item 1 0", "item 2 0"}


@pytest.mark.parametrize(("name", "error"), [("refuses", BadInput), ("lacks", OSError)])
def test_what_no_other_attempt_would_mend_ends_the_job(outcomes, name, error):
    with pytest.raises(error) as caught:
        outcomes(name, "item")
    told = "".join(traceback.format_exception(caught.value))
    assert SECRET not in told
    if error is BadInput:
        assert caught.value.hint == "mend it"
    else:
        assert caught.value.errno == 28


def test_no_words_of_the_data_are_told(outcomes, capfd):
    found = outcomes("always-raises")
    told = capfd.readouterr()
    assert SECRET not in f"{found}{told.out}{told.err}"


def test_work_that_is_not_wanted_any_more_stops(engine, tmp_path):
    (tmp_path / "seen").mkdir()
    items = [Item(f"item {number}") for number in range(4)]
    running = engine.run_parts(Job("d", tmp_path / "job"), Obeying(tmp_path / "seen"), items)
    next(running)
    running.close()
    assert not list(tmp_path.glob("job/*"))
