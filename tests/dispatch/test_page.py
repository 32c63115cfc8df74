"""Answers by link: what a page shows, what a button does, and who can do nothing with a link."""

import datetime as dt
import io
import re
import threading
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.validate import validator

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.dispatch.links import SignedLinks, links_of
from volsched.dispatch.page import ReplyPage
from volsched.model import Text
from volsched.planning.books import book_of, renewed
from volsched.publishing import PublishedState
from volsched.storage.bookings import books

from .conftest import RULES, World

ADDRESS = "http://127.0.0.1:8000/answers"


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path, rules=attrs.evolve(RULES, answers=ADDRESS))
    made.scheduler.publish(made.scheduler.plan(), tmp_path / "out", now=made.now, secret=bytes(range(32)))
    made.links = links_of(made.scheduler.programme, made.store)
    made.page = ReplyPage(made.office, made.links, lambda: made.now)
    made.duties = made.scheduler.plan().duties_of
    return made


def ask(app, link, form=None, method=None):
    """One request, through the validator of the standard library: status, headers, text."""
    found = {}
    body = urlencode(form or {}).encode()
    environ = {
        "REQUEST_METHOD": method or ("GET" if form is None else "POST"),
        "SCRIPT_NAME": "",
        "PATH_INFO": link.removeprefix(ADDRESS),
        "QUERY_STRING": "",
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }

    def start_response(status, headers, _info=None):
        found.update(status=int(status[:3]), headers=dict(headers))
        return lambda _data: None

    answer = validator(app)(environ, start_response)
    text = b"".join(answer).decode()
    answer.close()
    return found["status"], found["headers"], text


def first_duty(world, person="ann"):
    return world.duties(person)[0][1]


def state_of(world, person, occurrence):
    with world.store.look() as look:
        record = look.get("reply", f"{occurrence}/{person}")
    return None if record is None else record.body["state"]


def test_a_page_says_what_it_is_about_and_looking_at_it_answers_nothing(world):
    shift = first_duty(world)
    status, headers, text = ask(world.page, world.links("ann", shift.id, "duty"))
    assert status == 200
    assert "安娜，您好！" in text
    assert "北京时间" in text
    assert text.count("<form") == 3
    assert state_of(world, "ann", shift.id) in (None, "asked")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "<script" not in text


def test_one_who_comes_is_noted(world):
    shift = first_duty(world)
    link = world.links("ann", shift.id, "duty")
    status, _, text = ask(world.page, link, {"answer": "confirmed"})
    assert (status, "已经记下您会来" in text) == (200, True)
    assert state_of(world, "ann", shift.id) == "confirmed"
    assert "您之前的答复：我来" in ask(world.page, link)[2]


def test_one_who_cannot_come_is_replaced_by_whom_they_named(world):
    shifts = [shift for _, shift in world.duties("ann")]
    shift = next(one for one in shifts if len(world.office.candidates(one.id, "ann", now=world.now)) > 1)
    link = world.links("ann", shift.id, "duty")
    offered = re.findall(r'<option value="([^"]+)">', ask(world.page, link)[2])
    assert len(offered) > 1
    chosen = offered[-1]
    ask(world.page, link, {"answer": "declined", "first": chosen})
    assert state_of(world, "ann", shift.id) == "declined"
    cover = world.links(chosen, shift.id, "cover")
    status, _, text = ask(world.page, cover)
    assert (status, "您能来替班吗" in text or "step in" in text or "ئورنىغا" in text) == (200, True)
    ask(world.page, cover, {"answer": "confirmed"})
    with world.store.look() as look:
        held = world.office.published(look).commitments
    assert shift.id in {item.occurrence for item in held[chosen]}
    assert shift.id not in {item.occurrence for item in held["ann"]}


def test_whom_nobody_offered_cannot_be_chosen(world):
    shift = first_duty(world)
    ask(world.page, world.links("ann", shift.id, "duty"), {"answer": "declined", "first": "gul' OR 1=1"})
    with world.store.look() as look:
        (record,) = look.every("cover")
    assert "gul' OR 1=1" not in record.body["asked"]


@pytest.mark.parametrize("form", [{}, {"answer": "maybe"}, {"answer": ""}, {"first": "ann"}])
def test_what_is_no_answer_is_asked_again(world, form):
    shift = first_duty(world)
    status, _, text = ask(world.page, world.links("ann", shift.id, "duty"), form, method="POST")
    assert (status, "<form" in text) == (400, True)
    assert state_of(world, "ann", shift.id) in (None, "asked")


def test_a_form_that_is_too_long_is_no_answer(world):
    shift = first_duty(world)
    long = {"answer": "confirmed", "x": "y" * 5000}
    assert ask(world.page, world.links("ann", shift.id, "duty"), long)[0] == 400


