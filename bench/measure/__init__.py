"""What bench/run and bench/kill measure with."""
