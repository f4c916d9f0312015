"""Training on a business's own labels, of which a part may be wrong."""
