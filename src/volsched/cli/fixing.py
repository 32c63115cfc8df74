"""volsched check --fix: what could be mended, shown before it is done, and done only on a yes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from volsched.cli.options import opened
from volsched.errors import InvalidValue, ProgrammeError
from volsched.files import EditedFile, Editing
from volsched.model import Finding, Language, Proposal

_SAY: dict[str, dict[Language, str]] = {
    "nothing": {"zh": "没有可以自动修改的问题", "ug": "ئۆزگەرتىدىغان يەر يوق", "en": "nothing that could be changed"},
    "ask": {"zh": "这样改吗？", "ug": "مۇشۇنداق ئۆزگەرتەمدۇ؟", "en": "change it so?"},
    "left": {"zh": "什么都没有改", "ug": "ھېچنېمە ئۆزگەرتىلمىدى", "en": "nothing was changed"},
    "written": {"zh": "已修改：{}", "ug": "ئۆزگەرتىلدى: {}", "en": "changed: {}"},
    "by hand": {"zh": "请手工修改：{}", "ug": "قولدا ئۆزگەرتىڭ: {}", "en": "by hand: {}"},
}


def fix(folder: Path, findings: Iterable[Finding], language: Language, *, yes: bool) -> tuple[Path, ...]:
    """Offer each way to mend a finding until one is taken, then write the files that changed; which those are.

    Each is first tried in a copy of the folder: a change that the files would not load with is not offered. What has
    been changed once is left alone, for the plan that the other proposals were made for no longer holds.
    """
    editing = Editing(folder)
    offered = 0
    mended: set[tuple[str, str]] = set()
    for finding in findings:
        for proposal in finding.proposals:
            about = {(edit.table, edit.id) for edit in proposal.edits}
            tried = () if about & mended else _tried(editing, proposal, language)
            if not tried:
                continue
            offered += 1
            _show(finding, proposal, tried, language)
            if yes or click.confirm(_SAY["ask"][language]):
                editing.apply(tried)
                mended |= about
                break
    if not editing.changed():
        click.echo(_SAY["left" if offered else "nothing"][language])
        return ()
    written = editing.write()
    click.echo(_SAY["written"][language].format(", ".join(path.name for path in written)))
    return written


def apply_proposal(folder: Path, proposal: Proposal, language: Language, *, yes: bool) -> tuple[Path, ...]:
    """Show one change of the files, and make it once somebody agrees; which files changed.

    Raises:
        InvalidValue: the files cannot be changed so, or nobody agrees.
    """
    editing = Editing(folder)
    tried = editing.tried(proposal.edits)
    click.echo(f"→ {proposal.sentence.in_language(language)}")
    for line in _lines(tried):
        click.echo(f"  {line}")
    if not tried or not _loads(editing, tried) or not (yes or click.confirm(_SAY["ask"][language])):
        raise InvalidValue("files", str(folder), "", "nothing was changed", "move it in the files by hand, and publish")
    editing.apply(tried)
    return editing.write()


def _tried(editing: Editing, proposal: Proposal, language: Language) -> tuple[EditedFile, ...]:
    try:
        tried = editing.tried(proposal.edits)
    except InvalidValue as refused:
        click.echo(_SAY["by hand"][language].format(refused), err=True)
        return ()
    return tried if tried and _loads(editing, tried) else ()


def _loads(editing: Editing, tried: tuple[EditedFile, ...]) -> bool:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        editing.copy_to(copy)
        for file in tried:
            (copy / file.path.name).write_bytes(file.after.encode("utf-8"))
        try:
            opened(copy)
        except ProgrammeError as error:
            for fault in error.faults:
                click.echo(str(fault), err=True)
            return False
        return True


def _show(finding: Finding, proposal: Proposal, tried: Iterable[EditedFile], language: Language) -> None:
    click.echo(f"{finding.code}  {finding.sentence.in_language(language)}")
    click.echo(f"→ {proposal.sentence.in_language(language)}")
    for line in _lines(tried):
        click.echo(f"  {line}")


def _lines(tried: Iterable[EditedFile]) -> Iterator[str]:
    for file in tried:
        yield from file.difference()
