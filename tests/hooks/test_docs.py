"""The reference says of each hook what the code says, and the guide's plugin can be installed as it stands."""

import re
import tomllib
from pathlib import Path

import pytest

from volsched.hooks import POLICIES, Host
from volsched.hooks.spec import signature

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference" / "hooks.md"
GUIDE = DOCS / "how-to" / "write-a-plugin.md"


def sections():
    _, *found = re.split(r"^## ", REFERENCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(section.split("\n", 1) for section in found)


def test_every_hook_is_a_heading_with_its_exact_signature():
    assert list(sections()) == [f"`{signature(hook)}`" for hook in list(POLICIES)]


@pytest.mark.parametrize("hook", list(POLICIES))
def test_every_hook_says_its_policy_when_it_is_called_and_what_a_failure_costs(hook):
    body = sections()[f"`{signature(hook)}`"]
    assert f"- **Policy:** {POLICIES[hook]}.\n" in body
    assert re.search(r"^- \*\*Called:\*\* \w+", body, re.MULTILINE)
    assert re.search(r"^- \*\*When it fails:\*\* \w+", body, re.MULTILINE)


def test_plugin_of_the_guide_is_found_by_what_its_pyproject_announces(site):
    text = GUIDE.read_text(encoding="utf-8")
    code = re.search(r"`volsched_company/__init__.py`:\n\n```python\n(.*?)```", text, re.DOTALL)[1]
    project = tomllib.loads(re.search(r"```text\n(\[build-system\].*?)```", text, re.DOTALL)[1])
    ((name, entry),) = project["project"]["entry-points"]["volsched"].items()
    module, target = entry.split(":")
    site.install(name, code, distribution=project["project"]["name"], module=module, target=target)
    host = Host.open({"company": {"fewest": 3}}, folders=site.folders)
    assert [(info.name, info.distribution, info.state) for info in host.plugins()] == [
        ("company", "volsched-company", "active")
    ]
    assert [exporter.name for exporter in host.exporters()] == ["company"]
