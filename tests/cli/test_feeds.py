"""The addresses of people's own calendars, as a person asks for them and renews one."""

import json
import re
import shutil

import pytest
from tests.cli.test_commands import WATCH, volsched


@pytest.fixture
def place(tmp_path):
    shutil.copytree(WATCH, tmp_path / "place")
    return tmp_path


def test_links_are_names_without_a_store_and_secrets_with_one(place):
    plain = json.loads(volsched("feeds", "links", "place", "--json", cwd=place).stdout)
    assert {item["person"]: item["link"] for item in plain}[plain[0]["person"]] == f"person/{plain[0]['person']}.ics"
    published = volsched("publish", "place", "--store", "kept.db", cwd=place)
    assert published.returncode in (0, 1), published.stderr
    url = ("--url", "https://cal.example.org/", "--store", "kept.db", "--json")
    links = {i["person"]: i["link"] for i in json.loads(volsched("feeds", "links", "place", *url, cwd=place).stdout)}
    assert set(links) == {item["person"] for item in plain}
    for link in links.values():
        name = re.fullmatch(r"https://cal\.example\.org/(person/[a-z2-7]{32}\.ics)", link)[1]
        assert (place / "out" / name).is_file()


def test_a_link_can_be_renewed_and_the_old_one_ends_with_the_next_publication(place):
    volsched("publish", "place", "--store", "kept.db", cwd=place)
    before = json.loads(volsched("feeds", "links", "place", "--store", "kept.db", "--json", cwd=place).stdout)
    person, old = before[0]["person"], before[0]["link"]
    renewed = volsched("feeds", "rotate", "place", person, "--store", "kept.db", cwd=place)
    assert renewed.returncode == 0, renewed.stderr
    new = renewed.stdout.split()[-1]
    assert new != old
    volsched("publish", "place", "--store", "kept.db", cwd=place)
    assert (place / "out" / new).is_file()
    assert not (place / "out" / old).exists()
    other = json.loads(volsched("feeds", "links", "place", "--store", "kept.db", "--json", cwd=place).stdout)
    assert other[1:] == before[1:]


def test_what_cannot_be_done_says_what_to_do(place):
    done = volsched("feeds", "rotate", "place", "nobody", cwd=place)
    assert (done.returncode, "no person 'nobody'" in done.stderr) == (2, True)
    done = volsched("feeds", "links", "place", "--webcal", cwd=place)
    assert done.returncode == 2
    assert "name it with --url, or set `url` under [plugins.ical]" in done.stderr
    done = volsched("feeds", "links", "place", "--webcal", "--url", "https://cal.example.org", cwd=place)
    assert "  webcal://cal.example.org/person/" in done.stdout


def test_the_folder_goes_first_as_everywhere_and_the_old_order_is_still_understood(place):
    volsched("publish", "place", "--store", "kept.db", cwd=place)
    ordinary = volsched("feeds", "rotate", "place", "w01", "--store", "kept.db", cwd=place)
    assert (ordinary.returncode, "goes first" in ordinary.stderr) == (0, False)
    other = volsched("feeds", "rotate", "w01", "place", "--store", "kept.db", cwd=place)
    assert other.returncode == 0
    assert "the folder goes first: volsched feeds rotate place w01" in other.stderr
    within = volsched("feeds", "rotate", "w01", "--store", "../kept.db", cwd=place / "place")
    assert (within.returncode, within.stdout[:3]) == (0, "w01")
    for wrong in ((), ("a", "b", "c")):
        assert "volsched feeds rotate FOLDER PERSON" in volsched("feeds", "rotate", *wrong, cwd=place).stderr
