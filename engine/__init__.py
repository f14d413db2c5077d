"""The real-time engine: headless, without a GUI and without torch.

How values flow (each arrow is one verb, each value one frozen dataclass of `engine.types`)::

    Source -Frame-> detect -Face-> fit|encode -FaceCode-> smooth -Tracked-> retarget -Motion-> render -Picture-> view
    camera, video          478 points,         who and     landmark tracker      this avatar's   OpenGL     window
    file, folder           52 scores           what        or encoder            motion          headless   output

Beside it, on the same clock: microphone -SoundBlock-> the recording that pictures go to (`engine.sound`).

Frames of reference (points are named x_<frame> where two could be confused; matrices are a_from_b):

=========  ==========================================================================================
model      metres; +y up, +z out of the face, +x to the subject's left; eye midpoint (0, .025, .040)
view       metres; camera at the origin looking along -z, +y up
clip, ndc  OpenGL's; ndc in [-1, 1], +y up
image      pixels; origin top left, +y down, pixel centres at .5
crop       pixels of the CROP_SIZE square that `crop_from_image` cuts out of the image; +y down
crop ndc   [-1, 1] over the crop; +y up; where `cam` (s, tx, ty) puts the head: ndc = s * (x + t)
uv         [0, 1]; (0, 0) bottom left; pictures are flipped once, at upload, in render/textures.py
=========  ==========================================================================================

Names: shape (beta), expression (psi), global_orient, neck_pose, jaw_pose, leye_pose, reye_pose (theta, axis-angle
rad), cam (c), light (l, [9,3] SH), albedo (A), detail (delta) -> displacement (D). The same words in Python, in
ONNX outputs, in GLSL uniforms and in files. Angles in radians; albedo and shading linear, sRGB only in files.
"""

import os as _os

# The engine's matrices are small: a BLAS that spreads one over the cores costs more than it saves (the solver takes
# 20 ms in place of 3 beside a busy core). It reads this once, when numpy is first imported; a caller's choice stands.
for _blas in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    _os.environ.setdefault(_blas, "1")
