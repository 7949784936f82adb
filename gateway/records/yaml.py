"""YAML files in, plain dictionaries out; a duplicate key is an error, not a silent overwrite."""

from pathlib import Path
from typing import Any

import yaml

from gateway.errors import BadInput


class _Loader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, bool) or not isinstance(key, str | int):  # YAML 1.1 reads `on` and `no` as truth values
                raise _at(key_node, "a key must be a word; put it in quotes")
            if key in seen:
                raise _at(key_node, f"the key {key!r} occurs twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def _at(node: yaml.Node, what: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=what, problem_mark=node.start_mark)


def load(path: Path) -> dict[str, Any]:
    """Read one mapping from `path`. Raises BadInput naming the file, line and mend."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file", hint="check the path") from None
    except (UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{path}: cannot be read ({type(error).__name__})", hint="save it as UTF-8 text") from None
    return loads(text, str(path))


def loads(text: str, where: str) -> dict[str, Any]:
    """Read one mapping from `text`; `where` names it in errors."""
    try:
        data = yaml.load(text, _Loader)  # noqa: S506 - _Loader is a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(f"{where}:{line}: {error.problem}", hint="mend the YAML at that line") from None
    except (yaml.YAMLError, RecursionError):
        raise BadInput(f"{where}: is not YAML text", hint="save it as UTF-8 text") from None
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise BadInput(f"{where}: must hold key: value pairs", hint="start from a file in policies/ or sample_records/")
    return data
