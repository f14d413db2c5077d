"""The paper's own training: Feng, Feng, Black, Bolkart 2021 (DECA, arXiv 2012.04012), stage by stage.

    label --squares -> data/faces.py -> loader.py -> networks.py -> drawing.py, unwrap.py -> *_objective.py -> task.py

What ships is trained otherwise (docs/training.md), because there are no two million pictures to ship weights of. Losses
are those of training/losses; here they are put together and weighed as the paper does it. Sizes: preset.py.
"""
