"""The sample district of the demo: made from a seed, with stories that fit together."""
