"""Heads of another family, brought by the user, made to run: aligned with the open head, driven by its controls."""
