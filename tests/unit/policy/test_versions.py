"""What changed between two versions of a policy file."""

from gateway.policy.versions import changes, files

OLD = b"name: ours\ncolumns:\n  name.*: drop\n  date.birth: {shift: {days: 10}}\nrisk: {k: 11}\n"
RULE = '@id("one")\n@reason("why")\npermit (principal, action, resource);\n'


def told(name: str, before: bytes, after: bytes) -> list[str]:
    return [str(change) for change in changes(name, before, after)]


def test_settings_are_compared_one_by_one():
    new = b"name: ours\ncolumns:\n  date.birth: {year: }\n  geo.zip: keep\nrisk: {k: 5}\n"
    assert told("ours.yaml", OLD, new) == [
        "columns.name.*: removed (drop)",
        'columns.date.birth: {"shift": {"days": 10}} → year',
        "risk.k: 11 → 5",
        "columns.geo.zip: added (keep)",
    ]


def test_a_source_is_a_setting_too():
    before, after = (b"columns: {geo.zip: {keep: , source: %s}}" % law for law in (b"a", b"b"))
    assert len(told("ours.yaml", before, after)) == 1


def test_layout_and_comments_change_nothing():
    assert told("ours.yaml", OLD, b"# ours\n" + OLD.replace(b"{k: 11}", b"\n  k: 11")) == []
    assert told("access.cedar", RULE.encode(), ("// ours\n" + RULE.replace("\n", "  \n")).encode()) == []


def test_access_rules_are_compared_by_id():
    two = RULE.replace("one", "two")
    assert told("access.cedar", RULE.encode(), (RULE.replace("permit", "forbid") + two).encode()) == [
        'rule one: @reason("why") permit (principal, action, resource); → '
        '@reason("why") forbid (principal, action, resource);',
        'rule two: added (@reason("why") permit (principal, action, resource);)',
    ]


def test_a_whole_file_is_one_change():
    assert told("ours.yaml", b"", OLD) == ["file: added (4 settings)"]
    assert told("ours.yaml", OLD, b"") == ["file: removed (4 settings)"]


def test_what_is_no_yaml_is_compared_by_lines():
    assert told("ours.yaml", OLD, b"a: [")[-1] == "file: added (1 lines, 4 bytes)"
    assert told("states.csv", b"a\n", b"a\nb\n") == ["file: 1 lines, 2 bytes → 2 lines, 4 bytes"]


def test_only_files_with_plain_names_are_kept(tmp_path):
    for name in ("ours.yaml", ".ours.swp", "two words.yaml", "empty.yaml"):
        (tmp_path / name).write_text("x" * (name != "empty.yaml"))
    assert files(tmp_path) == {"ours.yaml": b"x"}
