"""A check of a plugin proposes changes like those of volsched, and one that proposes rubbish costs its own findings."""

import datetime as dt

import attrs
import pytest

from volsched import Edit, Finding, Programme, Proposal, Schedule, Scheduler, Text, Window, activity
from volsched.builtin import BUILTINS
from volsched.errors import InvalidValue
from volsched.hooks import Check, Host, hookimpl

EDIT = Edit(table="activity", id="talk", path=("when", "start"), value="2027-05-07 11:00")
LATER = Proposal(sentence=Text(en="an hour later"), edits=(EDIT,))


def finding(**fields):
    return Finding(code="too-early", severity="note", subjects=("talk",), sentence=Text(en="too early"), **fields)


class Plugin:
    def __init__(self, run):
        self.run = run

    @hookimpl
    def volsched_checks(self):
        return [Check(name="early", run=self.run)]


def place(plugin):
    once = Schedule(start=dt.datetime(2027, 5, 7, 10), lasts=dt.timedelta(hours=1))
    talk = activity("talk", title="Talk", schedule=once)
    host = Host.open(builtins={**BUILTINS, "early": plugin}, installed=False)
    return Scheduler(Programme(id="place", name=Text(en="Place"), activities=(talk,)), host=host)


def test_a_proposal_of_a_plugin_reaches_the_plan():
    scheduler = place(Plugin(lambda plan: [finding(proposals=(LATER,))]))
    (found,) = scheduler.plan(Window.month(2027, 5)).findings
    assert found.proposals == (LATER,)


def test_rubbish_among_proposals_costs_the_check_and_names_its_plugin():
    scheduler = place(Plugin(lambda plan: [finding(proposals=("move it",))]))
    (found,) = scheduler.plan(Window.month(2027, 5)).findings
    assert (found.code, found.subjects) == ("plugin-failed", ("early",))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"value": None}, "has neither a value nor an entry"),
        ({"entry": (("on", "2027-05-07"),)}, "has a value and an entry"),
        ({"path": ()}, "path: is empty"),
        ({"value": 1.5}, "holds something else than text"),
        ({"path": (1,)}, "holds something else than text"),
    ],
)
def test_an_edit_says_one_thing_as_a_file_would_have_it(fields, told):
    with pytest.raises(InvalidValue, match=told):
        attrs.evolve(EDIT, **fields)


@pytest.mark.parametrize("proposals", [("x",), [LATER], (EDIT,)])
def test_proposals_are_a_tuple_of_proposals(proposals):
    with pytest.raises(TypeError):
        finding(proposals=proposals)
