"""Before the first line."""

from server.prompts import load_playbook


def test_what_a_first_line_needs_is_ready_once_a_playbook_is_loaded() -> None:
    rules = load_playbook().rules
    assert "any_word" in vars(rules.tiers)
    assert "any_word" in vars(rules.evidence)
