"""What a trainee sees and touches: charts, the live panel, exercise feedback."""
