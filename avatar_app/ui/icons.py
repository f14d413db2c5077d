"""The window's icons, drawn as strokes in the colour of the text beside them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

# Bodies of 24 x 24 pictures; `currentColor` is replaced by the colour asked for.
SHAPES = {
    "photo": '<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="9" cy="10.5" r="1.8"/>'
    '<path d="M4 17.5l5-4 3.5 2.8L16 12l5 5"/>',
    "selfie": '<circle cx="12" cy="9" r="4"/><path d="M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.500 7.500 5.500"/>',
    "new": '<path d="M12 5v14M5 12h14"/>',
    "sample": '<circle cx="12" cy="12" r="8.500"/>'
    '<path d="M8.500 14.500c1.800 2.300 5.200 2.300 7 0M9 10h.01M15 10h.01"/>',
    "drop": '<path d="M12 4v10M7.500 10l4.500 4.500L16.500 10M4.500 16v2a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-2"/>',
    "folder": '<path d="M3 7.500a2 2 0 0 1 2-2h4l2 2.500h8a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/>',
    "camera": '<rect x="3" y="7" width="12" height="10" rx="2"/><path d="M15 11l6-3v8l-6-3z"/>',
    "video": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M10 9v6l5-3z"/>',
    "step back": '<path d="M17.500 6.500v11L9.500 12z" fill="currentColor"/><path d="M6.500 6.500v11"/>',
    "step forth": '<path d="M6.500 6.500v11l8-5.500z" fill="currentColor"/><path d="M17.500 6.500v11"/>',
    "loop": '<path d="M4.500 11.500V10a3.500 3.500 0 0 1 3.500-3.500h11M16.500 4l2.500 2.500L16.500 9"/>'
    '<path d="M19.500 12.500V14a3.500 3.500 0 0 1-3.500 3.500H5M7.500 15L5 17.500 7.500 20"/>',
    "stop": '<rect x="7" y="7" width="10" height="10" rx="1.500" fill="currentColor"/>',
    "record": '<circle cx="12" cy="12" r="5.500" fill="currentColor"/>',
    "neutral": '<circle cx="12" cy="12" r="8.500"/><path d="M8.500 15.500h7M9 10h.01M15 10h.01"/>',
    "close": '<path d="M7 7l10 10M17 7L7 17"/>',
    "folded": '<path d="M9.500 6l6 6-6 6"/>',
    "unfolded": '<path d="M6 9.500l6 6 6-6"/>',
    "locked": '<rect x="5.500" y="11" width="13" height="9" rx="2"/><path d="M8.500 11V8a3.500 3.500 0 0 1 7 0v3"/>',
    "unlocked": '<rect x="5.500" y="11" width="13" height="9" rx="2"/>'
    '<path d="M8.500 11V6.500a3.500 3.500 0 0 1 7 0"/>',
    "window": '<rect x="3" y="8" width="12" height="11" rx="2"/><path d="M9 5h10a2 2 0 0 1 2 2v7"/>',
    "pin": '<path d="M9 4h6l-1 6 3 3H7l3-3zM12 13v7"/>',
    "frame": '<rect x="4" y="5" width="16" height="14" rx="2"/><path d="M4 9.500h16"/>',
    "full": '<path d="M4 9V4.500h5M15 4.500h5V9M20 15v4.500h-5M9 19.500H4V15"/>',
    "pause": '<path d="M9 6.500v11M15 6.500v11"/>',
    "play": '<path d="M8 6v12l10-6z" fill="currentColor"/>',
    "retry": '<path d="M19 12a7 7 0 1 1-2.200-5.100M19.500 4v4h-4"/>',
}


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """One icon, sharp on screens of up to three times the density."""
    result = QIcon()
    for density in (1, 2, 3):
        result.addPixmap(pixmap(name, colour, size, density))
    return result


def pixmap(name: str, colour: str, size: int, density: float = 1.0) -> QPixmap:
    """As `icon`, for a label."""
    body = SHAPES[name].replace("currentColor", colour)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
        f'stroke="{colour}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
    )
    side = round(size * density)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(density)
    return picture
