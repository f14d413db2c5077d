"""The microphone: blocks of samples, each with the engine's time at which it was in the air.

PortAudio's thread -> SampleClock -> SoundBlock -> Feed -> Tap (one a recording) -> engine.record.SoundTrack
                           |-> Meter
"""
