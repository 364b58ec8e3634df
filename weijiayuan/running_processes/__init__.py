"""Which processes of the product are running, on which machine, with which keys and folder."""
