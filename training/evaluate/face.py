"""Which vertices are the face."""

from __future__ import annotations

from engine.check import Array
from engine.head.head_model import Head


def face_vertices(head: Head) -> Array:
    """[n] vertices of the skin within the bounds of the landmarks."""
    corners = head.v_template[head.faces[head.landmark_faces]].reshape(-1, 3)
    skin = head.skin_vertices
    at = head.v_template[skin]
    return skin[(at >= corners.min(0)).all(1) & (at <= corners.max(0)).all(1)]
