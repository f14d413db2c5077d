"""DECA's and SMIRK's own networks, brought by the user (docs/deca.md), as a source of codes for a FLAME head."""
