"""Training of the preliminary detection network: data, augmentation, network, calibration and export."""
