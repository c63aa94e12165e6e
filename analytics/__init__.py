"""What the numbers mean: measures, alert rules and timing, computed from the store without a clock."""
