"""Synthetic faces: pictures of the head with everything known, drawn fast on one core.

library: what is borrowed from real people. expression (acts, overlay): what faces do. stock, canvas: the head and its
skin as drawing needs them. person (complexion, skin, wrinkles, glasses, headset, assemble): how one looks. scene:
turn and light. moment: one person before one camera. easel (pose, visibility, vertex_light, raster, shade, eyeball,
blend): the head in the aligned crop. background, decoys, misplace, degrade: the rest of a webcam's picture. sample:
shards of all that. command: `python -m training synthesize`. tex_basis: `build-tex`, the space of drawn skins.
"""
