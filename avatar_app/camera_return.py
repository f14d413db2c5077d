"""A camera that was lost, and the moment to try it again: when it is plugged in once more."""

from __future__ import annotations

TRIES = 2
"""Each time it is there: it may only have stumbled, and one that was just plugged in may not be ready at first."""


class CameraReturn:
    """What comes back may have another number, but keeps its name; where the system names none, nobody is awaited."""

    def __init__(self, index: int | None = None, cameras: tuple[tuple[int, str], ...] = ()) -> None:
        """index: the camera that is opened; cameras: index and name of those there are."""
        self._name = dict(cameras).get(index) if index is not None else None
        self._tries = 0

    @property
    def awaited(self) -> bool:
        """It can be known when it is back."""
        return self._name is not None

    def there(self, cameras: tuple[tuple[int, str], ...]) -> int | None:
        """Its number now."""
        return next((index for index, name in cameras if name == self._name), None)

    def live(self) -> None:
        """It gives pictures."""
        self._tries = 0

    def back(self, cameras: tuple[tuple[int, str], ...]) -> int | None:
        """While it is lost, every few seconds: the number to open now, or None."""
        there = self.there(cameras)
        self._tries = 0 if there is None else self._tries + 1
        return there if self._tries <= TRIES else None
