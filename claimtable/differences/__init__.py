"""What differs between two runs: one comparison by key, used for claims, for rows of tables and for evaluations."""
