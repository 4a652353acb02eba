"""Screens of the weekly report: the manager's draft, where it comes from, the copy of the one who reads it, the team's list."""

from __future__ import annotations

from datetime import date

from domain.chat import Kind, Media
from domain.people import Person
from domain.weekly import WORDS_MOST, Part, Report, TeamWeek, WeeklyView
from screens.review_words import cut
from screens.screen import Button, Rows, Screen, do, show
from screens.terms import time_words
from screens.weekly_words import line_words, part_word, record_words, shortened
from screens.words import _, local, ngettext, safe

SOURCES = "sources"
REMIND = "remind"
SAID_SHOWN = 300
LINE_SHOWN = 300
RECORDS_SHOWN = 4
SENTENCE_SHOWN = 100
"""Of a sentence on the page of its sources."""
RECORD_CHARACTERS = 50
TEAM_SHOWN = 60
TEAM_BUTTONS = 12
BUTTONS_A_ROW = 3


def week_words(week: date, last: date) -> str:
    return _("{first} to {last}").format(first=f"{week:%m-%d}", last=f"{last:%m-%d}")


def weekly_screen(view: WeeklyView, reader: Person | None, page: str) -> Screen:
    """The manager's own report: a draft with its buttons, or the signed one with what became of it."""
    report = view.report
    if page == SOURCES:
        return sources_screen(view)
    lines = [_("Your weekly report is not signed yet.")] if page == REMIND and not report.signed else []
    lines += [_heading(view), *_body(view)]
    if report.signed:
        lines += _fate(view)
        return Screen("\n".join(lines), _signed_rows(report))
    lines.append(_("Add what the records can't know, then sign."))
    parts = tuple(do(_part_label(part), "weekly_say", report.name, part.value) for part in Part)
    rows: Rows = (parts, (do(_("Sign"), "weekly_sign", report.name),), (_source_button(report),))
    return Screen("\n".join(lines), rows)


def _part_label(part: Part) -> str:
    return {Part.MARKET: _("+ Market"), Part.TROUBLE: _("+ Trouble"), Part.INTENT: _("+ Plans")}[part]


def _source_button(report: Report) -> Button:
    return show(_("Where from"), "weekly", report.name, SOURCES)


def _signed_rows(report: Report) -> Rows:
    documents = _document_buttons(report)
    return (documents, (_source_button(report),)) if documents else ((_source_button(report),),)


def _document_buttons(report: Report) -> tuple[Button, ...]:
    if not report.docx:
        return ()
    return show("Word", "weekly_docx", f"weekly_docx:{report.id}"), show("PDF", "weekly_pdf", f"weekly_pdf:{report.id}")


def _heading(view: WeeklyView) -> str:
    week = week_words(view.report.week, view.last)
    if view.report.signed and view.report.signed_at:
        return _("<b>Week {week}</b>, signed {time}").format(week=week, time=time_words(view.report.signed_at))
    return _("<b>Week {week}</b>, draft (all of it from your records)").format(week=week)


def _body(view: WeeklyView) -> list[str]:
    lines = [cut(line_words(line), LINE_SHOWN) for line in view.report.lines]
    for part in Part:
        if words := view.report.said.get(part, ""):
            lines.append(_("{part}: {words}").format(part=part_word(part), words=cut(words, SAID_SHOWN)))
    return lines


def _fate(view: WeeklyView) -> list[str]:
    """Where a signed report is, and what came back."""
    report, lines = view.report, []
    if report.read_at and view.reader:
        lines.append(_("{name} read it {time}").format(name=safe(view.reader), time=time_words(report.read_at)))
    elif report.docx and view.chief:
        lines.append(_("Sent to {name}").format(name=safe(view.chief)))
    elif view.chief:
        lines.append(_("The documents are being made; they go to {name}.").format(name=safe(view.chief)))
    else:
        lines.append(_("Signed. Nobody above you has joined yet, so it waits here."))
    if report.reply:
        lines.append(_("{name}: {words}").format(name=safe(report.answered_by), words=cut(report.reply, SAID_SHOWN)))
    return lines


def sources_screen(view: WeeklyView) -> Screen:
    """Every sentence with the records it was counted from."""
    blocks = [
        _("<b>Week {week}</b>: where each sentence comes from").format(week=week_words(view.report.week, view.last))
    ]
    for line in view.report.lines:
        known = [view.records[name] for name in line.sources if name in view.records]
        shown = [f"· {safe(shortened(record_words(one), RECORD_CHARACTERS))}" for one in known[:RECORDS_SHOWN]]
        more = len(line.sources) - len(shown)
        if more > 0:
            shown.append(ngettext("· {n} more record", "· {n} more records", more).format(n=more))
        text = "\n".join(shown)
        blocks.append(f"{cut(line_words(line), SENTENCE_SHOWN)}\n<blockquote expandable>{text}</blockquote>")
    return Screen("\n".join(blocks), ((show(_("Back"), "weekly", view.report.name),),))


