"""Wrinkles made of formulas: creases that an expression folds, and skin that stays, over the window of the detail.

ground, masks: the skin under the window. strain: what an expression does to it. hand, pen, stroke: lines and chance.
upper, lower, families: where creases run and what makes them. blemishes: what stays. creases: one person. paint: the
texture that a photograph of it would show.
"""
