"""What changes about applications, licences and the rulebook."""
