"""Reading a pack from its files. Every mistake is reported with its file and line, all at once."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from weijiayuan.rules_engine.pack import reference_checks, schema
from weijiayuan.rules_engine.pack.field_reader import Fields
from weijiayuan.rules_engine.pack.model import Outcomes, Pack, Place, Policy
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem
from weijiayuan.rules_engine.pack.parameter_schema import parameter
from weijiayuan.rules_engine.pack.question_schema import question
from weijiayuan.rules_engine.pack.strict_yaml import Table, read_yaml

T = TypeVar("T")
MOST_FILES = 500
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.yaml)?")
DEFINED = re.compile(r"^([a-z][a-z0-9_]*):", re.MULTILINE)
DEFINED_INLINE = re.compile(r"^  ([a-z][a-z0-9_]*):", re.MULTILINE)
INLINE = re.compile(r"^(?:parameters|facts):$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Form:
    """What one kind of rulebook adds to the form of a pack, and of each policy."""

    policy: Callable[[Fields], object] = lambda _: None
    pack: Callable[[Fields], object] = lambda _: None
    loose_ends: Callable[[Pack], Iterable[Problem]] = lambda _: ()
    outcomes: Outcomes = field(default_factory=Outcomes)


PLAIN = Form()


@dataclass(frozen=True, slots=True)
class Readable:
    """What can be read of a pack: all of it, or what is left beside the slips in it.

    `undefined` are the files with slips, and the names that these may define.
    """

    files: Mapping[str, str]
    pack: Pack | None
    problems: tuple[Problem, ...] = ()
    undefined: frozenset[str] = frozenset()

    def of_its_own(self, found: Iterable[Problem]) -> Iterator[Problem]:
        """Yield what was found wrong that does not follow from what is left out."""
        for problem in found:
            if self.undefined.isdisjoint(NAME.findall(self._said(problem))):
                yield problem

    def _said(self, problem: Problem) -> str:
        """Return the sentence about a slip, and what stands on the line that it is about."""
        lines = self.files.get(problem.file, "").splitlines()[problem.line - 1 : problem.line]
        return " ".join([problem.text, *(line.partition(":")[2] for line in lines)])


def read_pack(folder: Path, form: Form = PLAIN) -> Pack:
    """Return the pack in a folder, or raise `PackInvalid` with everything that is wrong."""
    paths = sorted(folder.rglob("*.yaml"))[:MOST_FILES]
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    return read_files({name: text for name, text in files.items() if not is_case_file(name)}, form)


def read_files(files: Mapping[str, str], form: Form = PLAIN) -> Pack:
    """Return the pack made of these texts, by path inside the pack, or raise `PackInvalid`."""
    found = salvage(files, form)
    if found.pack is None or found.problems:
        raise PackInvalid(found.problems)
    return found.pack


def salvage(files: Mapping[str, str], form: Form = PLAIN) -> Readable:
    """Return what can be read of these texts, with every slip in them.

    A slip in one file must not hide those in the others, nor drag along what follows from it: what
    the file defines is missing everywhere it is used, and that is not told.
    """
    return _Collector(files, form).readable()


def digest_of(files: Mapping[str, str]) -> str:
    """Return the SHA-256 over every file's name and text, in the order of names."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            data = part.encode()
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def is_case_file(name: str) -> bool:
    """Tell whether a file holds worked cases instead of rules."""
    return name.startswith("cases/")


