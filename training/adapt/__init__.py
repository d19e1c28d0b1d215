"""Domain-adversarial adaptation to unlabelled crops, and what the extension's adaptation is built on: the values at the cut and the transfer."""
