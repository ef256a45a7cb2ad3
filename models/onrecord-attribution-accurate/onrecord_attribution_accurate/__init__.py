"""Weights of OnRecord's accurate profile, and nothing else; README.md is their model card."""
