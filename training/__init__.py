"""Training of the detector and of the networks it is compared with; README.md says which package does what."""
