"""A network that answers at once, on the processor, and faster as soon as something faster has shown that it agrees."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.clock import now
from engine.errors import AvatarError, DeviceError
from engine.inference.agreement import Run, disagreement, golden_batch
from engine.inference.candidates import Candidate, Model, candidates
from engine.inference.handing import Handing, Sharing, hand_over
from engine.inference.session import Session, Shape
from engine.inference.tried import BOARD, Board, Result, Tried

_CALLS = 15
"""For the median of a call's time."""


_FAULTS = (RuntimeError, TypeError, ValueError, AttributeError, ImportError, OSError, MemoryError)
"""What native packages raise in place of what they should; the processor goes on."""


class Serving:
    """As `Session`. What may be faster is tried on a thread of its own, one after the other, until one holds.

    It holds where its outputs for a golden batch are within `agreement.TOLERANCES` and a call takes less time. Where
    nothing else is installed nothing is tried and no thread started. What fails later hands back to the processor.

    name: of the network, for people; otherwise its file's.
    """

    def __init__(
        self,
        path: Path,
        given: tuple[str, Shape] | Mapping[str, Shape],
        outputs: Mapping[str, Shape],
        *,
        name: str = "",
        others: Sequence[Candidate] | None = None,
        board: Board = BOARD,
    ) -> None:
        inputs = dict([given]) if isinstance(given, tuple) else dict(given)
        self._on_cpu = Session(path, inputs, outputs)
        self.sha256 = self._on_cpu.sha256
        self._model = Model(path, self.sha256, inputs, outputs, name or path.stem.replace("_", " "))
        self._board, self.provider = board, self._on_cpu.provider
        self._run: Run = self._on_cpu
        self._note(self.provider, "serves")
        others = candidates() if others is None else others
        self._trial = threading.Thread(target=self._try, args=(tuple(others),), name="inference trial", daemon=True)
        if others:
            self._trial.start()

    @property
    def is_fast(self) -> bool:
        """Something faster than the processor runs it."""
        return self._run is not self._on_cpu

    @property
    def is_on_card(self) -> bool:
        """Its outputs can be left on the graphics card, see `handing`."""
        return isinstance(self._run, Sharing)

    def handing(self, output: str, buffer: int, drawn_by: str) -> Handing | None:
        """What leaves that output in the OpenGL buffer of that name; None where it has to come as an array.

        drawn_by: OpenGL's vendor and renderer. On the thread where its context is current.
        """
        run = self._run
        return hand_over(run, output, buffer, drawn_by, lambda: self._run is run, self._board)

    def settled(self, seconds: float) -> bool:
        """Wait until everything was tried; False where that takes longer."""
        if self._trial.ident is not None:
            self._trial.join(seconds)
        return not self._trial.is_alive()

    def __call__(self, *values: Array) -> tuple[Array, ...]:
        """The outputs of one value for each input, float32."""
        run = self._run
        if run is self._on_cpu:
            return run(*values)
        try:
            return run(*values)
        except DeviceError as error:
            self._note(self.provider, "refused", str(error))
            self._serve(self._on_cpu, self._on_cpu.provider, "")
            return self._on_cpu(*values)

    def _try(self, others: tuple[Candidate, ...]) -> None:
        for other in others:
            self._note(other.name, "building", "0 %")
            try:
                why = self._hold(other)
            except AvatarError as error:
                self._note(other.name, "absent", str(error))
            except _FAULTS as error:
                self._note(other.name, "refused", f"it failed with {type(error).__name__}: {error}")
            else:
                if why is None:
                    return
                self._note(other.name, "refused", why)

    def _hold(self, other: Candidate) -> str | None:
        """Let it serve if it holds; the reason if not."""
        opened = other.open(self._model, lambda share: self._note(other.name, "building", f"{share:.0%}"))
        batch = golden_batch(self._model.given)
        wrong = disagreement(opened.reference, opened.run, batch, list(self._model.outputs))
        if wrong is not None:
            return f"Its answers differ from the processor's: {wrong}."
        one = [value[:1] for value in batch]
        slow, fast = _milliseconds(self._on_cpu, one), _milliseconds(opened.run, one)
        if fast >= slow:
            return f"It takes {fast:.2f} ms a call, the processor {slow:.2f} ms."
        self._note(self._on_cpu.provider, "stands by", f"{slow:.2f} ms a call")
        self._serve(opened.run, other.name, f"{fast:.2f} ms a call, the processor takes {slow:.2f} ms")
        return None

    def _serve(self, run: Run, provider: str, why: str) -> None:
        self._run, self.provider = run, provider
        self._note(provider, "serves", why)

    def _note(self, backend: str, result: Result, why: str = "") -> None:
        self._board.note(Tried(self._model.name, backend, result, why))


def _milliseconds(run: Run, sample: list[Array]) -> float:
    times = []
    for _ in range(_CALLS):
        begun = now()
        run(*sample)
        times.append(now() - begun)
    return 1e3 * float(np.median(times))
