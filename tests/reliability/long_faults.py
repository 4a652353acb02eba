"""Every fault of the table in a life of its own, then all of them under load: `python -m tests.reliability.long_faults`."""

from __future__ import annotations

from pathlib import Path

from simulator.faults import Fault, What
from tests.reliability.checker import DEFINITIONS
from tests.reliability.crash import Lived, lived, strayed, untouched
from tests.reliability.ground import Ground, ground
from tests.reliability.kills import OF_POLLS, OF_SENDS, soaked
from tests.reliability.runs import options, parsed, workshop
from tests.reliability.stage import MortalWorld

SHARE = 0.2
SPOILT = ("sendMessage", "editMessageText", "pinChatMessage", "setMessageReaction", "answerCallbackQuery")
LINES = (
    *((what, SPOILT) for what in (*OF_SENDS, What.FLOOD, What.REFUSE)),
    *((what, ("getUpdates",)) for what in (*OF_POLLS, What.FLOOD)),
)
"""A fault and the methods that it spoils, for each life."""


def main() -> int:
    """Print a line for each fault and each soak, and the sum, also when stopped before the end; 1 when one strayed."""
    asked = options(soaks=4, acts=500)
    asked.add_argument("--only-soaks", action="store_true", help="leave out the faults one by one")
    wish = parsed(asked)
    lives = soaks = bad = 0
    with workshop("faults") as folder, ground(wish.on, folder) as here:
        if not wish.only_soaks:
            model = untouched(here, folder / "model", statements=False)
            print(DEFINITIONS, f"\non {wish.on}, seed {wish.seed}; untouched: {model.verdict}", flush=True)
            for what, methods in LINES:
                bad += _alone(here, folder, model, what, methods, wish.seed)
                lives += 1
        for number in range(wish.soaks):
            verdict = soaked(here, folder / f"soak{number}", wish.acts, wish.seed + number)
            print(f"soak {wish.seed + number}: {verdict.faults} faults met; {verdict.report()}", flush=True)
            bad += int(not verdict.clean)
            soaks += 1
    print(
        f"on {wish.on}: {lives} lives with a fault each, {soaks} soaks of {wish.acts} acts, {bad} strayed", flush=True
    )
    return int(bad > 0)


def _alone(here: Ground, folder: Path, model: Lived, what: What, methods: tuple[str, ...], seed: int) -> int:
    """1 when a life that meets this fault in every fifth call does not end as it should."""

    def spoil(world: MortalWorld) -> None:
        formatted = '"HTML"' if what is What.BAD else None
        each = [Fault(method, what, match=formatted, chance=SHARE, times=None, seconds=0.1) for method in methods]
        world.telegram.spoil(*each, seed=seed)

    name = f"{what} of {methods[0]}"
    try:
        life = lived(here, folder / name.replace(" ", "_"), spoil=spoil, statements=False, call_seconds=0.4)
    except AssertionError as error:
        print(f"{name}: {str(error)[:300]}", flush=True)
        return 1
    strays = strayed(life, model)
    print(f"{name}: {life.verdict}", *strays, sep="\n  ", flush=True)
    return int(bool(strays))


if __name__ == "__main__":
    raise SystemExit(main())
