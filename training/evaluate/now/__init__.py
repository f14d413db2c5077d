"""The NoW benchmark (Sanyal, Bolkart, Feng, Black 2019): how far a neutral face, told from a picture, is from a scan.

benchmark.py   the benchmark's folders: pictures, scans, landmarks; and what is to be sent in
surface.py     triangles and the seven landmarks, from and to files
align.py       the prediction laid onto the scan: by landmarks, then by the distance of the surfaces
distance.py    the face's region of a scan, and how far it is from a surface
predict.py     neutral heads of the pictures, by the networks here or those that were brought
score.py       median, mean, deviation and curve of all distances, for each challenge; the table and the JSON
run.py         python -m training evaluate --protocol now

Written anew from the paper and the benchmark's description; no line of its program is part of this project.
"""
