"""The pixels' say in the fit of a clip: one skin and one light of the clip, and every frame refitted to its picture.

look.py        a frame's close crop, and the way into it from the fit's picture units
surface.py     a person's whole skin, eyes and mouth as points that the fit's controls move
drawing.py     what the camera sees of them: triangle and depth of every pixel, colours under a light
appearance.py  skin and light of a clip, found from some of its frames
rows.py        how the drawn picture changes with each unknown: the least squares' rows
refine.py      landmarks, prior and pixels together, in a few Gauss-Newton steps
clip.py        all of it over a clip that is read again for its pictures
"""
