"""A weekly report as .docx and as PDF: the same sentences, the manager's own words whole, the records in an annex.

python-docx and typst are loaded when a report is made. No font of the machine is used: one comes with this package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category

from domain.weekly import Line, Part, WeeklyView
from screens.terms import dated, time_words
from screens.weekly import week_words
from screens.weekly_words import line_words, part_word, record_words
from screens.words import _, language, local, ngettext

if TYPE_CHECKING:
    from docx.document import Document

FONTS = Path(__file__).parent / "fonts"
TEMPLATES = Path(__file__).parent / "typst"
RECORDS_PRINTED = 300
"""Records of one sentence in the annex; a full week has about 200."""
UNPRINTABLE = frozenset({"Cc", "Cs", "Cn"})
"""Unicode's categories of control characters, halves of pairs, and what is no character."""
HEAD_WIDTHS = (38, 122)
"""Of the two columns, in millimetres."""
EAST_ASIAN = "Microsoft YaHei"
"""Named in the .docx for the machine that opens it; that machine picks another where it has none."""


@dataclass(frozen=True, slots=True)
class Section:
    """A sentence with its number, and the records behind it."""

    number: int
    words: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that stands on the pages, in the present language."""

    language: str
    title: str
    head: tuple[tuple[str, str], ...]
    sections_title: str
    sections: tuple[Section, ...]
    said_title: str
    said: tuple[tuple[str, str], ...]
    annex_title: str
    foot: str
    page: str


def paper_of(view: WeeklyView) -> Paper:
    """The report in words; what a manager added is whole, control characters left out."""
    report = view.report
    week = week_words(report.week, view.last)
    signed = f"{dated(local(report.signed_at).date())} {time_words(report.signed_at)}" if report.signed_at else "-"
    said = [(part_word(part), _printable(report.said[part])) for part in Part if report.said.get(part)]
    return Paper(
        language="zh" if language() == "zh_CN" else "en",
        title=_("Weekly report"),
        head=(
            (_("Customer manager"), _printable(view.manager)),
            (_("Department"), _printable(report.department)),
            (_("Week"), f"{report.week.year} {week}"),
            (_("Signed on"), signed),
        ),
        sections_title=_("From the records"),
        sections=_sections(view),
        said_title=_("Added by the customer manager"),
        said=tuple(said),
        annex_title=_("Where each sentence comes from"),
        foot=_("Drafted by rule from the records, signed by the customer manager."),
        page=_("Page"),
    )


def _sections(view: WeeklyView) -> tuple[Section, ...]:
    """Records that stand under an earlier sentence are named by its number."""
    made: list[Section] = []
    told: list[frozenset[str]] = []
    for line in view.report.lines:
        sources = frozenset(line.sources)
        above = next((at for at, before in enumerate(told, 1) if sources and sources <= before), 0)
        records = [_("the records under {n}").format(n=above)] if above else _records(view, line)
        made.append(Section(len(made) + 1, _printable(line_words(line)), tuple(map(_printable, records))))
        told.append(sources)
    return tuple(made)


def _records(view: WeeklyView, line: Line) -> list[str]:
    known = [record_words(view.records[name]) for name in line.sources if name in view.records][:RECORDS_PRINTED]
    more = len(line.sources) - len(known)
    rest = [ngettext("{n} more record", "{n} more records", more).format(n=more)] if more > 0 else []
    return [*known, *rest]


def _printable(words: str) -> str:
    """Without control characters, which neither XML nor a page can hold; blanks of every kind are blanks."""
    kept = (letter for letter in words if letter.isspace() or category(letter) not in UNPRINTABLE)
    return "".join(" " if letter.isspace() and letter != "\n" else letter for letter in kept)


def pdf_of(paper: Paper) -> bytes:
    """A4 pages, every glyph within the file."""
    import typst

    made: bytes = typst.compile(TEMPLATES / "weekly.typ", format="pdf", **_setting(asdict(paper)))
    return made


def png_of(template: str, told: Mapping[str, Any]) -> bytes:
    """The one page of a picture."""
    import typst

    made: bytes = typst.compile(TEMPLATES / template, format="png", ppi=144, **_setting(told))
    return made


def _setting(told: Mapping[str, Any]) -> dict[str, Any]:
    """Our own font alone; words come as data, so that nothing in them is read as a command."""
    words = json.dumps(told, ensure_ascii=False)
    return {"font_paths": [FONTS], "ignore_system_fonts": True, "sys_inputs": {"told": words}}


def docx_of(paper: Paper) -> bytes:
    """The same as a Word document that can be written on."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    _set_font(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    document.core_properties.title = paper.title
    document.core_properties.author = paper.head[0][1]
    document.core_properties.comments = ""
    document.add_heading(paper.title, level=1)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, wide in zip(table.columns, HEAD_WIDTHS, strict=True):
        column.width = Mm(wide)
    for name, value in paper.head:
        for cell, words, wide in zip(table.add_row().cells, (name, value), HEAD_WIDTHS, strict=True):
            cell.text, cell.width = words, Mm(wide)
    document.add_heading(paper.sections_title, level=2)
    for section in paper.sections:
        document.add_paragraph(f"{section.number}. {section.words}")
    if paper.said:
        document.add_heading(paper.said_title, level=2)
    for name, words in paper.said:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}  ").bold = True
        paragraph.add_run(words)
    document.add_heading(paper.annex_title, level=2).paragraph_format.page_break_before = True
    for section in paper.sections:
        document.add_paragraph().add_run(f"{section.number}. {section.words}").bold = True
        for record in section.records:
            document.add_paragraph(record, style="List Bullet")
    page.footer.paragraphs[0].text = paper.foot
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_font(document: Document) -> None:
    """One font for Latin and Chinese alike in every style that is used, headings in black."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet"):
        style = document.styles[name]
        style.font.name = EAST_ASIAN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), EAST_ASIAN)
        style.font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["List Bullet"].font.size = Pt(9)
