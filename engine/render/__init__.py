"""The only room that talks to OpenGL: an avatar and a motion in, a picture out.

Per frame: deform (positions, then normals, each a small float texture that a fragment shader fills: fragment shaders
use every core of a software driver, vertex shaders one) -> background, skin, mouth, eyes, lashes -> resolve.
"""
