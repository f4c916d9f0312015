"""FAQ and policy articles and closed cases, searched for what a customer asks."""
