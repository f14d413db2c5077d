"""The differentiable picture of a head: what the coarse stage compares with a photo.

    vertices -camera-> v_clip -rasterise-> Fragments -interpolate-> normals, uv -shade-> picture

`rasterise` and `interpolate` have one meaning and three bodies: numba (numba_raster.py) on the CPU, Triton
(triton_raster.py) for the visible triangle on CUDA, and plain torch (torch_raster.py), the readable truth that both
are tested against and that does the rest on CUDA. Gradients reach attributes and, through the barycentrics, vertex
positions; which triangle a pixel shows has none, so silhouettes pull nothing.
"""
