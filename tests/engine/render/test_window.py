"""A Qt window under a virtual X server shows the very bytes that are rendered without one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import moderngl
import numpy as np
import pytest

from engine.avatar.default import default_avatar
from engine.head.head_model import Head
from engine.render.renderer import Renderer
from engine.types import Motion, Orbit, View

SIZE_WH = (320, 240)

# A process of its own: the tests' headless context must not share a thread with Qt's.
WINDOW = """
import sys
sys.path.append({tests!r})
import numpy as np
from PySide6.QtGui import QSurfaceFormat
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QApplication
from engine.avatar.default import default_avatar
from engine.render.present import Presenter, window_context
from engine.render.renderer import Renderer
from engine.types import Motion, Orbit, View
from tiny_head import tiny_head

class Widget(QOpenGLWidget):
    def initializeGL(self):
        self.ctx = window_context()
        head = tiny_head()
        self.renderer = Renderer(self.ctx, head)
        self.renderer.show(default_avatar(head))
        self.presenter = Presenter(self.ctx)

    def paintGL(self):
        view = View(size_wh={size_wh!r}, camera=Orbit(yaw=0.4))
        picture = self.renderer.draw(Motion.rest(52), view)
        self.presenter.present(picture, self.defaultFramebufferObject(), {size_wh!r})

format = QSurfaceFormat()
format.setVersion(3, 3)
format.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
QSurfaceFormat.setDefaultFormat(format)
app = QApplication([])
widget = Widget()
widget.resize(*{size_wh!r})
widget.show()
image = widget.grabFramebuffer().convertToFormat(widget.grabFramebuffer().Format.Format_RGBA8888)
rgba = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
np.save({saved!r}, rgba[:, : image.width()])
"""


@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="no display and no Xvfb")
def test_the_window_shows_the_bytes_of_the_headless_picture(
    ctx: moderngl.Context, tiny_head: Head, tmp_path: Path
) -> None:
    if "llvmpipe" not in ctx.info["GL_RENDERER"]:
        pytest.skip("a window may run on another driver than the headless context; compared on llvmpipe only")
    saved = tmp_path / "window.npy"
    script = WINDOW.format(tests=str(Path(__file__).parents[2]), size_wh=SIZE_WH, saved=str(saved))
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    renderer = Renderer(ctx, tiny_head)
    renderer.show(default_avatar(tiny_head))
    picture = renderer.render(Motion.rest(52), View(size_wh=SIZE_WH, camera=Orbit(yaw=0.4)))
    renderer.release()
    np.testing.assert_array_equal(np.load(saved), picture.rgba)
