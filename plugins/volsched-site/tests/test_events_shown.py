"""Events on the pages of the site: what of them is shown, and that their texts stay texts."""

import datetime as dt
import json
import re

import attrs
import pytest
from site_pages import Page, pages, show, site, with_activities

from volsched.model import (
    Override,
    Text,
    Window,
)
from volsched.testing import plan, programme

HOSTILE = (
    "Hi\r\nATTENDEE:mailto:evil@example.com",
    "Anna\u2028Bcc: evil@example.com",
    "\u202egnp.exe",
    "👩\u200d👧" * 20,
    '"><svg onload=alert(1)>',
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raise %}",
    "{0.__class__.__mro__}",
    "%(secret)s %n",
    "[click](javascript:alert(1)) *bold* `x`",
    "a & b &amp; c &lt;d>",
    "=1+1",
    "CON",
    "..",
)


def test_data_for_search_engines_holds_public_events_alone(small):
    page = Page(small["public/site/en/list/2027-05.html"])
    (data,) = page.data
    graph = json.loads(data)["@graph"]
    concert = next(event for event in graph if event["name"] == "+Concert, free")
    assert concert == {
        "@type": "Event",
        "identifier": concert["identifier"],
        "name": "+Concert, free",
        "startDate": "2027-05-28T19:00+08:00",
        "endDate": "2027-05-28T21:00+08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": "en",
        "organizer": {"@type": "Organization", "name": "Small place"},
        "url": "https://place.example.org/cal/site/en/list/2027-05.html#d-2027-05-28",
        "location": {"@type": "Place", "name": "Hall", "address": "Hall"},
    }
    assert sorted({event["name"] for event in graph}) == ["+Concert, free", "First aid for all", "Rehearsal"]
    rows = re.findall(r'class="row ev h-event[^"]*"', small["public/site/en/list/2027-05.html"].decode())
    assert len(rows) == len(graph)


def test_cancelled_event_stays_and_says_so():
    override = Override(original=dt.datetime(2027, 5, 22, 19), cancelled=True)
    files = site(with_activities(show("Open", schedule={"overrides": (override,)})))
    page = Page(files["public/site/en/list/2027-05.html"])
    assert "Cancelled: Open" in page.text
    assert json.loads(page.data[0])["@graph"][0]["eventStatus"] == "https://schema.org/EventCancelled"


def test_event_of_several_days_is_on_each_of_them_and_listed_once():
    fair = show("Fair", start=dt.date(2027, 5, 30), lasts=dt.timedelta(days=4))
    files = site(plan(programme(activities=(fair,)), _two_months()))
    month = files["public/site/en/month/2027-05.html"].decode()
    assert month.count(">Fair<") == 2
    assert month.count("continues") == 1
    assert "30 May – 2 June" in Page(month.encode()).text
    may, june = (Page(files[f"public/site/en/list/2027-0{number}.html"]) for number in (5, 6))
    assert may.text.count("Fair") == june.text.count("Fair") == 1
    assert len(may.data) == 1
    assert june.data == []
    event = json.loads(may.data[0])["@graph"][0]
    assert (event["startDate"], event["endDate"]) == ("2027-05-30", "2027-06-02")


def _two_months():
    return Window(dt.date(2027, 5, 1), dt.date(2027, 7, 1))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_wherever_it_stands(text):
    one = programme()
    hostile = Text(en=text, zh=text)
    venue = attrs.evolve(one.venues[0], name=hostile, address=text)
    area = attrs.evolve(one.areas[0], name=hostile)
    evil = show(hostile, description=hostile)
    chosen = plan(
        programme(name=hostile, venues=(venue,), areas=(area, *one.areas[1:]), activities=(evil, *one.activities[:1]))
    )
    clean = " ".join(hostile.en.split())
    files = site(chosen, base_url="https://place.example.org")
    for path, page in pages(files).items():
        for tag, known in page.tags:
            assert tag not in {"img", "iframe"}, path
            assert tag != "svg" or known.keys() <= {"class", "viewbox"}, path
            assert tag != "script" or known == {"type": "application/ld+json"}, path
            assert not [name for name in known if name.startswith("on")], path
        assert clean in page.text, path
    listed = Page(files["public/site/en/list/2027-05.html"])
    event = json.loads(listed.data[0])["@graph"][0]
    assert (event["name"], event["location"]["name"]) == (clean, f"{clean}, {clean}")


def test_text_in_another_language_says_so():
    files = site(with_activities(show(Text(zh="百家宴"))))
    assert '<bdi lang="zh-CN">百家宴</bdi>' in files["public/site/ug/list/2027-05.html"].decode()
    assert "<bdi>百家宴</bdi>" in files["public/site/zh/list/2027-05.html"].decode()


def test_more_events_than_fit_into_a_day_are_a_link_away():
    many = [attrs.evolve(show(f"Show {number}"), id=f"show-{number}") for number in range(9)]
    files = site(with_activities(*many))
    month = Page(files["public/site/en/month/2027-05.html"])
    assert month.text.count("Show ") == 6
    assert "+3 events" in month.text
    assert "../list/2027-05.html#d-2027-05-22" in month.links
    assert Page(files["public/site/en/list/2027-05.html"]).text.count("Show ") == 9


def test_subject_with_very_many_events_has_months_instead_of_one_long_page():
    hourly = show(
        "Class", start=dt.datetime(2027, 5, 1, 9), lasts=dt.timedelta(minutes=30), schedule={"rule": "FREQ=DAILY"}
    )
    halls = [attrs.evolve(hourly, id=f"class-{number}", title=Text(en=f"Class {number}")) for number in range(14)]
    files = site(with_activities(*halls))
    index = Page(files["public/site/en/venue/hall/index.html"])
    assert "Class" not in index.text
    assert "2027-05.html" in index.links
    assert Page(files["public/site/en/venue/hall/2027-05.html"]).text.count("Class ") == 14 * 31


def test_programme_in_which_nothing_happens_has_a_site_too():
    files = site(with_activities())
    assert not [href for href in Page(files["public/site/index.html"]).links if "#v" in href or "#c" in href]
    assert "Nothing planned" in Page(files["public/site/en/month/2027-05.html"]).text
    assert set(pages(files)) >= {"public/site/index.html", "member/site/index.html"}
