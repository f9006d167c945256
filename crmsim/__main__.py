"""`python -m crmsim` is `crmsim`."""

from crmsim.cli import main

if __name__ == "__main__":
    main()
