"""Reading a pack from its files. Every mistake is reported with its file and line, all at once."""

import hashlib
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


@dataclass(frozen=True, slots=True)
class Form:
    """What one kind of rulebook adds to the form of a pack, and of each policy."""

    policy: Callable[[Fields], object] = lambda _: None
    pack: Callable[[Fields], object] = lambda _: None
    loose_ends: Callable[[Pack], Iterable[Problem]] = lambda _: ()
    outcomes: Outcomes = field(default_factory=Outcomes)


PLAIN = Form()


def read_pack(folder: Path, form: Form = PLAIN) -> Pack:
    """Return the pack in a folder, or raise `PackInvalid` with everything that is wrong."""
    paths = sorted(folder.rglob("*.yaml"))[:MOST_FILES]
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    return read_files({name: text for name, text in files.items() if not is_case_file(name)}, form)


def read_files(files: Mapping[str, str], form: Form = PLAIN) -> Pack:
    """Return the pack made of these texts, by path inside the pack."""
    return _Collector(files, form).pack()


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

    def pack(self) -> Pack:
        tables = dict(self._tables())
        entries = self._entries(tables)
        if "pack.yaml" in self.files.keys() - tables.keys():
            raise PackInvalid(self.problems)
        head = self._head(tables.get("pack.yaml"))
        self._refuse()
        kin = tables.get("kinship.yaml")
        entries["kinship"] = schema.kinship(Fields(kin, self.problems)) if kin is not None else None
        self._refuse()
        pack = Pack(digest=digest_of(self.files), files=dict(self.files), **entries, **head)
        self.problems += [*reference_checks.loose_ends(pack), *self.form.loose_ends(pack)]
        self._refuse()
        return pack

    def _entries(self, tables: Mapping[str, Table]) -> dict[str, Any]:
        return {
            "sources": self._all(tables, "sources.yaml", schema.source),
            "topics": self._all(tables, "topics.yaml", schema.topic),
            "questions": self._all(tables, "questions/", question),
            "parameters": self._all(tables, "parameters/", parameter, inline="parameters"),
            "facts": self._all(tables, "facts.yaml", schema.fact, inline="facts"),
            "policies": self._policies(tables),
        }

    def _refuse(self) -> None:
        """Stop at what was found so far: a slip must not hide behind all that follows from it.

        Every file that can be read was looked at by itself. What a file with a mistake defines is
        missing everywhere it is used: that is not told.
        """
        if self.problems:
            raise PackInvalid(self.problems)

    def _tables(self) -> Iterator[tuple[str, Table]]:
        """Yield the files that are YAML at all; the slips of the others are noted."""
        for name, text in sorted(self.files.items()):
            try:
                yield name, read_yaml(text, name)
            except PackInvalid as invalid:
                self.problems += invalid.problems

    def _head(self, table: Table | None) -> dict[str, Any]:
        if table is None:
            self.problems.append(Problem("pack.yaml", 1, "缺少 pack.yaml"))
            raise PackInvalid(self.problems)
        fields = Fields(table, self.problems)
        people = fields.whole("largest_household", low=1, high=30, default=1)
        head = {
            "id": fields.name("id"),
            "version": fields.text("version"),
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
        fields, before = Fields(entry, self.problems), len(self.problems)
        try:
            made = form(name, fields)
        except PackInvalid as invalid:
            self.problems += invalid.problems
            return None
        fields.done()
        return made if len(self.problems) == before else None
