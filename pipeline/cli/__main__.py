"""`python -m pipeline.cli` is `jiceng`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
