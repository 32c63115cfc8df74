"""The pages in a real browser, at the width of a desk and of a phone: axe finds nothing, nothing scrolls sideways."""

import shutil
from importlib import resources

import pytest

from volsched.publishing import write_feeds, write_files
from volsched.testing import plan
from volsched_site import Site

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium here (apt install chromium)"),
    # Playwright's event loop leaves its transport to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LANGUAGES = ("zh", "ug", "en")
KINDS = {
    "home": "public/site/{home}index.html",
    "month": "public/site/{language}/month/2027-05.html",
    "week": "public/site/{language}/week/2027-w21.html",
    "list": "public/site/{language}/list/2027-05.html",
    "community": "public/site/{language}/community/garden/index.html",
    "month of a community": "public/site/{language}/community/garden/2027-05.html",
    "venue": "public/site/{language}/venue/hall/index.html",
    "members": "member/site/{home}index.html",
    "team": "member/site/{language}/team/watch/index.html",
    "person": "person/site/ann.html",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("site")
    one = plan()
    settings = {"base_url": "https://place.example.org", "member_url": "https://in.example.org", "people": True}
    write_files(made, [*Site(**settings).export(one), *write_feeds(one)])
    return made


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def axe():
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def address(folder, kind, language):
    home = "" if language == "zh" else f"{language}/"
    return (folder / KINDS[kind].format(language=language, home=home)).as_uri()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_fit_and_load_nothing_but_their_style_sheet(folder, browser, language, width):
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        told, asked = [], []
        page.on("console", lambda message: told.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        for kind in KINDS:
            asked.clear()
            page.goto(address(folder, kind, language))
            assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
            assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", f"{kind}: no style sheet"
            assert [url.rpartition("/")[2] for url in asked if not url.endswith(".html")] == ["site.css"], kind
        assert told == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(folder, browser, axe, language, width):
    # Axe has to be put into the page, which the policy of the page forbids.
    with browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True) as context:
        page = context.new_page()
        for kind in KINDS:
            page.goto(address(folder, kind, language))
            page.add_script_tag(content=axe)
            found = page.evaluate("axe.run(document, {rules: {'target-size': {enabled: true}}})")
            assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == [], kind
            assert len(found["passes"]) > 10, kind


def test_month_prints_every_week_on_a4(folder, browser):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address(folder, "month", "zh"))
        page.emulate_media(media="print")
        shown = page.evaluate(
            "[...document.querySelectorAll('.grid > .day')].filter(day => day.offsetHeight > 0).length"
        )
        assert shown == 31
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") in (1, 2)
