"""The plain queue in other simulators, each written as its own tutorial would write it."""
