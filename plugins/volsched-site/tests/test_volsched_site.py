"""The site: everything it should show, nothing it may not, and pages that hold together."""

import datetime as dt
import re
from posixpath import dirname, join, normpath

import pytest
from site_pages import Page, pages, show, site, with_activities

from volsched.errors import InvalidValue
from volsched.hooks import Host
from volsched.model import (
    Activity,
    Holiday,
    Schedule,
    Space,
    Text,
)
from volsched.publishing import Revisions, edition_of, feeds_of
from volsched.testing import plan, plugin_contract, programme
from volsched_site import Site


def test_plugin_keeps_the_contract():
    plugin_contract(Site)
    plugin_contract(Site, settings={"base_url": "https://place.example.org", "languages": ["ug", "en"], "people": True})


def test_site_has_these_pages_and_no_others(small):
    month = "month/2027-05.html", "list/2027-05.html", *(f"week/2027-w{week}.html" for week in range(17, 23))
    about = "community/garden/index.html", "community/garden/2027-05.html", "venue/hall/index.html"
    street = "community/street/index.html", "community/street/2027-05.html"
    expected = {
        "public/site/site.css",
        "public/site/index.html",
        "public/site/ug/index.html",
        "public/site/en/index.html",
    }
    expected |= {
        f"public/site/{language}/{name}" for language in ("zh", "ug", "en") for name in (*month, *about, *street)
    }
    expected |= {
        "member/site/site.css",
        "member/site/index.html",
        "member/site/ug/index.html",
        "member/site/en/index.html",
    }
    teams = ("team/watch/index.html", "team/choir/index.html")
    expected |= {f"member/site/{language}/{name}" for language in ("zh", "ug", "en") for name in teams}
    people = ("ann", "ayshem", "bob", "cem", "dilnur", "eva", "fang", "gul")
    expected |= {"person/site/site.css", *(f"person/site/{person}.html" for person in people)}
    assert set(small) == expected


def test_pages_of_people_with_secret_names_say_how_to_subscribe():
    one, token = plan(), "abcdefghijklmnopqrstuvwxyz234567"
    now = dt.datetime(2027, 4, 20, tzinfo=dt.UTC)
    edition = edition_of(one, Revisions(), now=now, tokens={"ann": token})
    made = Site(people=True, person_url="https://place.example.org/person/")
    files = {file.path: file.content for file in made.export(edition)}
    assert "person/site/ann.html" not in files
    page = files[f"person/site/{token}.html"].decode()
    assert f'href="webcal://place.example.org/person/{token}.ics"' in page
    assert f'href="https://place.example.org/person/{token}.ics"' in page
    assert 'class="qr"' in page
    others = [content for path, content in files.items() if token not in path]
    assert not any(token.encode() in content for content in others)


def test_pages_of_people_are_written_for_who_asks_alone():
    assert not [path for path in site() if path.startswith("person/")]


