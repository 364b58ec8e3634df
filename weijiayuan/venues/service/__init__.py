"""One function per thing that changes something."""
