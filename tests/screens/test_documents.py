"""The documents themselves: Word, PDF and picture hold every word, with the font that comes with the installation."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest
import typst

from domain.weekly import Line, LineKind, Part
from screens import documents, stats
from screens.words import LANGUAGES, speaking
from tests.scenario.running import ZONE
from tests.screens.fullest.weekly import READ, VIEW, WEEK

HOSTILE = '#let x = 1 *粗* $a$ <b>&amp; "]} \\ ./../ \x00\x0b\ud83d'.encode("utf-8", "ignore").decode()


def paper(language: str, **said: str) -> documents.Paper:
    with speaking(language, ZONE):
        return documents.paper_of(replace(VIEW, report=replace(READ, said=said or {Part.MARKET.value: "市场稳"})))


def texts(content: bytes) -> str:
    opened = docx.Document(BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(one.text for one in opened.paragraphs)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_document_says_everything_whole(language: str) -> None:
    told = texts(documents.docx_of(paper(language, market="前" * 999 + "末")))
    assert "前" * 999 + "末" in told
    assert "前川市场部" in told
    assert all(f"{n}. " in told for n in range(1, len(READ.lines) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_embeds_the_font_that_comes_with_us(language: str) -> None:
    made = documents.pdf_of(paper(language))
    assert made.startswith(b"%PDF-")
    assert b"NotoSansCJKsc-Regular" in made


def test_words_of_people_are_never_commands() -> None:
    made = paper("zh_CN", market=HOSTILE, trouble="a" * 900, intent="一行\n又一行")
    assert documents.pdf_of(made).startswith(b"%PDF-")
    told = texts(documents.docx_of(made))
    assert "#let x = 1 *粗* $a$ <b>&amp;" in told
    assert "\x00" not in told


def test_no_font_of_the_machine_is_asked_for() -> None:
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[documents.FONTS])
    assert known.families() == ["Noto Sans CJK SC"]


def test_rare_characters_have_a_glyph() -> None:
    """Names are set and not shown as boxes; a private character is what a box looks like."""
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[documents.FONTS])
    source = b'#set page(width: 20mm, height: 20mm)\n#set text(font: "Noto Sans CJK SC")\n#sys.inputs.letter'

    def drawn(letter: str) -> bytes:
        return typst.compile(
            source, format="png", font_paths=ours, ignore_system_fonts=True, sys_inputs={"letter": letter}
        )

    box = drawn("\ue000")
    assert [letter for letter in "堃喆镕翀祎龚①℃—…“·×éA8" if drawn(letter) == box] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_is_a_picture(language: str) -> None:
    with speaking(language, ZONE):
        made = stats.picture_of(WEEK)
        empty = stats.picture_of(replace(WEEK, days=(), segments=()))
    assert made.startswith(b"\x89PNG")
    assert empty.startswith(b"\x89PNG")
    width, height = (int.from_bytes(made[at : at + 4], "big") for at in (16, 20))
    assert width + height < 10_000
    assert max(width, height) < 20 * min(width, height)


def test_records_told_once_are_not_printed_again() -> None:
    lines = tuple(
        Line(kind, line.figures, ("stop:1", "stop:2")) for kind in LineKind for line in READ.lines if line.kind is kind
    )
    with speaking("zh_CN", ZONE):
        made = documents.paper_of(replace(VIEW, report=replace(READ, lines=lines)))
    assert len(made.sections[0].records) == 2
    assert [len(one.records) for one in made.sections[1:]] == [1] * (len(lines) - 1)
