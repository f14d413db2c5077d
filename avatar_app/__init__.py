"""The desktop application and the command line. No OpenGL calls and no numerics: those are the engine's."""

__version__ = "0.2.0"
