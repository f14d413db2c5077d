"""What training minimises: one function a loss, each a scalar tensor, nothing weighted and nothing summed up here.

The coarse stage of Feng, Feng, Black, Bolkart: Learning an animatable detailed 3D face model from in-the-wild images,
2021 (arXiv 2012.04012, section 4.1), in the paper's order and symbols, with the weights of its released configuration:

    eq.  symbol    weight    function                                        file            gradient reaches
    5    L_coarse            their weighted sum: training.paper.coarse_objective
    6    L_lmk     1         landmark_loss(.., landmark_weights())           landmarks.py    landmarks
    7    L_eye     1         eye_closure_loss                                landmarks.py    landmarks
    8    L_pho     2         photometric_loss                                picture.py      picture, not the mask
    9    L_id      .2        identity_loss, of any embedding network         picture.py      picture, not the photo
    10   L_sc      as above  with_exchanged_shapes, then the losses again    consistency.py  shapes of both photos
         L_reg     1e-4      code_loss, of shape and of expression           prior.py        code
                   .5        lip_distance_loss                               landmarks.py    landmarks
                   1         white_light_loss                                prior.py        light

    The detail stage (section 4.2 and 4.3), on displacement over the detail window:

    14   L_detail            their weighted sum: training.paper.detail_objective
         L_phoD    2         detail_photometric_loss                         detail_picture.py  shaded detail
    15   L_mrf     5e-2      mrf_loss, of any network's features             detail_mrf.py      shaded detail
    16   L_sym     5e-3      symmetry_loss, where the photo shows nothing    detail_prior.py    hidden texels
         L_regD    5e-3      displacement_size_loss                          detail_prior.py    displacement
                   5e-3      shading_smoothness_loss                         detail_prior.py    shaded detail
    17   L_dc      as above  code_givers, then the losses                    detail_consistency.py  codes of both photos

Those without a symbol are the released code's; the paper lacks them. Equations are counted from L_coarse on, one a
term: where an edition sets a formula in the line, those after it have a smaller number there, and the symbol is what to
look for.

Beside them:

    controls.py    expression_loss (by control_metric), orient_loss, confidence_loss: the live network's code
    dense.py       dense_landmark_loss, offset_loss: the landmarks it predicts beside the code
    steadiness.py  steadiness_loss: the same of two pictures of one moment, between which only noise lies
    identity_metric.py  shape_loss (by shape_metric), mm², and tex_loss (by tex_metric): who a face is, where known
    identity_metric.py  likeness_loss: in place of eq. 9, that people are nearer to themselves than to others
    supervised.py  vertex_loss, mm, weighted to lips and lids: synthetic faces, whose every vertex is known
    detail_supervised.py  displacement_loss (mm), code_loss: synthetic people, whose wrinkles are known
    prior.py       jaw_limit_loss, unit_limit_loss: the limits of anatomy (Retsinas et al. 2024, SMIRK)
    cycle.py       cycle_loss: SMIRK's second path. Each person is drawn (repaint.py) with another expression
                   (perturb.py), which the encoder must read; its gradient goes through that reading alone
"""
