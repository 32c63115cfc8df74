"""Tables for spreadsheets: rosters, bookings, and what the checks found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from volsched.hooks import Exporter, hookimpl
from volsched.model import Finding
from volsched.planning import Plan
from volsched.publishing import OutputFile, Viewer, csv_bytes, write_tables

NAME = "csv"
FINDING_COLUMNS = ("severity", "code", "finding", "subjects")


@frozen(eq=False)
class Tables:
    """Writes rosters, bookings and findings as CSV files."""

    @hookimpl
    def volsched_exporters(self) -> Iterable[Exporter]:
        """The one exporter."""
        return (Exporter(name=NAME, title="Tables (CSV)", export=write_all_tables),)


def write_all_tables(plan: Plan) -> Iterator[OutputFile]:
    """The tables of rosters and bookings, and one of findings for the coordinator."""
    yield from write_tables(plan)
    language = plan.programme.language
    viewer = Viewer(audience="coordinator", language=language)
    rows = [
        (found.severity, found.code, found.sentence.in_language(language), " ".join(found.subjects))
        for found in plan.findings
        if _may_read(viewer, plan, found)
    ]
    yield OutputFile("coordinator/findings.csv", csv_bytes([FINDING_COLUMNS, *rows]))


def _may_read(viewer: Viewer, plan: Plan, finding: Finding) -> bool:
    """Whether everything that a finding is about may be known; who waits for a checkup is told its organiser alone."""
    activities = plan.programme.activity_by_id
    named = (activities.get(subject.partition("/")[0]) for subject in finding.subjects)
    return all(viewer.sees(activity) for activity in named if activity is not None)
