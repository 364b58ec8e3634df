"""Copies of everything, which prove themselves, and putting them back."""
