"""`python -m jiceng.cli` is `jiceng`."""

from jiceng.cli import main

if __name__ == "__main__":
    main()
