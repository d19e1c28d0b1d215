"""Training runs: the detector on a GPU (fit, grid) and further on CPUs (refine), and the networks it is compared with on CPUs (trainer)."""
