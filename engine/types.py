"""The values that flow through the engine: frozen, numpy, read-only, checked once on construction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from engine import check
from engine.check import Array
from engine.detail.personal import Detail
from engine.glasses import Glasses
from engine.inset import Inset
from engine.lighting import Lighting
from engine.retouch import Retouch

CROP_SIZE = 224
"""Side of the square crop in pixels (the paper's input size); `cam` is relative to it."""


def _zeros(*shape: int) -> Array:
    zeros = np.zeros(shape, np.float32)
    zeros.flags.writeable = False
    return zeros


class _Frozen:
    """Gives the dataclasses below one way to store a checked, read-only array."""

    __slots__ = ()

    def _freeze(self, name: str, shape: tuple[int | None, ...], dtype: type[np.generic] = np.float32) -> None:
        object.__setattr__(self, name, check.frozen(name, getattr(self, name), shape, dtype))


@dataclass(frozen=True, slots=True, eq=False)
class Frame(_Frozen):
    """One picture of a source. The image is the source's own buffer, made read-only, never copied."""

    image: Array  # [H, W, 3] uint8 RGB, origin top left
    index: int
    """0, 1, 2 ... within the source."""
    time: float
    """Seconds: presentation time in a file, monotonic capture time of a camera."""
    source: str = ""

    def __post_init__(self) -> None:
        check.shape("Frame.image", self.image, (None, None, 3))
        if self.image.dtype != np.uint8:
            raise ValueError(f"Frame.image must be uint8, got {self.image.dtype}")
        self.image.flags.writeable = False

    @property
    def size_wh(self) -> tuple[int, int]:
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True, eq=False)
class Face(_Frozen):
    """What the detector saw of one face in one frame."""

    frame: Frame
    landmarks: Array  # [478, 2] px in the image, MediaPipe's order
    landmarks_depth: Array  # [478] px, MediaPipe's relative z, larger is farther
    scores: Array  # [52] in [0, 1], in the order of engine.head.arkit.ARKIT52
    score: float
    """Presence in [0, 1]."""

    def __post_init__(self) -> None:
        self._freeze("landmarks", (478, 2))
        self._freeze("landmarks_depth", (478,))
        self._freeze("scores", (52,))

    @property
    def box_xyxy(self) -> tuple[float, float, float, float]:
        """Bounds of the landmarks, px."""
        low, high = self.landmarks.min(0), self.landmarks.max(0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


@dataclass(frozen=True, slots=True, eq=False)
class Motion(_Frozen):
    """What changes per frame, and nothing about who. The avatar at rest is `Motion.rest(E)`."""

    expression: Array  # [E]; ARKit heads: in [0, 1]
    global_orient: Array = field(default_factory=lambda: _zeros(3))  # rad, axis-angle
    neck_pose: Array = field(default_factory=lambda: _zeros(3))
    jaw_pose: Array = field(default_factory=lambda: _zeros(3))  # +x opens
    leye_pose: Array = field(default_factory=lambda: _zeros(3))
    reye_pose: Array = field(default_factory=lambda: _zeros(3))
    cam: Array = field(default_factory=lambda: np.array([8.0, 0.0, 0.0], np.float32))  # s 1/m, tx ty m
    crop_from_image: Array = field(default_factory=lambda: np.eye(3, dtype=np.float32))  # [3, 3]
    time: float = 0.0
    confidence: float = 1.0  # 0 where no face was seen

    def __post_init__(self) -> None:
        self._freeze("expression", (None,))
        for name in ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose", "cam"):
            self._freeze(name, (3,))
        self._freeze("crop_from_image", (3, 3))

    @classmethod
    def rest(cls, num_expression: int, time: float = 0.0, confidence: float = 0.0) -> Motion:
        """The neutral face, looking straight ahead."""
        return cls(expression=_zeros(num_expression), time=time, confidence=confidence)

    @property
    def poses(self) -> Array:
        """[5, 3] rad: root, neck, jaw, left eye, right eye, the head's joint order."""
        return np.stack([self.global_orient, self.neck_pose, self.jaw_pose, self.leye_pose, self.reye_pose])


@dataclass(frozen=True, slots=True, eq=False)
class FaceCode(_Frozen):
    """Everything an encoder or a fit says of one face: who (shape, tex, light, detail) and what (motion)."""

    motion: Motion
    shape: Array  # [S]
    tex: Array = field(default_factory=lambda: _zeros(0))
    light: Array = field(default_factory=lambda: _zeros(9, 3))
    detail: Array = field(default_factory=lambda: _zeros(128))

    def __post_init__(self) -> None:
        self._freeze("shape", (None,))
        self._freeze("tex", (None,))
        self._freeze("light", (9, 3))
        self._freeze("detail", (128,))


@dataclass(frozen=True, slots=True, eq=False)
class Tracked(_Frozen):
    """A tracker's answer for one frame: the motion, and where the fitted mesh puts the 68 iBUG points."""

    motion: Motion
    landmarks68: Array  # [68, 2] px in the image; NaN where no face was seen
    latency_ms: float = 0.0

    def __post_init__(self) -> None:
        self._freeze("landmarks68", (68, 2))


HAIR_MESHES = ("bob", "crop", "long", "short", "slick", "tied")
"""Styles with a mesh of their own, shipped as assets/hair."""
HAIR_STYLES = ("cap", "none", *HAIR_MESHES)


@dataclass(frozen=True, slots=True, eq=False)
class Hair(_Frozen):
    """Hair in the photo's colour: a cap, which is a displaced scalp, or a mesh over a thin one. thickness 0 is bald."""

    rgb: Array = field(default_factory=lambda: np.array([0.20, 0.14, 0.10], np.float32))  # linear
    thickness: float = 0.0  # metres above the scalp
    style: str = "cap"
    """One of HAIR_STYLES."""

    def __post_init__(self) -> None:
        self._freeze("rgb", (3,))
        if self.style not in HAIR_STYLES:
            raise ValueError(f"Hair.style must be one of {', '.join(HAIR_STYLES)}, got {self.style!r}")


@dataclass(frozen=True, slots=True, eq=False)
class Avatar(_Frozen):
    """Who: a person on a head family. Made by `engine.avatar.create`, kept in an .avatar file."""

    name: str
    head_id: str
    shape: Array  # [S]
    albedo: Array  # [H, W, 3] uint8 sRGB over the head's UV square, top row first
    light: Array  # [9, 3] SH of the photo, linear
    iris_rgb: Array  # [3] linear
    hair: Hair = field(default_factory=Hair)
    neutral_expression: Array = field(default_factory=lambda: _zeros(52))  # [E] the photo's; the avatar rests at zero
    detail: Detail | None = None  # wrinkles, pores, moles; None is as smooth as the mesh
    glasses: Glasses | None = None
    retouch: Retouch = field(default_factory=Retouch)

    def __post_init__(self) -> None:
        self._freeze("shape", (None,))
        self._freeze("albedo", (None, None, 3), np.uint8)
        self._freeze("light", (9, 3))
        self._freeze("iris_rgb", (3,))
        self._freeze("neutral_expression", (None,))


class Look(StrEnum):
    """What the renderer shows of an avatar."""

    SHADED = "shaded"
    SHAPE = "shape"
    DETAIL = "detail"
    NORMAL = "normal"
    DISPLACEMENT = "displacement"
    ALBEDO = "albedo"
    UV = "uv"


@dataclass(frozen=True, slots=True, eq=False)
class Orbit:
    """A perspective camera that looks at the face from a place on a sphere around it."""

    yaw: float = 0.0  # rad; positive shows the avatar's left side
    pitch: float = 0.0  # rad; positive looks from above
    distance: float = 0.9  # metres from the head's middle
    height: float = 0.36  # metres of the model that the picture's height covers at that distance
    lift: float = 0.0  # how far above the picture's middle the head's is shown, as a share of the picture's height


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """The camera of the source picture: the avatar lands on the face that drives it."""

    image_size_wh: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """How one picture is asked for."""

    size_wh: tuple[int, int] = (512, 512)
    camera: Orbit | Overlay = field(default_factory=Orbit)
    background: tuple[float, float, float, float] | Array = (0.16, 0.17, 0.19, 1.0)
    """sRGB + alpha in [0, 1]; alpha 0 is transparent; or an [H, W, 3] uint8 picture shown behind."""
    look: Look = Look.SHADED
    light: Array | None = None  # [9, 3] SH in place of the avatar's own
    lighting: Lighting = Lighting()  # noqa: RUF009  (frozen)
    inset: Inset | None = None
    samples: int = 4  # multisampling; 1 is off
    detail_strength: float = 1.0  # how deep the avatar's wrinkles and pores are; 0 is off


@dataclass(frozen=True, slots=True, eq=False)
class Picture(_Frozen):
    """A rendered frame."""

    rgba: Array  # [H, W, 4] uint8 sRGB, straight alpha, top row first
    index: int = 0
    time: float = 0.0

    def __post_init__(self) -> None:
        self._freeze("rgba", (None, None, 4), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Take(_Frozen):
    """A recorded performance: motion over time without a single pixel. Kept in a .take file."""

    time: Array  # [N] s, presentation times of the source, float64
    expression: Array  # [N, E]
    global_orient: Array  # [N, 3] rad
    neck_pose: Array  # [N, 3]
    jaw_pose: Array  # [N, 3]
    leye_pose: Array  # [N, 3]
    reye_pose: Array  # [N, 3]
    cam: Array  # [N, 3]
    crop_from_image: Array  # [N, 3, 3]
    confidence: Array  # [N], 0 where no face
    landmarks68: Array  # [N, 68, 2] px, NaN where no face
    latency_ms: Array  # [N]
    head_id: str
    source_size_wh: tuple[int, int] = (0, 0)
    source_fps: float = 0.0
    tracker: str = ""
    model_sha256: str = ""

    def __post_init__(self) -> None:
        n = len(self.time)
        self._freeze("time", (n,), np.float64)
        self._freeze("expression", (n, None))
        for name in ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose", "cam"):
            self._freeze(name, (n, 3))
        self._freeze("crop_from_image", (n, 3, 3))
        self._freeze("confidence", (n,))
        self._freeze("landmarks68", (n, 68, 2))
        self._freeze("latency_ms", (n,))

    def __len__(self) -> int:
        return len(self.time)

    def motion(self, index: int) -> Motion:
        """The motion of one frame."""
        return Motion(
            expression=self.expression[index],
            global_orient=self.global_orient[index],
            neck_pose=self.neck_pose[index],
            jaw_pose=self.jaw_pose[index],
            leye_pose=self.leye_pose[index],
            reye_pose=self.reye_pose[index],
            cam=self.cam[index],
            crop_from_image=self.crop_from_image[index],
            time=float(self.time[index]),
            confidence=float(self.confidence[index]),
        )


__all__ = [
    "CROP_SIZE", "HAIR_MESHES", "HAIR_STYLES", "Avatar", "Detail", "Face", "FaceCode", "Frame", "Hair", "Inset",
    "Lighting", "Look", "Motion", "Orbit", "Overlay", "Picture", "Take", "Tracked", "View", "replace",
]  # fmt: skip
