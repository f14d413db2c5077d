"""`avatar-app doctor`: the table of checks."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from avatar_app.console import Console


@dataclass(frozen=True)
class Doctor:
    """Check whether this machine can run the app, and say what to do. Exits 1 if the app cannot start."""

    markdown: bool = False
    """Print a Markdown table, to paste into a report."""

    def run(self, console: Console) -> dict[str, object]:
        from avatar_app.doctor import can_start, examine, table

        rows = examine()
        console.say(table(rows, markdown=self.markdown))
        startable = can_start(rows)
        return {
            "checks": [asdict(row) for row in rows],
            "can_start": startable,
            "exit_code": 0 if startable else 1,
        }
