"""docs/operate.md executed on one machine: each machine of the page is a folder and an address."""
