"""Papers: receipts and agreements as PDF, sealed and signed one after another."""