def test_every_page_is_whole_safe_and_says_its_language(small):
    for path, page in pages(small).items():
        (_, html), *_ = page.tags
        language = html["lang"].removesuffix("-CN")
        assert html["dir"] == ("rtl" if language == "ug" else "ltr"), path
        policies = [
            known["content"] for tag, known in page.tags if known.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policies == ["default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"], path
        for tag, known in page.tags:
            assert tag not in {"style", "iframe", "object", "img", "form", "base"}, path
            assert tag != "script" or known == {"type": "application/ld+json"}, path
            assert not [name for name in known if name.startswith("on") or name == "style"], path
        assert len(set(page.ids)) == len(page.ids), path
        assert sum(tag == "h1" for tag, _ in page.tags) == 1, path


def test_every_link_leads_somewhere(small):
    found = pages(small)
    feeds = {feed.path for feed in feeds_of(plan())}
    for path, page in found.items():
        for href in page.links:
            if href.startswith(("https://place.example.org/cal/", "http://in.example.org:8080/", "webcal://")):
                continue
            target, _, place = href.partition("#")
            there = normpath(join(dirname(path), target)) if target else path
            assert there in small or there in feeds, (path, href)
            assert not place or place in found[there].ids, (path, href)


def test_languages_link_to_each_other_and_the_own_one_comes_first():
    files = site(languages=("ug", "zh"))
    assert "public/site/zh/list/2027-05.html" in files
    assert not [path for path in files if "/en/" in path]
    home = Page(files["public/site/index.html"])
    assert home.tags[0][1]["lang"] == "zh-CN"
    assert "ug/index.html" in home.links
    assert Page(site(languages=("en",))["public/site/index.html"]).tags[0][1]["lang"] == "en"


@pytest.mark.parametrize(
    ("language", "hours"),
    [
        ("zh", "22:00–次日02:00 北京时间 20:00–24:00 新疆时间"),
        ("ug", "22:00 ← ئەتىسى 02:00 بېيجىڭ ۋاقتى 20:00 ← 24:00 شىنجاڭ ۋاقتى"),
        ("en", "22:00–the next day 02:00 Beijing time 20:00–24:00 Xinjiang time"),
    ],
)
def test_times_say_whose_clock_they_are_of_in_both(small, language, hours):
    page = Page(small[f"member/site/{language}/team/watch/index.html"])
    assert page.text.count(hours) == 31
    assert len(re.findall(r"\d\d:\d\d", page.text)) == 31 * 4


def test_one_clock_is_named_too():
    files = site(plan(programme(second_zone=None)))
    text = Page(files["public/site/en/list/2027-05.html"]).text
    assert "19:00–21:00 Beijing time +Concert, free" in text
    assert "Xinjiang" not in text


def test_list_shows_the_day_by_both_calendars_and_its_events(small):
    text = Page(small["public/site/zh/list/2027-05.html"]).text
    assert (
        "2027年5月28日 周五 农历 廿三 10:00–12:00 北京时间 08:00–10:00 新疆时间 合唱排练 活动 19:00–21:00 北京时间"
        in text
    )
    english = Page(small["public/site/en/list/2027-05.html"]).text
    assert (
        "Friday 28 May 2027 Chinese calendar 4/23 10:00–12:00 Beijing time 08:00–10:00 Xinjiang time Rehearsal"
        in english
    )


def test_holidays_and_make_up_days_are_marked():
    days = (
        Holiday(name=Text(zh="劳动节", en="Labour Day"), first=dt.date(2027, 5, 1), last=dt.date(2027, 5, 2)),
        Holiday(name=Text(zh="劳动节"), first=dt.date(2027, 5, 8), working=True),
    )
    files = site(plan(programme(holidays=days)))
    text = Page(files["public/site/zh/month/2027-05.html"]).text
    assert "2027年5月2日 周日5月2日5月2日 周日2 农历 廿六 休 (放假) 劳动节" in text
    assert "班 (调休上班)" in text
    assert text.count("劳动节") == 2
    # Roza and Qurban are computed until they are announced.
    assert "古尔邦节 (待公布)" in text


def test_lunar_days_can_be_left_out():
    text = Page(site(lunar=False)["public/site/zh/month/2027-05.html"]).text
    assert "农历" not in text
    assert "劳动节" in text


def test_nothing_private_gets_in(small):
    one = plan().programme
    secrets = [text for person in one.people for text in (person.email, person.phone)]
    names = [
        text for person in one.people for text in (person.name.zh, person.name.ug, person.name.en) if len(text) > 4
    ]
    for path, content in small.items():
        text = content.decode()
        assert not [secret for secret in secrets if secret in text], path
        if not path.startswith("person/"):
            assert not [name for name in names if name in text], path
            assert "心脏体检" not in text, path
            assert "Heart" not in text, path
        if path.startswith("public/"):
            assert "巡逻" not in text, path
            assert "Watch" not in text, path
            assert "member/" not in text, path
    assert "noindex" in small["member/site/index.html"].decode()
    assert "noindex" in small["person/site/ann.html"].decode()
    assert "noindex" not in small["public/site/index.html"].decode()


def test_page_of_a_person_is_in_their_language_and_about_them_alone(small):
    page = Page(small["person/site/gul.html"])
    assert page.tags[0][1]["lang"] == "zh-CN"
    assert "古丽" in page.text
    assert page.links == ["site.css", "../gul.ics", "#main", "../gul.ics"]


def test_hidden_use_of_a_venue_is_shown_as_reserved_and_is_no_event():
    closed = Activity(
        id="closed",
        title=Text(en="Board"),
        audience="coordinator",
        space=Space(venue="hall"),
        schedule=Schedule(start=dt.datetime(2027, 5, 3, 9), lasts=dt.timedelta(hours=1)),
    )
    files = site(with_activities(show("Open"), closed))
    content = files["public/site/en/venue/hall/index.html"].decode()
    assert "Reserved" in content
    assert content.count("h-event") == 1
    assert not [path for path, content in files.items() if b"Board" in content]


def test_subscription_has_webcal_https_and_qr_code_where_there_is_an_address(small):
    page = Page(small["public/site/en/community/garden/index.html"])
    address = "https://place.example.org/cal/community/garden.ics"
    assert address in page.links
    assert address.replace("https", "webcal") in page.links
    assert address in page.text
    assert [known["aria-label"] for tag, known in page.tags if known.get("role") == "img"] == [
        "QR code of the calendar's address"
    ]
    assert "svg" in dict(page.tags)
    team = Page(small["member/site/en/team/watch/index.html"])
    assert "webcal://in.example.org:8080/team/watch.ics" in team.links
    assert "https://place.example.org/cal/site/" in team.links


def test_without_an_address_the_file_itself_is_linked():
    page = Page(site()["public/site/en/community/garden/index.html"])
    assert "../../../../community/garden.ics" in page.links
    assert "svg" not in dict(page.tags)
    assert not [href for href in page.links if ":" in href]


def test_same_plan_gives_the_same_bytes():
    assert site(base_url="https://place.example.org") == site(base_url="https://place.example.org")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"base_url": "javascript:alert(1)"}, "'javascript:alert(1)' is not a web address"),
        ({"base_url": 'https://x.example/"><b>'}, "is not a web address"),
        ({"member_url": "ftp://x.example"}, "plugin site: member_url: 'ftp://x.example' is not a web address"),
        ({"languages": ()}, "names none, or one of them twice"),
        ({"languages": ("zh", "zh")}, "names none, or one of them twice"),
        ({"languages": ("fr",)}, "'fr' is not kept; write some of zh, ug, en"),
    ],
)
def test_setting_that_cannot_be_is_refused(settings, words):
    with pytest.raises(InvalidValue, match=re.escape(words)):
        Site(**settings)


def test_settings_come_from_the_programme_file():
    host = Host.open({"site": {"base_url": "https://x.example", "languages": ["en"], "lunr": True}}, installed=False)
    host.add("site", Site)
    assert [str(fault) for fault in host.faults] == [
        "programme.toml: plugins.site.lunr: is not a key of this table; did you mean 'lunar'?"
    ]
