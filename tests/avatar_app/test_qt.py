"""What the app asks of Qt's bindings."""

import sys

from PySide6.QtWidgets import QWidget


def test_calls_that_return_nothing_keep_none_alive(qtbot):
    """PySide6 6.12.0 lost a reference each time; on Python 3.11 a window then aborted after some minutes."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.update()
    assert sys.getrefcount(None) - before > -100
