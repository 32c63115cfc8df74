"""How to subscribe to what a page shows: addresses of its feed, and a QR code of them."""

from __future__ import annotations

import io
from functools import cache

import segno
from attrs import frozen
from markupsafe import Markup

from volsched_site.entries import NO_MARKUP


@frozen(kw_only=True)
class Subscription:
    """The feed of a page. Without an address `file` alone is there, relative to the page."""

    file: str
    https: str = ""
    webcal: str = ""
    qr: Markup = NO_MARKUP


def subscription(address: str, feed_path: str, file: str) -> Subscription:
    """The feed at this path within the folder that the address reaches.

    `feed_path` begins with the folder of its audience; `file` is where it lies as seen from the page.
    """
    if not address:
        return Subscription(file=file)
    whole = f"{address.rstrip('/')}/{feed_path.partition('/')[2]}"
    webcal = f"webcal{whole.removeprefix('https').removeprefix('http')}"
    return Subscription(file=file, https=whole, webcal=webcal, qr=qr_code(whole))


@cache
def qr_code(text: str) -> Markup:
    """A QR code as SVG; the https address, as every phone opens it."""
    written = io.BytesIO()
    segno.make_qr(text, error="m").save(
        written,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        svgclass="qr",
        lineclass=None,
        light="#fff",
        nl=False,
    )
    return Markup(written.getvalue().decode())  # noqa: S704 - made of numbers alone
