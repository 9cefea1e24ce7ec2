"""The names of one paper: what it proposes, what it abbreviates, and what kind of thing each name stands for."""
