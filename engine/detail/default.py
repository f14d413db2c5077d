"""Whether an avatar gets detail where nobody says: command line, window and engine ask here alone."""

DETAIL_BY_DEFAULT = True