@dataclass
class _Collector:
    files: Mapping[str, str]
    form: Form
    problems: list[Problem] = field(default_factory=list)

    def readable(self) -> Readable:
        tables = dict(self._tables())
        entries = self._entries(tables)
        if "pack.yaml" in self.files.keys() - tables.keys():
            return Readable(self.files, None, tuple(self.problems))
        if "pack.yaml" not in tables:
            self.problems.append(Problem("pack.yaml", 1, "缺少 pack.yaml"))
            return Readable(self.files, None, tuple(self.problems))
        head = self._head(tables["pack.yaml"])
        kin = tables.get("kinship.yaml")
        entries["kinship"] = self._made_of(kin, schema.kinship) if kin is not None else None
        pack = Pack(digest=digest_of(self.files), files=dict(self.files), **entries, **head)
        found = Readable(self.files, pack, tuple(self.problems), self._undefined(entries))
        more = [*reference_checks.loose_ends(pack), *self.form.loose_ends(pack)]
        return replace(found, problems=(*self.problems, *found.of_its_own(more)))

    def _undefined(self, entries: Mapping[str, Any]) -> frozenset[str]:
        """Return the files with a slip and what these may define, but for what was read of it."""
        at_fault = {problem.file for problem in self.problems} & self.files.keys()
        read = {*entries["questions"], *entries["parameters"], *entries["facts"]}
        named = {name for file in at_fault for name in self._named_in(file)} - read
        return frozenset(named | at_fault)

    def _named_in(self, file: str) -> list[str]:
        text = self.files[file]
        if not file.startswith("policies/"):
            return DEFINED.findall(text)
        inline = "".join(INLINE.split(text)[1:])
        return [Path(file).stem, *DEFINED_INLINE.findall(inline)]

    def _entries(self, tables: Mapping[str, Table]) -> dict[str, Any]:
        return {
            "sources": self._all(tables, "sources.yaml", schema.source),
            "topics": self._all(tables, "topics.yaml", schema.topic),
            "questions": self._all(tables, "questions/", question),
            "parameters": self._all(tables, "parameters/", parameter, inline="parameters"),
            "facts": self._all(tables, "facts.yaml", schema.fact, inline="facts"),
            "policies": self._policies(tables),
        }

    def _tables(self) -> Iterator[tuple[str, Table]]:
        """Yield the files that are YAML at all; the slips of the others are noted."""
        for name, text in sorted(self.files.items()):
            try:
                yield name, read_yaml(text, name)
            except PackInvalid as invalid:
                self.problems += invalid.problems

    def _head(self, table: Table) -> dict[str, Any]:
        fields = Fields(table, self.problems)
        people = fields.whole("largest_household", low=1, high=30, default=1)
        head = {
            "id": fields.name("id"),
            "version": fields.number_of_version("version"),
            "title": fields.text("title"),
            "largest_household": people,
            "outcomes": schema.outcomes(fields, self.form.outcomes),
            "people_question": fields.name("people_question") if people > 1 else "",
            "extra": self.form.pack(fields),
        }
        fields.done()
        return head

    def _all(
        self,
        tables: Mapping[str, Table],
        where: str,
        form: Callable[[str, Fields], T],
        inline: str = "",
    ) -> dict[str, T]:
        """Read the entries of every file whose name starts so, and those inside policies."""
        found: dict[str, T] = {}
        for table in self._holders(tables, where, inline):
            for name, entry in Fields(table, self.problems).entries():
                place = Place(table.file, table.line_of(name))
                if name in found:
                    self.problems.append(Problem(place.file, place.line, f"“{name}”重复定义"))
                if (made := self._made(form, name, entry)) is not None:
                    found[name] = made
        return found

    def _holders(self, tables: Mapping[str, Table], where: str, inline: str) -> list[Table]:
        own = [table for name, table in tables.items() if name.startswith(where)]
        if not inline:
            return own
        policies = [table for name, table in tables.items() if name.startswith("policies/")]
        return own + [t[inline] for t in policies if isinstance(t.get(inline), Table)]

    def _policies(self, tables: Mapping[str, Table]) -> dict[str, Policy]:
        found: dict[str, Policy] = {}
        for name, table in tables.items():
            if name.startswith("policies/"):
                policy = self._made(self._policy, Path(name).stem, table)
                if policy is not None:
                    found[policy.id] = policy
        return found

    def _policy(self, name: str, fields: Fields) -> Policy:
        extra = self.form.policy(fields)
        return replace(schema.policy(name, fields), extra=extra)

    def _made(self, form: Callable[[str, Fields], T], name: str, entry: object) -> T | None:
        """Build one entry; what is wrong with it is noted and the next one read."""
        if not isinstance(entry, Table):
            return None
        return self._made_of(entry, lambda fields: form(name, fields))

    def _made_of(self, table: Table, form: Callable[[Fields], T]) -> T | None:
        fields, before = Fields(table, self.problems), len(self.problems)
        try:
            made = form(fields)
        except PackInvalid as invalid:
            self.problems += invalid.problems
            return None
        fields.done()
        return made if len(self.problems) == before else None
