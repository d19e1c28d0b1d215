"""Networks side by side on the same faces, and the paper's tables."""
