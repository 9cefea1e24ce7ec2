"""What a sentence holds: values, metrics, names, phrases, and the frames that say which of them belong together."""
