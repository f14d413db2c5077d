"""Shipped files, a data package: found through `engine.assets`."""