def read_screen(view: WeeklyView, reader: Person | None, page: str) -> Screen:
    """The copy of the one who reads it; the documents follow."""
    if page == SOURCES:
        screen = sources_screen(view)
        return Screen(screen.text, ((show(_("Back"), "weekly_read", view.report.name),),))
    report = view.report
    week = week_words(report.week, view.last)
    lines = [_("<b>{manager}</b>, week {week}").format(manager=safe(view.manager), week=week), *_body(view)]
    if report.signed_at is not None:
        lines.append(_("Signed {time}").format(time=time_words(report.signed_at)))
    if report.read_at and view.reader:
        lines.append(_("{name} read it {time}").format(name=safe(view.reader), time=time_words(report.read_at)))
    if report.reply:
        lines.append(_("Your answer: {words}").format(words=cut(report.reply, SAID_SHOWN)))
    if not report.signed:
        return Screen("\n".join([*lines, _("Not signed yet.")]), silent=True)
    rows: Rows = () if report.read_by else ((do(_("Read it"), "weekly_seen", report.name),),)
    rows = (*rows, (do(_("Write back"), "weekly_answer", report.name),))
    if documents := _document_buttons(report):
        rows = (*rows, documents)
    return Screen("\n".join(lines), (*rows, (show(_("Where from"), "weekly_read", report.name, SOURCES),)), silent=True)


def docx_screen(view: WeeklyView, reader: Person | None, page: str) -> Screen:
    return _document(view, "docx", view.report.docx)


def pdf_screen(view: WeeklyView, reader: Person | None, page: str) -> Screen:
    return _document(view, "pdf", view.report.pdf)


def _document(view: WeeklyView, ending: str, file_id: str) -> Screen:
    week = week_words(view.report.week, view.last)
    text = _("{manager}, week {week}").format(manager=safe(view.manager), week=week)
    if not view.kept:
        return Screen(_("{report}: documents are kept for 30 days. The report's words stay.").format(report=text))
    name = document_name(view, ending)
    return Screen(text, media=Media(Kind.DOCUMENT, file_id, name=name), silent=True)


def document_name(view: WeeklyView, ending: str) -> str:
    """`周报-杜兰枝-2026-11-23.docx`."""
    stem = _("report-{manager}-{week}").format(manager=view.manager, week=f"{view.report.week:%Y-%m-%d}")
    return f"{stem.replace('/', '-')}.{ending}"


def ask_screen(part: Part) -> Screen:
    """The question for one sentence."""
    return Screen(
        {
            Part.MARKET: _("What about the market this week? One sentence, typed."),
            Part.TROUBLE: _("What was difficult? One sentence, typed."),
            Part.INTENT: _("What do you intend for this week? One sentence, typed."),
        }[part]
    )


def too_long(n: int) -> Screen:
    """More than a report takes; the question stays open."""
    words = _("That has {n} characters; a report takes {most} for each addition. Shorten it and send it again.")
    return Screen(words.format(n=n, most=WORDS_MOST))


def changed_screen() -> Screen:
    """The records moved under the draft: nothing was signed."""
    return Screen(
        _("Your records of that week have changed since. The draft is brought up to date; look again, then sign.")
    )


def no_report() -> Screen:
    """Asked before there is one."""
    return Screen(
        _("No weekly report yet. On Monday at 8:00 the draft for the week before comes, if there are records.")
    )


def answer_question(manager: str) -> Screen:
    return Screen(_("What do you want to say to {name}? One sentence, typed.").format(name=safe(manager)))


def reply_screen(view: WeeklyView, reader: Person | None, page: str) -> Screen:
    """The answer in the manager's chat, quoting the report."""
    report = view.report
    text = _("{name}: {words}").format(name=safe(report.answered_by), words=cut(report.reply, 1000))
    return Screen(text, quote=view.quote)


def team_screen(team: TeamWeek) -> Screen:
    """Who has signed, by code; buttons open what is signed."""
    lines = [_("<b>Weekly reports {week}</b>").format(week=week_words(team.week, team.last))]
    lines += [_team_line(manager, report) for manager, report in team.reports[:TEAM_SHOWN]]
    more = len(team.reports) - TEAM_SHOWN
    if more > 0:
        lines.append(ngettext("and {n} more person", "and {n} more people", more).format(n=more))
    if not team.reports:
        lines.append(_("There are no customer managers here yet."))
    signed = [(manager, report) for manager, report in team.reports if report is not None and report.signed]
    buttons = [show(manager.code, "weekly_read", report.name) for manager, report in signed[:TEAM_BUTTONS]]
    rows = tuple(tuple(buttons[at : at + BUTTONS_A_ROW]) for at in range(0, len(buttons), BUTTONS_A_ROW))
    return Screen("\n".join(lines), rows)


def _team_line(manager: Person, report: Report | None) -> str:
    who = f"{safe(manager.code)} {safe(manager.name)}"
    if report is None:
        return _("{name} no records that week").format(name=who)
    if report.signed_at is None:
        return _("{name} draft").format(name=who)
    at = f"{local(report.signed_at):%m-%d} {time_words(report.signed_at)}"
    line = _("{name} signed {time}").format(name=who, time=at)
    return line + (_(", read") if report.read_by else "")
