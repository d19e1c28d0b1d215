"""Data sets and their split, stored pictures, and the batches and items that networks are trained on."""
