"""`python -m crmsim.engine` compiles the kernel into the cache, and ends."""

from crmsim.engine import warm
from crmsim.engine.compiled_engine import compile_here


def main() -> None:
    """Fill the cache."""
    try:
        compile_here()
    finally:
        warm.mark().unlink(missing_ok=True)


if __name__ == "__main__":
    main()
