"""What holds for all tests: hypothesis times nothing, for a busy machine is no fault of ours."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
