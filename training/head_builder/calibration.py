"""Means of MakeHuman's sliders that make the average head an average head.

Solved once by regularised least squares so that the average face, seen from 1.4 m and scaled to 63 mm between
the pupils, shows the mean of the 478 landmarks that MediaPipe finds on 100 frontal portraits of adults (inner
corners of the eyes 32.6 mm apart, alar breadth 35.5, mouth 49.4, face 139, chin 114 below the pupils), with a head
193 mm deep, 152 mm broad and 114 mm from pupils to crown. Left and right sliders share a name.
"""

SHIFT: dict[str, float] = {
    "chin-bones-decr-incr": 0.35,
    "chin-height-decr-incr": 0.17,
    "ear-trans-down-up": -0.24,
    "eye-corner1-down-up": -0.21,
    "eye-corner2-down-up": -0.17,
    "eye-height2-decr-incr": 0.32,
    "eye-height3-decr-incr": 0.18,
    "eye-scale-decr-incr": -0.08,
    "eye-trans-down-up": 0.27,
    "eye-trans-in-out": -0.55,
    "eyebrows-angle-down-up": 0.24,
    "eyebrows-trans-down-up": -0.18,
    "forehead-scale-vert-decr-incr": 0.16,
    "head-back-scale-depth-decr-incr": -0.26,
    "head-scale-depth-decr-incr": -0.14,
    "head-scale-horiz-decr-incr": 0.2,
    "head-scale-vert-decr-incr": -0.19,
    "mouth-angles-down-up": -0.08,
    "mouth-lowerlip-height-decr-incr": -0.14,
    "mouth-lowerlip-middle-down-up": -0.09,
    "mouth-lowerlip-width-decr-incr": -0.07,
    "mouth-scale-horiz-decr-incr": -0.17,
    "mouth-scale-vert-decr-incr": -0.22,
    "mouth-trans-backward-forward": -0.33,
    "mouth-trans-down-up": 0.25,
    "nose-base-down-up": 0.09,
    "nose-compression-compress-uncompress": 0.12,
    "nose-curve-concave-convex": 0.16,
    "nose-flaring-decr-incr": 0.12,
    "nose-nostrils-angle-down-up": -0.12,
    "nose-point-down-up": 0.06,
    "nose-scale-depth-decr-incr": 0.47,
    "nose-scale-vert-decr-incr": -0.22,
    "nose-septumangle-decr-incr": -0.11,
    "nose-trans-backward-forward": 0.09,
    "nose-trans-down-up": 0.23,
    "nose-volume-decr-incr": 0.21,
}
