"""What to do next, from the sets that were done and what the lifter says of them."""
