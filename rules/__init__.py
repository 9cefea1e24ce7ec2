"""Rules as data: YAML patterns and lexicons, and the loaders that check them."""
