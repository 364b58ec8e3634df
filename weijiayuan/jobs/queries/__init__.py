"""Questions about jobs, asked of the database."""
