"""Synthetic faces: pictures of the head with everything known, drawn fast on one core.

library, expression: who and what is drawn, borrowed or invented. stock, canvas: the head and its skin as drawing needs
them. person (complexion, skin, wrinkles, glasses, headset): how one looks. scene: camera, turn and light. easel (pose,
visibility, vertex_light, raster, shade): the head in the aligned crop. background, decoys, degrade: the rest of a
webcam's picture. sample: shards of all that. command: `python -m training synthesize`.
"""
