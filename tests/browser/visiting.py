"""A visitor of the page: reads the guide, lets it act, or acts with own hands."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from bot.demo.cast import Actor
from bot.demo.film import film

STEPS = [step["id"] for step in film({"M01": ""}, 0)["steps"]]
STEP_MS = 40_000


class Visitor:
    """Someone at the page. `pace` is how long the guide lets one read; faults of the page gather in `faults`."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        language: str,
        size: tuple[int, int],
        *,
        pace: float = 0,
        **context: object,
    ) -> None:
        viewport: ViewportSize = {"width": size[0], "height": size[1]}
        self.page: Page = browser.new_page(viewport=viewport, **context)  # type: ignore[arg-type]
        self.faults: list[str] = []
        self.page.on("console", lambda told: self._hear(told.type, told.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{address}/?lang={language}&pace={pace}")
        expect(self.guide).to_be_visible()

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.faults.append(f"{kind}: {text}")

    @property
    def guide(self) -> Locator:
        return self.page.locator("#film")

    def presses(self, name: str) -> None:
        """A button of the guide: do, next, back, play."""
        self.guide.locator(f"[data-film={name}]").click()

    def at_step(self, name: str) -> None:
        expect(self.guide).to_have_attribute("data-film-step", name, timeout=STEP_MS)

    def lets_do(self, *names: str) -> None:
        """Has these steps done, one after the other, and each come true."""
        for name in names:
            self.at_step(name)
            self.presses("do")
            self.sees_it_done(name)

    def sees_it_done(self, name: str) -> None:
        """The step came true: it says so, or the guide has gone on by itself."""
        after = STEPS[STEPS.index(name) + 1]
        done = f"#film[data-film-step={name}][data-film-state=done]"
        late = f"#film[data-film-step={name}][data-film-state=late]"
        self.page.wait_for_selector(f"{done}, {late}, #film[data-film-step={after}]", timeout=STEP_MS)
        assert self.page.locator(late).count() == 0, f"{name}: {self.guide.inner_text()}"

    def phone(self, actor: Actor) -> Locator:
        return self.page.locator(f"[data-phone='{actor.user}']")

    def types(self, actor: Actor, words: str) -> None:
        field = self.phone(actor).locator("textarea")
        field.fill(words)
        field.press("Enter")

    def sees(self, actor: Actor, words: str) -> Locator:
        """The newest message on the phone that holds the words."""
        found = self.phone(actor).locator(".message", has_text=words).last
        expect(found).to_be_visible(timeout=STEP_MS)
        return found

    def taps(self, actor: Actor, label: str) -> None:
        """A button with this label on a phone, the newest first."""
        self.phone(actor).get_by_role("button", name=label, exact=True).last.click()
