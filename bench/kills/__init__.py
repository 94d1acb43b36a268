"""Kills dormouse in the middle of its work and checks what is left; see bench/kill."""
