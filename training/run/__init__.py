"""Training runs: the detector on a GPU (fit, grid), a compared network on CPUs (train), and the mean of two checkpoints (soup)."""
