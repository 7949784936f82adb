"""Every command explains itself, with an example that the command line understands; every exit code is documented."""

import shlex
import subprocess
import sys

import click
import pytest

from gateway.cli import COMMANDS, cli
from gateway.errors import GatewayError

from .desk import run


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every group and command with the words that call it."""
    found = [(path, group)]
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, f"{name} is listed and is not there"
        found += commands(command, (*path, name)) if isinstance(command, click.Group) else [((*path, name), command)]
    return found


def errors(kind: type[GatewayError] = GatewayError) -> list[type[GatewayError]]:
    return [kind, *(error for sub in kind.__subclasses__() for error in errors(sub))]


ALL = commands()
NOT_YET: set[tuple[str, str]] = set()  # an exact set, so that nothing documented goes missing


def test_every_documented_command_is_there():
    """What people can rely on, command by command."""
    groups = {
        "keys": "create list show export import", "dataset": "scan add list show", "policy": "check list explain",
        "consent": "import status withdraw", "request": "new list show approve deny",
        "release": "list show verify grant revoke report", "audit": "log verify report export disclosures",
    }  # fmt: skip
    wanted = {(group, name) for group, names in groups.items() for name in names.split()}
    wanted |= {(name,) for name in ("demo", "init", "export", "open", "risk", "detect", "evaluate")}
    assert wanted - {path for path, _ in ALL} == NOT_YET


def examples(command: click.Command) -> list[list[str]]:
    """The words of each example in a command's help, without the program and who acts where."""
    lines = (command.help or "").partition("Example:")[2].partition("Exit")[0].replace("\\\n", " ").splitlines()
    found = [shlex.split(line.strip().split("   ")[0]) for line in lines if line.strip().startswith("gateway ")]
    for words in found:
        while words[1] in ("--site", "--as"):
            del words[1:3]
    return [words[1:] for words in found]


def resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the words call, and the words that are left for it."""
    command: click.Command = cli
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, f"no command {words[0]!r}"
        command, words = found, words[1:]
    return command, words


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) or "gateway" for path, _ in ALL])
def test_help(path, command):
    done = run(*path, "--help", env={})
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: gateway {' '.join(path)}".rstrip())
    assert "Example:" in done.out
    assert examples(command)
    for words in examples(command):
        assert tuple(words[: len(path)]) == path, f"the example is of another command: {words}"
        called, rest = resolve(words)
        known = {name for parameter in called.params for name in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known, f"the example has unknown options: {words}"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.opts[0]} is not explained"
            assert parameter.opts[0] in done.out


def test_exit_codes_are_documented():
    """One code for each kind of error, all of them in the top-level help."""
    text = " ".join(run("--help", env={}).out.split())
    codes = {error.exit_code for error in errors()} | {0, 2}
    assert codes == {0, 1, 2, 3, 4, 5, 6, 7, 8}
    told = text.partition("Exit codes:")[2].partition("Options:")[0]
    for code in codes:
        assert f"{code} " in told, f"exit code {code} is not documented"


def test_json_wherever_there_is_a_result():
    for path, command in ALL:
        if path[1:] and path[-1] in ("list", "show", "status", "explain", "log", "verify", "disclosures"):
            assert any("--json" in parameter.opts for parameter in command.params), f"{' '.join(path)} has no --json"


@pytest.mark.parametrize(
    "words",
    [
        ["frob"],
        ["release", "frob"],
        ["export"],
        ["release", "list", "--frob"],
        ["keys", "create", "x"],
        ["keys", "create", "x", "--role", "king"],
        ["open", "x"],
        ["--frob"],
        ["request", "new", "--until", "soon"],
    ],
    ids=" ".join,
)
def test_usage(words):
    done = run(*words, env={"GATEWAY_SITE": "/nowhere"})
    assert (done.code, done.out) == (2, "")
    assert "Usage: gateway" in done.err
    assert "Traceback" not in done.err


def test_who_and_where_are_asked_for(desk):
    assert run("release", "list", env={}).code == 2
    done = desk("export", "req-20200101-00000000")
    assert (done.code, "who acts?" in done.err) == (2, True)
    assert run("release", "list", env={"GATEWAY_SITE": str(desk.home)}).code == 3


def test_as_an_installed_program():
    """`gateway` and `python -c main` are one program: version on stdout, an unknown command is usage."""
    program = [sys.executable, "-P", "-c", "from gateway.cli import main; main()"]
    done = subprocess.run([*program, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("gateway")
    done = subprocess.run([*program, "frob"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_reader_that_leaves_early(desk):
    """`gateway audit log | head -1` ends quietly."""
    process = desk.process("audit", "log", "--json", who="cleo")
    assert process.stdout.readline() == "[\n"
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == ""


def test_a_fault_of_the_program_shows_no_traceback(desk, monkeypatch):
    """Whatever the exception says, a person sees its class and place, never its words."""
    from gateway import history

    def fault(*_):
        raise RuntimeError("Ottoline Quillfeather")

    monkeypatch.setattr(history, "releases", fault)
    done = desk("release", "list")
    assert (done.code, done.out) == (1, "")
    assert "RuntimeError at" in done.err
    assert "Quillfeather" not in done.err


def test_commands_are_documented_in_order():
    assert [path[0] for path, _ in ALL if len(path) == 1] == list(COMMANDS)
