"""Pages of the site as tests read them."""

import datetime as dt
from html.parser import HTMLParser

from volsched.model import (
    Schedule,
    performance,
)
from volsched.testing import plan, programme
from volsched_site import Site

VOID = {"meta", "link", "br", "img", "path", "input", "hr"}


class Page(HTMLParser):
    """The tags, texts and links of a page; what is not closed or closed twice is an error."""

    def __init__(self, content):
        super().__init__(convert_charrefs=True)
        self.tags, self.ids, self.links, self.open, self.texts, self.data = [], [], [], [], [], []
        self.feed(content.decode())
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        assert len(known) == len(attributes), (tag, attributes)
        self.tags.append((tag, known))
        self.ids += [known["id"]] if "id" in known else []
        self.links += [known["href"]] if "href" in known else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        (self.data if self.open and self.open[-1] == "script" else self.texts).append(data)

    @property
    def text(self):
        return " ".join("".join(self.texts).split())


def site(of=None, **settings):
    return {file.path: file.content for file in Site(**settings).export(of or plan())}


def pages(files):
    return {path: Page(content) for path, content in files.items() if path.endswith(".html")}


def show(title, **fields):
    start = fields.pop("start", dt.datetime(2027, 5, 22, 19))
    lasts = fields.pop("lasts", dt.timedelta(hours=2))
    schedule = Schedule(start=start, lasts=lasts, **fields.pop("schedule", {}))
    return performance("show", title=title, venue="hall", schedule=schedule, **fields)


def with_activities(*activities, **fields):
    return plan(programme(activities=activities, **fields))
