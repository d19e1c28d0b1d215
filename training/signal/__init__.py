"""Pictures in, pictures or measures out: crop, degradation, codecs, blends, noise and sharpness. Knows no data set and no network."""
