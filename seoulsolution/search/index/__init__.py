"""What is searched: tokens of the visible texts, kept in step with the records."""
