"""Shader sources, a data package: read through `engine.render.programs`."""
