"""The networks by name, their losses, checkpoints and the graph that ships; the landmark network and the latent coder that training uses."""
