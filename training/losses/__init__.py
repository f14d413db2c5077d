"""What training minimises: one function a loss, each a scalar tensor, nothing weighted and nothing summed up here.

The coarse stage of Feng, Feng, Black, Bolkart: Learning an animatable detailed 3D face model from in-the-wild images,
2021 (arXiv 2012.04012, section 4.1), in the paper's order and symbols, with the weights of its released configuration:

    eq.  symbol    weight  function                                        file            gradient reaches
    5    L_coarse          their weighted sum, which a trainer writes      -
    6    L_lmk     1       landmark_loss(.., landmark_weights())           landmarks.py    points
    7    L_eye     1       eye_closure_loss                                landmarks.py    points
    8    L_pho     2       photometric_loss                                picture.py      picture, not the mask
    9    L_id      .2      identity_loss, any embedding network            picture.py      picture, not the photo
    10   L_sc      as 5-9  with_exchanged_shapes, then all losses again    consistency.py  shapes of both photos
    -    L_reg     1e-4    code_loss, of shape and expression              prior.py        code
    -    -         .5      lip_distance_loss                               landmarks.py    points
    -    -         1       white_light_loss                                prior.py        light

Equations are counted one a term from L_coarse = 5 on, the symbol decides: a printed number may be one less where an
edition sets a formula in the line. The last two are the released code's alone; the paper does not have them.

Beside them, where the truth is known (supervised.py): vertex_loss in mm with lip_and_lid_weights, unit_loss with
unit_weights, rotation_loss. The limits of anatomy (prior.py): jaw_limit_loss, unit_limit_loss. SMIRK's cycle
(Retsinas et al. 2024): cycle_loss (cycle.py) draws each person with another expression (perturb.py, repaint.py) and
asks the encoder for it; its gradient reaches the encoder through the drawn picture's reading alone.
"""
