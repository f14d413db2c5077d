"""The few exceptions of our own. Each message is one sentence that names the thing and says what to do."""


class AvatarError(Exception):
    """A failure that a person can do something about; shown without a traceback.

    exit_code is the command line's: 2 bad input, 3 missing asset, 4 device, 130 ended by the person.
    """

    exit_code = 2


class BadInput(AvatarError):
    """A file or an option of the user's that cannot be used as it is."""


class NoFace(BadInput):
    """No face was found where one is needed."""


class ModelMismatch(BadInput):
    """Two values that belong to different heads, models or format versions met."""


class AssetMissing(AvatarError):
    """A file that the program needs is absent or altered."""

    exit_code = 3


class DeviceError(AvatarError):
    """A camera, a display or a graphics driver did not do what was asked of it."""

    exit_code = 4


class ShaderError(AvatarError):
    """A shader did not compile or does not fit the program that uses it."""

    exit_code = 1


class Cancelled(AvatarError):
    """The person asked for the end of it."""

    exit_code = 130


class Closed(Exception):
    """The other end of a slot or a queue has ended; the cause, if any, is __cause__."""
