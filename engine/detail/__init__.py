"""Detail finer than the mesh: displacement maps over a window of the UV atlas, by expression and of the person."""
