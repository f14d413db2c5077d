"""DECA's, EMOCA's and SMIRK's own networks, brought by the user, as files that the app runs on a FLAME head.

checkpoint.py   which checkpoint a file is, and its tensors in our networks; nothing in the file is ever run
resnet.py       the trunk (He et al. 2016); networks.py: the encoders and the detail decoder
mobilenet.py    the trunks of SMIRK's encoders (Howard et al. 2019); smirk.py: these and their exported graph
graphs.py       the three exported graphs, in the app's names, frames and units
flame.py        where the FLAME model that was trained with lies in our frame
command.py      python -m training import-deca

Written anew from the papers and from facts of the released programs: names and shapes of tensors, constants, order of
inputs. No line of those programs and none of their weights is part of this project (docs/deca.md).
"""
