"""Models that give probabilities to spans: the hybrid network and the plain CRF, and how spans are decoded."""
