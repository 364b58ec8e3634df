"""What can be decided about an application without a database: pure, facts in, verdict out."""
