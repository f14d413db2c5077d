"""Synthetic faces: pictures of the head with everything known, drawn fast on one core.

library, expression -> who and what; person (skin, hair, glasses) -> how one looks; scene -> camera and light;
pose, raster, shade -> the head in the crop; background, occluder, degrade -> the rest of a webcam's picture;
sample -> shards, command -> `python -m training synthesize`.
"""
