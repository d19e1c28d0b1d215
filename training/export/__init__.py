"""What is written to models/: the network, golden vectors, calibration, report, model card, checksums and the transfer."""
