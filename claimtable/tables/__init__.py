"""The tables that are made of the result rows: comparisons and leaderboards."""
