"""`python -m claimtable` is `claimtable`."""

from claimtable.cli import main

if __name__ == "__main__":
    main()
