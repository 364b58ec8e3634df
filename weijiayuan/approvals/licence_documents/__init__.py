"""What makes a licence and a decision provable: keys, the sealed PDF, the credential, the proof."""
