"""Strictness and further models, from the command line, the policy and the site's file."""

import json

import pytest
import spacy
import yaml

from .desk import run
from .hospital import write_lines

TEXT = "Continue Zeltrapine 40 mg BID and metoprolol. The blue kettle hummed."
TABLES = "patients,notes"


@pytest.fixture
def notes(desk):
    """One note of the first patient: a word that no list holds, and what only the further model takes for a name."""
    line = {"note_id": "NOTE-1", "patient_id": "SUBJ-0000", "written": "2023-05-10", "text": TEXT}
    write_lines(desk.records / "notes.jsonl", [line])
    desk.describe()
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    return desk


def models(folder, name="ruler"):
    """A configuration in `folder` that names a pipeline of one rule beside it."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "blue kettle"}])
    nlp.to_disk(folder / "ruler")
    path = folder / "models.yaml"
    settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": str(folder / name)}]}
    path.write_text(yaml.safe_dump(settings))
    return path


def released(desk, policy="hipaa-safe-harbor"):
    release = desk.export("changed", policy, TABLES)["release"]
    [row] = desk.rows(release)["notes"]
    return row["text"]


def settle(desk, configuration):
    """What a person writes into the site's file."""
    with (desk.site / "site.toml").open("a") as handle:
        handle.write(f'\n[recognize]\nmodels = "{configuration}"\n')


def found(*options):
    done = run("detect", *options, env={})
    assert done.code == 0, done.err
    return {TEXT[span["start"] : span["end"]] for span in json.loads(done.out)["spans"]}


@pytest.fixture
def file(tmp_path):
    write_lines(tmp_path / "notes.jsonl", [{"id": 1, "text": TEXT}])
    return tmp_path / "notes.jsonl"


def test_detect_takes_the_strictness(file):
    assert not any("Zeltrapine" in span for span in found(file))
    assert any("Zeltrapine" in span for span in found(file, "--strictness", "maximum"))


def test_detect_takes_a_further_model(file, tmp_path):
    assert found(file, "--models", models(tmp_path)) - found(file) == {"blue kettle"}


@pytest.mark.parametrize("command", ["detect", "evaluate"])
def test_a_missing_model_ends_the_command_before_a_note_is_read(file, tmp_path, command):
    done = run(command, file, "--models", models(tmp_path, "elsewhere"), env={})
    assert (done.code, done.out) == (3, "")
    assert "models.yaml: model " in done.err
    assert "is not installed" in done.err
    assert "hint: install it" in done.err


def test_an_unknown_strictness_is_a_usage_error(file):
    assert run("detect", file, "--strictness", "careful", env={}).code == 2


def test_the_policy_sets_the_strictness_of_an_export(notes):
    assert "Zeltrapine" in released(notes)
    notes.policy("careful", notes={"strictness": "maximum"})
    assert "Zeltrapine" not in released(notes, "careful")


def test_a_policy_with_an_unknown_strictness_is_refused(notes):
    notes.policy("careless", notes={"strictness": "loose"})
    done = notes("policy", "check", notes.site / "policies" / "careless.yaml")
    assert done.code == 3
    assert "careless.yaml: notes.strictness" in done.err


def test_the_site_s_further_model_reads_every_exported_note(notes):
    assert "blue kettle" in released(notes)
    models(notes.site)
    settle(notes, "models.yaml")
    assert "The [PERSON] hummed" in released(notes)


def test_an_export_without_the_site_s_model_is_refused(notes, refused):
    models(notes.site, "elsewhere")
    settle(notes, "models.yaml")
    request = notes.request("changed", tables=TABLES)
    refused(notes("export", request, who="sam"), 3, "models.yaml", "is not installed")


def test_an_export_without_the_site_s_configuration_is_refused(notes, refused):
    settle(notes, "nowhere.yaml")
    request = notes.request("changed", tables=TABLES)
    refused(notes("export", request, who="sam"), 3, "nowhere.yaml")


@pytest.mark.parametrize("section", ['[recognize]\nmodel = "models.yaml"', "[recognize]\n", "recognize = 3"])
def test_a_site_file_with_another_word_is_refused(notes, section):
    path = notes.site / "site.toml"
    path.write_text(f"{section}\n{path.read_text()}" if "[" not in section else f"{path.read_text()}\n{section}\n")
    done = notes("release", "list")
    assert done.code == 3
    assert "site.toml: not a site file" in done.err
