"""Every fault of the table in a life of its own, then all of them under load: `python -m tests.reliability.long_faults`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from simulator.faults import Fault, What
from tests.reliability.checker import DEFINITIONS
from tests.reliability.crash import Lived, lived, strayed, untouched
from tests.reliability.fuzzing import a_seed
from tests.reliability.kills import OF_POLLS, OF_SENDS, soaked
from tests.reliability.stage import MortalWorld, district, joined

SHARE = 0.2
SPOILT = ("sendMessage", "editMessageText", "pinChatMessage", "setMessageReaction", "answerCallbackQuery")


def main() -> int:
    """Print a line for each fault and each soak; 1 when one strayed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--soaks", type=int, default=4)
    asked.add_argument("--acts", type=int, default=500)
    asked.add_argument("--seed", type=int, default=0)
    wish = asked.parse_args()
    seed = wish.seed or a_seed()
    folder = Path(tempfile.mkdtemp(prefix="visitbot-faults-"))
    template = district(folder / "template.db")
    joined(template)
    model = untouched(template, folder / "model", statements=False)
    print(DEFINITIONS, f"\nseed {seed}; untouched: {model.verdict}", flush=True)
    bad = sum(_alone(template, folder, model, what, SPOILT, seed) for what in (*OF_SENDS, What.FLOOD, What.REFUSE))
    bad += sum(_alone(template, folder, model, what, ("getUpdates",), seed) for what in (*OF_POLLS, What.FLOOD))
    for number in range(wish.soaks):
        verdict = soaked(template, folder / f"soak{number}", wish.acts, seed + number)
        print(f"soak {seed + number}: {verdict.faults} faults met; {verdict.report()}", flush=True)
        bad += int(not verdict.clean)
    print(f"{bad} strayed")
    return int(bad > 0)


def _alone(template: Path, folder: Path, model: Lived, what: What, methods: tuple[str, ...], seed: int) -> int:
    """1 when a life that meets this fault in every fifth call does not end as it should."""

    def spoil(world: MortalWorld) -> None:
        formatted = '"HTML"' if what is What.BAD else None
        each = [Fault(method, what, match=formatted, chance=SHARE, times=None, seconds=0.1) for method in methods]
        world.telegram.spoil(*each, seed=seed)

    name = f"{what} of {methods[0]}"
    try:
        life = lived(template, folder / name.replace(" ", "_"), spoil=spoil, statements=False, call_seconds=0.4)
    except AssertionError as error:
        print(f"{name}: {str(error)[:300]}", flush=True)
        return 1
    strays = strayed(life, model)
    print(f"{name}: {life.verdict}", *strays, sep="\n  ", flush=True)
    return int(bool(strays))


if __name__ == "__main__":
    raise SystemExit(main())
