"""What changes markets: one module for each occasion."""
