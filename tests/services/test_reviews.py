"""The evening review as its verbs keep it: step by step, put off, closed by itself, read, answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.chat import Kind, Media
from domain.office import Office
from domain.people import Person, Role
from domain.reviews import Review, ReviewState, Step
from domain.shops import Segment, Shop
from domain.visits import Channel, Missed, Objective, Reason, StopState
from services import review_asked as questions
from services import review_reading as reading
from services import review_steps as steps
from services import review_views
from services import reviews as life
from services.review_asked import OldStep
from storage import dialogs, people, plans, reviews, shops, visits
from storage.database import Database, Tx
from storage.plans import Day, NewStop
from storage.tables import metadata
from storage.visits import NewLog

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)
MANAGER = Person("M01", "杜兰枝", Role.MANAGER, "前川", "S01", user_id=101)
CHIEF = Person("S01", "陈市场", Role.SUPERVISOR, "前川", user_id=201)
DEPUTY = Person("D01", "周建华", Role.DEPUTY, user_id=301)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def shop(number: int, *, key: bool = False) -> Shop:
    return Shop(
        f"C{number}",
        f"百货{number}",
        "M01",
        "前川",
        street="横店",
        segment=Segment.GUIDE,
        key=key,
        last_visit=date(2026, 11, 3),
    )


def stop(number: int, day: date, numbered: bool = True) -> NewStop:
    return NewStop(
        "M01",
        "前川",
        day,
        f"C{number}",
        Channel.ONSITE,
        Reason("weekly", 21),
        Objective.NEW_BRAND,
        number,
        number if numbered else 0,
    )


def seed(tx: Tx) -> None:
    """Five stops on Tuesday, two on Wednesday; the first three of Tuesday are done."""
    for person in (MANAGER, CHIEF, DEPUTY):
        people.put(tx, person)
        people.join(tx, person.code, person.user_id, "en", at(7))
    shops.add(tx, [shop(number, key=number == 5) for number in range(1, 8)])
    ids = plans.add(tx, [stop(number, DAY) for number in range(1, 6)])
    plans.add(tx, [stop(number, DAY + timedelta(days=1), numbered=False) for number in (6, 7)])
    plans.put_day(tx, Day("M01", DAY, at(7, 30), 5, "fixed"))
    for number, stop_id in enumerate(ids[:3], 1):
        plans.set_state(tx, stop_id, StopState.DONE)
        made = NewLog(
            "M01", "前川", f"C{number}", DAY, at(9 + number), Channel.ONSITE, "new_brand", "on_shelf", stop=stop_id
        )
        visits.add_log(tx, made)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'd.db'}", Office(zone=ZONE))
    metadata.create_all(opened.engine)
    opened.write(seed).result()
    yield opened
    opened.close()


def manager(tx: Tx) -> Person:
    found = people.by_code(tx, "M01")
    assert found is not None
    return found


def opened(db: Database, now: datetime) -> Review:
    review = db.write(lambda tx: life.open_review(tx, manager(tx), now)).result().value
    assert review is not None
    return review


def through(db: Database, now: datetime, *, places: tuple[str, str] = ("2026-11-26", "drop")) -> Review:
    """Go from the opening to the summary."""
    review = db.write(steps.begin, opened(db, now).id, now).result().value
    for choice in places:
        asked = db.read(lambda tx: questions.asked_of(tx, reviews.by_id(tx, review.id) or review, now))
        assert asked is not None
        db.write(steps.give_reason, review.id, asked.line.stop.id, Missed.NO_TIME, "", now).result()
        db.write(steps.place, review.id, asked.line.stop.id, choice, now).result()
    db.write(steps.agree_tomorrow, review.id, now).result()
    return db.write(steps.nothing_more, review.id, now).result().value


def test_the_whole_review_ends_in_figures_that_the_supervisor_gets(db: Database) -> None:
    review = through(db, at(17, 30))
    assert review.step is Step.SUMMARY
    done = db.write(steps.confirm, review.id, at(17, 34)).result()
    figures = done.value.figures
    assert figures is not None
    assert (figures.planned, figures.done, figures.onsite, figures.minutes) == (5, 3, 3, 4)
    assert {(one.shop, one.reason, one.to) for one in figures.missed} == {
        ("百货5", "no_time", "2026-11-26"),
        ("百货4", "no_time", "drop"),
    }
    assert [(one.outcome, one.shops) for one in figures.outcomes] == [("on_shelf", 3)]
    assert [(one.to, one.view) for one in done.notices] == [("S01", "review_read")]


def test_key_shops_are_asked_about_first(db: Database) -> None:
    review = db.write(steps.begin, opened(db, at(17, 30)).id, at(17, 30)).result().value
    asked = db.read(lambda tx: questions.asked_of(tx, review, at(17, 30)))
    assert asked is not None
    assert (asked.line.shop.code, asked.index, asked.total, asked.reason) == ("C5", 1, 2, "")


def test_a_reason_given_in_the_day_is_not_asked_again(db: Database) -> None:
    def missed(tx: Tx) -> None:
        last = plans.of_day(tx, "M01", DAY)[-1]
        plans.set_state(tx, last.id, StopState.MISSED, Missed.CLOSED.value)

    db.write(missed).result()
    review = db.write(steps.begin, opened(db, at(17, 30)).id, at(17, 30)).result().value
    asked = db.read(lambda tx: questions.asked_of(tx, review, at(17, 30)))
    assert asked is not None
    assert asked.reason == "closed"
    assert asked.options


def test_a_button_of_a_step_left_behind_changes_nothing(db: Database) -> None:
    review = through(db, at(17, 30))
    with pytest.raises(OldStep):
        db.write(steps.begin, review.id, at(17, 31)).result()
    with pytest.raises(OldStep):
        db.write(steps.place, review.id, 4, "drop", at(17, 31)).result()


def test_the_evening_offers_a_review_to_joined_managers_with_a_list(db: Database) -> None:
    assert db.read(life.due_evenings, at(17, 29)) == []
    assert db.read(life.due_evenings, at(17, 30)) == ["M01"]
    assert db.read(life.due_evenings, at(17, 30, date(2026, 11, 28))) == []
    done = db.write(life.push, "M01", at(17, 30)).result()
    assert done is not None
    assert [(one.to, one.view, one.fresh) for one in done.notices] == [("M01", "review", True)]


def test_on_leave_nothing_is_offered(db: Database) -> None:
    db.write(plans.add_leave, "M01", DAY, DAY, "M01").result()
    assert db.read(life.due_evenings, at(17, 30)) == []
    assert db.write(life.push, "M01", at(17, 30)).result() is None


def test_a_confirmed_review_is_not_offered_again(db: Database) -> None:
    review = through(db, at(16))
    db.write(steps.confirm, review.id, at(16, 5)).result()
    assert db.write(life.push, "M01", at(17, 30)).result() is None


def test_it_is_reminded_of_once_after_45_minutes_without_a_step(db: Database) -> None:
    db.write(life.push, "M01", at(17, 30)).result()
    assert db.read(life.due_reminders, at(18, 14)) == []
    ((number, since),) = db.read(life.due_reminders, at(18, 15))
    assert since == at(18, 15)
    done = db.write(life.remind, number, at(18, 15)).result()
    assert done is not None
    assert done.notices[0].page == "remind"
    assert db.read(life.due_reminders, at(19, 30)) == []


def test_put_off_it_comes_back_at_its_time(db: Database) -> None:
    review = opened(db, at(17, 30))
    db.write(steps.snooze, review.id, 30, at(17, 30)).result()
    assert db.read(life.due_wakings, at(17, 59)) == []
    assert db.read(life.due_reminders, at(18, 16)) == []
    assert [number for number, _at in db.read(life.due_wakings, at(18))] == [review.id]
    done = db.write(life.wake, review.id, at(18)).result()
    assert done is not None
    assert reviews_state(db, review.id) is ReviewState.WAITING


def reviews_state(db: Database, number: int) -> ReviewState:
    found = db.read(reviews.by_id, number)
    assert found is not None
    return found.state


def test_it_cannot_be_put_off_into_the_quiet_hours(db: Database) -> None:
    review = opened(db, at(20, 30))
    with pytest.raises(OldStep):
        db.write(steps.snooze, review.id, 60, at(20, 30)).result()


def test_at_nine_it_closes_by_itself_and_loses_no_stop(db: Database) -> None:
    db.write(life.push, "M01", at(17, 30)).result()
    assert db.read(life.due_closings, at(20, 59)) == []
    assert db.read(life.due_closings, at(21)) == [("M01", DAY)]
    done = db.write(life.close_by_itself, "M01", DAY, at(21)).result()
    assert done is not None
    assert done.notices == ()
    review = db.read(reviews.of_day, "M01", DAY)
    assert review is not None
    assert (review.state, review.by_itself) == (ReviewState.CLOSED, True)
    assert review.figures is not None
    assert all(one.to > "2026-11-24" for one in review.figures.missed)
    assert db.read(life.due_closings, at(21, 1)) == []


def test_a_day_nobody_reviewed_closes_even_after_a_night_of_downtime(db: Database) -> None:
    morning = at(7, 20, DAY + timedelta(days=1))
    assert db.read(life.due_closings, morning) == [("M01", DAY)]
    db.write(life.close_by_itself, "M01", DAY, morning).result()
    assert db.read(life.due_closings, morning) == []


def test_what_closed_by_itself_reaches_the_supervisor_in_the_morning(db: Database) -> None:
    db.write(life.close_by_itself, "M01", DAY, at(21)).result()
    assert db.read(reading.due_tellings, at(21, 1)) == []
    ((number, _ended),) = db.read(reading.due_tellings, at(8, 0, DAY + timedelta(days=1)))
    done = db.write(reading.tell, number, at(8, 0, DAY + timedelta(days=1))).result()
    assert done is not None
    assert done.notices[0].to == "S01"
    assert db.read(reading.due_tellings, at(8, 1, DAY + timedelta(days=1))) == []


def test_before_the_list_is_due_it_is_yesterdays_review_that_opens(db: Database) -> None:
    db.write(life.close_by_itself, "M01", DAY, at(21)).result()
    night = at(0, 30, DAY + timedelta(days=1))
    assert opened(db, night).day == DAY
    review = opened(db, night)
    done = db.write(steps.confirm, review.id, night).result()
    assert (done.value.state, done.value.by_itself) == (ReviewState.CONFIRMED, False)
    assert opened(db, at(9, 0, DAY + timedelta(days=1))).day == DAY + timedelta(days=1)


def test_it_can_be_opened_before_anything_is_logged(db: Database) -> None:
    def forget(tx: Tx) -> None:
        for one in plans.of_day(tx, "M01", DAY):
            plans.set_state(tx, one.id, StopState.PLANNED)

    db.write(forget).result()
    review = opened(db, at(8))
    view = db.read(review_views.load_review, str(review.id), None, at(8))
    assert view is not None
    assert (view.figures.done, view.left.missed, view.before_evening) == (0, 5, True)


def test_taken_up_again_after_nine_it_stays_open_for_a_while(db: Database) -> None:
    db.write(life.close_by_itself, "M01", DAY, at(21)).result()
    review = opened(db, at(21, 30))
    dropped = db.read(plans.of_day, "M01", DAY)[-1]
    db.write(steps.change, review.id, "stop", dropped.id, at(21, 30)).result()
    assert db.read(life.due_closings, at(21, 40)) == []
    assert db.read(life.due_closings, at(22, 15)) == [("M01", DAY)]


def test_changing_a_stop_takes_its_new_day_back_first(db: Database) -> None:
    review = through(db, at(17, 30))
    moved = next(one for one in db.read(plans.of_day, "M01", DAY) if one.moved_to)
    assert len(db.read(plans.of_day, "M01", date(2026, 11, 26))) == 1
    db.write(steps.change, review.id, "stop", moved.id, at(17, 40)).result()
    assert db.read(plans.of_day, "M01", date(2026, 11, 26)) == []
    db.write(steps.give_reason, review.id, moved.id, Missed.ROAD, "", at(17, 41)).result()
    after = db.write(steps.place, review.id, moved.id, "call", at(17, 41)).result().value
    assert after.step is Step.SUMMARY
    view = db.read(review_views.load_review, str(review.id), None, at(17, 42))
    assert view is not None
    assert ("百货5", "road", "call") in {(one.shop, one.reason, one.to) for one in view.figures.missed}


def test_open_matters_are_carried_to_the_day_shown_or_the_one_chosen(db: Database) -> None:
    def owe(tx: Tx) -> tuple[int, int]:
        first = visits.add_follow_up(tx, "C6", "M01", DAY, "送操作单", 0, at(10))
        return first, visits.add_follow_up(tx, "C1", "M01", DAY, "电子结算资料", 0, at(10))

    first, second = db.write(owe).result()
    review = opened(db, at(17, 30))
    db.write(steps.begin, review.id, at(17, 30)).result()
    db.write(steps.place_rest, review.id, at(17, 31)).result()
    db.write(steps.change_matter, review.id, second, "done", at(17, 32)).result()
    after = db.write(steps.settle_matters, review.id, at(17, 33)).result().value
    assert after.step is Step.TOMORROW
    kept = db.read(visits.follow_up, first)
    assert kept is not None
    assert (kept.state, kept.day) == ("open", date(2026, 11, 25))
    ended = db.read(visits.follow_up, second)
    assert ended is not None
    assert ended.state == "done"


def test_closing_words_and_a_voice_note_are_kept(db: Database) -> None:
    review = opened(db, at(17, 30))
    db.write(steps.begin, review.id, at(17, 30)).result()
    db.write(steps.place_rest, review.id, at(17, 31)).result()
    db.write(steps.agree_tomorrow, review.id, at(17, 32)).result()
    question = db.read(dialogs.current, "M01", at(17, 33))
    assert question is not None
    assert question.kind == "review_words"
    db.write(steps.add_words, review.id, "横店在修路", None, at(17, 33)).result()
    db.write(steps.change, review.id, "words", 0, at(17, 34)).result()
    voice = Media(Kind.VOICE, "file", 12)
    after = db.write(steps.add_words, review.id, "", voice, at(17, 35)).result().value
    assert (after.words, after.draft.voices, after.step) == ("横店在修路", (("file", 12),), Step.SUMMARY)
    assert db.read(dialogs.current, "M01", at(17, 36)) is None


def test_leaving_it_at_that_confirms_with_what_is_known(db: Database) -> None:
    review = opened(db, at(17, 30))
    done = db.write(steps.finish, review.id, at(18, 20)).result()
    assert done.value.state is ReviewState.CONFIRMED
    assert all(one.to for one in (done.value.figures.missed if done.value.figures else ()))


def test_the_supervisors_reading_and_answer_reach_the_manager(db: Database) -> None:
    review = through(db, at(17, 30))
    db.write(steps.confirm, review.id, at(17, 41)).result()
    kept = db.write(lambda tx: reading.see(tx, CHIEF, questions.review_of(tx, review.id), at(18, 5))).result()
    assert (kept.value.read_by, kept.changed) == ("S01", (review.name,))
    again = db.write(lambda tx: reading.see(tx, DEPUTY, questions.review_of(tx, review.id), at(18, 6))).result()
    assert (again.value.read_by, again.changed) == ("S01", ())
    answered = db.write(
        lambda tx: reading.reply(tx, CHIEF, questions.review_of(tx, review.id), "辛苦了", at(18, 7))
    ).result()
    assert [(one.to, one.view) for one in answered.notices] == [("M01", "review_reply")]
    view = db.read(review_views.load_reply, str(review.id), None, at(18, 7))
    assert view is not None
    assert (view.reader, view.review.reply, view.silent) == ("陈市场", "辛苦了", False)


def test_without_a_supervisor_the_next_rung_reads(db: Database) -> None:
    review = through(db, at(17, 30))
    db.write(people.set_reachable, CHIEF.user_id, True).result()

    def leave(tx: Tx) -> None:
        people.join(tx, "D01", CHIEF.user_id, "en", at(17, 30))

    db.write(leave).result()
    done = db.write(steps.confirm, review.id, at(17, 41)).result()
    assert [one.to for one in done.notices] == ["D01"]


def test_the_team_sees_its_reviews_by_code_and_that_counts_as_read(db: Database) -> None:
    review = through(db, at(17, 30))
    db.write(steps.confirm, review.id, at(17, 41)).result()
    done = db.write(lambda tx: reading.team_reviews(tx, CHIEF, at(18, 5))).result()
    assert [(person.code, found is not None and found.read_by) for person, found in done.value] == [("M01", "S01")]
    assert done.changed == (review.name,)


def test_a_shop_that_waited_long_is_named_in_the_last_line(db: Database) -> None:
    def log(tx: Tx) -> None:
        before = {"last_visit": "2026-10-20"}
        visits.add_log(tx, NewLog("M01", "前川", "C2", DAY, at(15), Channel.ONSITE, before=before))

    db.write(log).result()
    done = db.write(steps.confirm, through(db, at(17, 30)).id, at(17, 41)).result().value
    assert done.figures is not None
    assert (done.figures.kind, done.figures.kind_words) == ("long_unseen", ("百货2", "35"))


def test_an_outcome_that_moved_up_is_the_last_line(db: Database) -> None:
    def before(tx: Tx) -> None:
        visits.add_log(
            tx,
            NewLog(
                "M01",
                "前川",
                "C1",
                date(2026, 11, 10),
                at(10, 0, date(2026, 11, 10)),
                Channel.ONSITE,
                "new_brand",
                "wait_and_see",
            ),
        )

    db.write(before).result()
    review = through(db, at(17, 30))
    done = db.write(steps.confirm, review.id, at(17, 41)).result().value
    assert done.figures is not None
    assert (done.figures.kind, done.figures.kind_words) == ("moved_up", ("百货1", "wait_and_see", "on_shelf"))
