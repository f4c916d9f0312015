"""Sums as one writes them."""


def yuan(amount: float) -> str:
    """80元, 12.5元."""
    return f"{amount:.2f}".rstrip("0").rstrip(".") + "元"
