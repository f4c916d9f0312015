"""What a line names exactly: numbers, amounts, times and products, with their places in it."""
