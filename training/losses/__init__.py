"""What training minimises: one function a loss, each a scalar tensor, nothing weighted and nothing summed up here.

Equation numbers are those of Feng, Feng, Black, Bolkart: Learning an animatable detailed 3D face model from
in-the-wild images, 2021 (arXiv 2012.04012), whose coarse stage (eq. 5) adds up

    landmark (eq. 6) 1, eye closure (eq. 7) 1, lip distance .5, photometric (eq. 8) 2, identity (eq. 9) .2,
    shape consistency by exchange (eq. 10), shape and expression 1e-4, light 1.

Supervised terms and the limits of anatomy (Retsinas et al. 2024, SMIRK) come beside them.
"""
