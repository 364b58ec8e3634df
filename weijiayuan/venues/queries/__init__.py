"""One function per question asked of the database."""