def test_what_is_over_cannot_be_answered(world):
    shift = first_duty(world)
    link = world.links("ann", shift.id, "duty")
    world.now = shift.span.end
    status, _, text = ask(world.page, link, {"answer": "declined"})
    assert (status, "不用再答复了" in text, "<form" in text) == (200, True, False)
    assert state_of(world, "ann", shift.id) in (None, "asked")


def test_a_link_of_another_address_secret_or_person_is_worth_nothing(world):
    shift = first_duty(world)
    link = world.links("ann", shift.id, "duty")
    token = link.rpartition("/")[2]
    forged = SignedLinks(ADDRESS, lambda: b"x" * 32)("ann", shift.id, "duty")
    swapped = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (
        forged,
        f"{ADDRESS}/r/{swapped}",
        f"{ADDRESS}/r/",
        f"{ADDRESS}/r/{token}=",
        f"{ADDRESS}/r/{token[:-2]}",
    ):
        status, _, text = ask(world.page, wrong, {"answer": "declined"})
        assert status == 404
        assert 'dir="rtl"' in text  # in every language, as the reader is not known
        assert shift.id not in text
    assert state_of(world, "ann", shift.id) in (None, "asked")


def test_other_methods_do_nothing(world):
    shift = first_duty(world)
    link = world.links("ann", shift.id, "duty")
    assert ask(world.page, link, method="DELETE")[0] == 405
    status, headers, text = ask(world.page, link, method="HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 500


def test_names_and_titles_are_text_on_the_page(world, tmp_path):
    evil = '<script>alert("x")</script>{answer}&amp;'
    of = world.scheduler.programme
    people = tuple(attrs.evolve(item, name=Text(zh=evil)) if item.id == "ann" else item for item in of.people)
    world.open(attrs.evolve(of, people=people))
    page = ReplyPage(world.office, world.links, lambda: world.now)
    text = ask(page, world.links("ann", first_duty(world).id, "duty"))[2]
    assert "<script>" not in text
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;{answer}&amp;amp;" in text


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_link_says_what_was_put_in_and_nothing_else_is_one(person, occurrence):
    links = SignedLinks("https://a.example", lambda: b"s" * 32)
    person, occurrence = person.encode("utf-8", "ignore").decode(), occurrence.encode("utf-8", "ignore").decode()
    link = links(person, occurrence, "duty")
    read = links.read(link.rpartition("/")[2])
    assert (read.person, read.occurrence, read.purpose) == (person, occurrence, "duty")
    assert links.read(person) is None


def test_there_are_no_links_before_the_first_publication_or_without_an_address(world):
    assert SignedLinks("https://a.example", lambda: None)("ann", "x", "duty") == ""
    assert SignedLinks("", lambda: b"s" * 32)("ann", "x", "duty") == ""
    assert SignedLinks("https://a.example", lambda: None).read("x") is None


def test_messages_that_ask_hold_the_link(world):
    shift = first_duty(world)
    world.deliver()
    world.channel.sent.clear()
    ask(world.page, world.links("ann", shift.id, "duty"), {"answer": "declined"})
    world.deliver()
    with world.store.look() as look:
        (record,) = look.every("cover")
    asked = record.body["asked"][0]
    (message,) = [item for item in world.channel.sent if item.person == asked]
    assert world.links(asked, shift.id, "cover") in message.body


def message_about(world, *, people="ann"):
    """Publish so that somebody gets several new duties at once, and the link of the message about them."""
    of = world.scheduler.programme
    world.deliver()
    world.channel.sent.clear()
    made = world.scheduler.plan()
    roster = made.rosters[0]
    others = [item for item in roster.assignments if item.person != people]
    shifts = {item.seat.shift for item in roster.assignments if item.person == people}
    given, seats = [], []
    for item in others:
        if item.seat.shift not in shifts and len(seats) < 2 and item.seat.role != "leader":
            seats.append(item.seat.shift)
            shifts.add(item.seat.shift)
            given.append(attrs.evolve(item, person=people))
        else:
            given.append(item)
    kept = [item for item in roster.assignments if item.person == people]
    changed = attrs.evolve(made, rosters=(roster.with_assignments([*kept, *given]), *made.rosters[1:]))
    with world.store.look() as look:
        before = world.office.published(look)
    with world.store.change(who="test", at=world.now) as change:
        world.office.queue(change, before, changed, now=world.now)
        change.put("published", "plan", PublishedState.of(changed).to_body())
    with world.store.look() as look:
        (posted,) = look.posted(states=("pending",), person=people, topic="changes/")
    assert of.id
    return posted.envelope.message, re.search(re.escape(ADDRESS) + r"\S+", posted.envelope.message.body)[0], seats


def test_a_message_about_several_duties_has_one_page_with_an_answer_for_each(world):
    message, link, seats = message_about(world)
    assert message.body.count(ADDRESS) == 1
    status, _, text = ask(world.page, link)
    assert (status, text.count("<section"), text.count("<form")) == (200, 2, 4)
    assert [state_of(world, "ann", one) for one in seats] == ["asked", "asked"]
    _, _, text = ask(world.page, link, {"answer": "confirmed", "about": seats[0]})
    assert "已经记下您会来" in text
    assert text.count("<section") == 2
    assert text.count("您之前的答复：我来<") == 1
    ask(world.page, link, {"answer": "declined", "about": seats[1]})
    assert [state_of(world, "ann", one) for one in seats] == ["confirmed", "declined"]
    # What the message did not ask about cannot be answered by its link.
    other = first_duty(world).id
    ask(world.page, link, {"answer": "declined", "about": other})
    assert state_of(world, "ann", other) is None
    ask(world.page, link, {"answer": "rubbish", "about": seats[0]})
    assert state_of(world, "ann", seats[0]) == "confirmed"


def test_a_page_of_several_duties_is_over_when_they_are(world):
    _, link, _ = message_about(world)
    world.now += dt.timedelta(days=400)
    assert "不用再答复" in ask(world.page, link)[2]


def test_who_cannot_come_to_an_appointment_gives_it_back_and_the_next_takes_it_by_a_link(world):
    world.deliver()
    world.office.open_books([book_of(world.scheduler.plan(), "heart")], now=world.now, who="test", renew=renewed)
    with world.store.look() as look:
        book = books(look)["heart"]
    lost, (next_one,) = next(e for e in book.entries if e.status == "booked").person, [e.person for e in book.queue]
    occurrence = book.places[0].occurrence
    ask(world.page, world.links(lost, occurrence, "duty"), {"answer": "declined"})
    with world.store.look() as look:
        book = books(look)["heart"]
        (posted,) = look.posted(states=("pending",), person=next_one, topic="place/")
    assert [book.entry(one).status for one in (lost, next_one)] == ["cancelled", "offered"]
    link = re.search(re.escape(ADDRESS) + r"\S+", posted.envelope.message.body)[0]
    status, _, text = ask(world.page, link)
    assert (status, text.count("<form")) == (200, 2)
    ask(world.page, link, {"answer": "confirmed"})
    ask(world.page, link, {"answer": "confirmed"})
    with world.store.look() as look:
        assert books(look)["heart"].entry(next_one).status == "booked"
        state = world.office.published(look)
    held = {one: [item.activity for item in state.commitments[one]] for one in (lost, next_one)}
    assert ["heart" in held[one] for one in (lost, next_one)] == [False, True]
    ask(world.page, link, {"answer": "declined"})
    with world.store.look() as look:
        assert books(look)["heart"].entry(next_one).status == "waiting"
    assert ask(world.page, link)[2].count("<form") == 0


class _Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.mark.heavy
@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("language", ["zh", "ug", "en"])
def test_a_person_answers_on_a_phone_without_javascript(world, language, several):
    """In a real Chromium: 360 px wide, no JavaScript, no sideways scrolling, nothing that axe objects to."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    of = world.scheduler.programme
    people = tuple(attrs.evolve(item, language=language) if item.id == "ann" else item for item in of.people)
    world.open(attrs.evolve(of, people=people))
    shift = first_duty(world)
    page_app = ReplyPage(world.office, world.links, lambda: world.now)
    server = make_server("127.0.0.1", 0, page_app, handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    link, occurrence = world.links("ann", shift.id, "duty"), shift.id
    if several:
        _, link, (occurrence, _) = message_about(world)
    path = link.removeprefix(ADDRESS)
    address = f"http://127.0.0.1:{server.server_port}{path}"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    try:
        with playwright.sync_playwright() as play:
            try:
                browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
            except playwright.Error:
                pytest.skip("Debian's Chromium is not installed")
            checked = browser.new_page(viewport={"width": 360, "height": 844}, bypass_csp=True)
            checked.goto(address)
            found = axe.Axe().run(checked)
            assert found.violations_count == 0, found.generate_report()
            assert checked.evaluate("document.documentElement.scrollWidth") <= 360
            context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 844})
            page = context.new_page()
            page.goto(address)
            page.screenshot(path=str(world.path / f"answer-{language}.png"))
            page.click('button[value="confirmed"] >> nth=0')
            assert page.locator('[role="status"]').count() == 1
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert state_of(world, "ann", occurrence) == "confirmed"
