"""`python -m crmsim.engine` compiles the kernel into the cache, and ends."""

from crmsim.engine import warm
from crmsim.engine.compiled_engine import compile_here


def main() -> None:
    """Fill the cache."""
    with warm.alive():
        compile_here()


if __name__ == "__main__":
    main()
