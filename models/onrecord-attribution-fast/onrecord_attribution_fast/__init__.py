"""Weights of OnRecord's fast profile, and nothing else; README.md is their model card."""
