"""Workbooks as bytes that depend on nothing but what stands in them (ECMA-376, SpreadsheetML).

Written here rather than by openpyxl, which notes the present moment in each file and takes a minute for the rosters of
a whole street office; this takes seconds.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from attrs import field, frozen

Cell = str | int | float | dt.date | None

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_DAY_ZERO = dt.date(1899, 12, 30)
_HEADING, _DAY, _MARKED, _DAY_HEAD, _TICK, _FREE, _FREE_HEAD = 1, 2, 3, 4, 5, 6, 7
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST = 32_767

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CENTRE = '<alignment horizontal="center"/>'
# The styles in the order of their numbers above; 0 is that of any other cell.
_XFS = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>',
    (
        '<xf numFmtId="165" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
        f'applyAlignment="1">{_CENTRE}</xf>'
    ),
    f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">{_CENTRE}</xf>',
    f'<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1" applyAlignment="1">{_CENTRE}</xf>',
    (
        '<xf numFmtId="165" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1" '
        f'applyAlignment="1">{_CENTRE}</xf>'
    ),
)
_FILLS = (
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFF3E3E3"/></patternFill></fill>',
)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="d"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    f'<fills count="{len(_FILLS)}">{"".join(_FILLS)}</fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_XFS)}">{"".join(_XFS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@frozen(kw_only=True)
class Sheet:
    """One sheet: its name, the headings, how wide the columns are, and the rows below.

    `days` are the columns from one to before another that hold a day each, narrow and centred; `free` are those of them
    that are days off; so many `frozen` rows and columns stay in sight. Only a sheet without days can be filtered.
    """

    name: str
    headings: Sequence[Cell]
    widths: Sequence[float]
    rows: Iterable[Sequence[Cell]]
    right_to_left: bool = False
    days: range = range(0)
    free: frozenset[int] = frozenset()
    frozen: tuple[int, int] = (1, 0)


@frozen
class _Strings:
    """The texts of a workbook, each kept once and numbered."""

    numbers: dict[str, int] = field(factory=dict)

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))

    def xml(self) -> str:
        texts = (f'<si><t xml:space="preserve">{_written(text)}</t></si>' for text in self.numbers)
        return f'<sst xmlns="{_MAIN}" uniqueCount="{len(self.numbers)}">{"".join(texts)}</sst>'


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of an .xlsx file with these sheets.

    Every text is kept as text and never as a formula; one that begins as a formula does is marked so that it stays
    text when somebody edits the cell.
    """
    strings = _Strings()
    bodies = [_sheet(sheet, strings) for sheet in sheets]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(sheets, [last for _, last in bodies]),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ]
        ),
        **{f"xl/worksheets/sheet{number}.xml": body for number, (body, _) in enumerate(bodies, start=1)},
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": strings.xml(),
    }
    return _archive((name, f"{_HEAD}{text}".encode()) for name, text in parts.items())


def _sheet(sheet: Sheet, strings: _Strings) -> tuple[str, str]:
    """The sheet as XML, and the reference of its last cell."""
    letters = [_letter(number) for number in range(len(sheet.headings))]
    plain = [_style_of_day(sheet, number) for number in range(len(letters))]
    heads = [_HEADING if not style else _FREE_HEAD if style == _FREE else _DAY_HEAD for style in plain]
    written, count = [_row(1, letters, sheet.headings, strings, heads)], 1
    for count, row in enumerate(sheet.rows, start=2):
        written.append(_row(count, letters, row, strings, plain))
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, start=1)
    )
    direction = ' rightToLeft="1"' if sheet.right_to_left else ""
    last = f"{letters[-1]}{count}"
    filtered = "" if sheet.days else f'<autoFilter ref="A1:{last}"/>'
    return (
        f'<worksheet xmlns="{_MAIN}">{_fit(sheet)}<sheetViews><sheetView{direction} workbookViewId="0">'
        f"{_pane(*sheet.frozen)}</sheetView></sheetViews>"
        f"<cols>{widths}</cols><sheetData>{''.join(written)}</sheetData>{filtered}{_paper(sheet)}</worksheet>"
    ), last


def _style_of_day(sheet: Sheet, column: int) -> int:
    if column not in sheet.days:
        return 0
    return _FREE if column in sheet.free else _TICK


def _pane(rows: int, columns: int) -> str:
    across = f'xSplit="{columns}" ' if columns else ""
    active = "bottomRight" if columns else "bottomLeft"
    corner = f"{_letter(columns)}{rows + 1}"
    return f'<pane {across}ySplit="{rows}" topLeftCell="{corner}" activePane="{active}" state="frozen"/>'


def _fit(sheet: Sheet) -> str:
    return '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if sheet.days else ""


def _paper(sheet: Sheet) -> str:
    """A sheet of days is printed across, as wide as the page."""
    return '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>' if sheet.days else ""


def _row(number: int, letters: Sequence[str], row: Sequence[Cell], strings: _Strings, styles: Sequence[int]) -> str:
    cells = (
        _cell(f"{letter}{number}", value, strings, style)
        for letter, value, style in zip(letters, row, styles, strict=True)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Cell, strings: _Strings, style: int) -> str:
    if value is None or value == "":
        return f'<c r="{place}" s="{style}"/>' if style == _FREE else ""
    if isinstance(value, str):
        style = _MARKED if value.lstrip()[:1] in tuple("=+-@＝＋－＠") or value[0] in "\t'" else style
        shown = f' s="{style}"' if style else ""
        return f'<c r="{place}"{shown} t="s"><v>{strings.number(value)}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="{style or _DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
    shown = f' s="{style}"' if style else ""
    return f'<c r="{place}"{shown}><v>{value}</v></c>'


def _written(text: str) -> str:
    # "_x000A_" in a file stands for a line feed, so that a text with these very characters needs its first one hidden.
    return escape(_LOOKS_ESCAPED.sub("_x005F_", _NOT_XML.sub("", text))[:_LONGEST])


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else _letter(number // 26 - 1) + _letter(number % 26)


def _book(sheets: Sequence[Sheet], last: Sequence[str]) -> str:
    named = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    corners = enumerate(zip(sheets, last, strict=True))
    filters = "".join(
        _titles(number, sheet) if sheet.days else _filter(number, sheet.name, corner)
        for number, (sheet, corner) in corners
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{named}</sheets><definedNames>{filters}</definedNames></workbook>"
    )


def _filter(number: int, name: str, last: str) -> str:
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", last).groups()  # type: ignore[union-attr]
    place = escape(f"'{name.replace(chr(39), chr(39) * 2)}'!$A$1:${column}${row}")
    return f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">{place}</definedName>'


def _titles(number: int, sheet: Sheet) -> str:
    """What is frozen on the screen stands on each printed page as well."""
    rows, columns = sheet.frozen
    place = escape(f"'{sheet.name.replace(chr(39), chr(39) * 2)}'!")
    titles = f"{place}$A:${_letter(columns - 1)},{place}$1:${rows}"
    return f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">{titles}</definedName>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    written = "".join(
        f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    parts += [(f"worksheets/sheet{number}", "worksheet") for number in range(1, sheets + 1)]
    written = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for part, kind in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
        f'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{written}</Types>'
    )


def _archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The parts as a zip archive in which nothing says when or on what machine it was written.

    They are not compressed, because the same text comes out differently from different versions of zlib.
    """
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, content in parts:
            member = ZipInfo(name, _EARLIEST)
            member.create_system = _UNIX
            member.external_attr = 0o600 << 16
            archive.writestr(member, content)
    return written.getvalue()
