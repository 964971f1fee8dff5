"""What the course is made of beyond single lessons: notebooks, claims, datasets, games."""
