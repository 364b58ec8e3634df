"""What a venue allows, owes and shows. Pure: facts in, verdict out."""
