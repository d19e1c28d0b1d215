"""Training runs: the detector on a GPU (fit, grid), and the networks it is compared with on CPUs (trainer)."""
