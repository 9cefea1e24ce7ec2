"""Published text made plain and cut into sentences, with the way back to every character of the source."""
