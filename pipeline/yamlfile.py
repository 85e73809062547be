"""YAML with line numbers: mappings and lists that know where they stand, so that every fault has a file and a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


class Entry(dict[str, Any]):
    """A mapping of a rule file, with the line of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


@dataclass
class Faults:
    """All that is wrong with the rule files, listed together before anything is read."""

    found: list[str] = field(default_factory=list)

    def add(self, path: Path, line: int, message: str) -> None:
        self.found.append(f"{path}:{line}: {message}")


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, faults: Faults) -> Any:
    """The content of a YAML file; what is wrong with it goes to `faults` and gives None."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.add(path, 1, f"cannot be read: {error}")
        return None
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.add(path, mark.line + 1 if mark else 1, f"is not YAML: {getattr(error, 'problem', error)}")
        return None
    if node is None:
        faults.add(path, 1, "is empty")
        return None
    return _build(node, path, faults, _Loader(""))


def _build(node: yaml.Node, path: Path, faults: Faults, loader: Any) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        entry = Entry(line)
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in entry:
                faults.add(path, key_node.start_mark.line + 1, f"the key {key!r} stands twice")
            entry[key] = _build(value_node, path, faults, loader)
            entry.lines[key] = key_node.start_mark.line + 1
        return entry
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, path, faults, loader) for item in node.value]
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        faults.add(path, line, f"the value {node.value!r} cannot be understood: {error}")
        return None


class Checked:
    """One entry under inspection: each key is asked for once, and what nobody asked for is a fault."""

    def __init__(self, entry: Any, path: Path, faults: Faults, line: int = 1) -> None:
        self.path, self.faults = path, faults
        self.entry = entry if isinstance(entry, Entry) else Entry(line)
        if not isinstance(entry, Entry):
            faults.add(path, line, f"a mapping is expected here, not {type(entry).__name__}")
        self._asked: set[str] = set()

    @property
    def line(self) -> int:
        return self.entry.line

    def fault(self, message: str, key: str | None = None) -> None:
        self.faults.add(self.path, self.entry.lines.get(key or "", self.entry.line), message)

    def text(self, key: str, default: str | None = None, *, required: bool = True) -> str:
        value = self.get(key, default)
        if value is None and required and default is None:
            self.fault(f"the key {key!r} is missing or empty", key)
        if value is not None and not isinstance(value, str):
            self.fault(f"{key!r} must be text", key)
            return str(value)
        return value or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; an absent key is an empty list."""
        values = self.get(key)
        if values is None:
            return ()
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            self.fault(f"{key!r} must be a list of texts", key)
            return tuple(str(v) for v in values) if isinstance(values, list) else ()
        return tuple(values)

    def get(self, key: str, default: Any = None) -> Any:
        self._asked.add(key)
        return self.entry.get(key, default)

    def entries(self, key: str) -> Iterator[Checked]:
        """The mappings of a list, each to be inspected in its turn."""
        values = self.get(key)
        if values is None:
            return
        if not isinstance(values, list):
            self.fault(f"{key!r} must be a list", key)
            return
        for value in values:
            yield Checked(value, self.path, self.faults, self.entry.lines.get(key, self.line))

    def done(self) -> None:
        """Whatever was not asked for is a key that nobody knows: most often a typing error."""
        for key in self.entry:
            if key not in self._asked:
                self.fault(f"unknown key {key!r}", key)
