"""Times and dates as Chinese news writes them."""
