"""What an attacker, a careless hand or a failing disk would do, and what must not come of it."""
