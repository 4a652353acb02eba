"""What a manager's sentence says: shop, figures, day, channel, outcome, alarms, intent; a proposal."""

from domain.understanding.intents import Intent
from domain.understanding.outcomes import missed_for, outcome_for
from domain.understanding.quantities import Thing
from domain.understanding.sentence import Understood, understand
from domain.understanding.shop_index import Known

__all__ = ["Intent", "Known", "Thing", "Understood", "missed_for", "outcome_for", "understand"]
