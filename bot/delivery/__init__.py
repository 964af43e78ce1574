"""From the outbox to the messengers: which way a message goes, the pump that sends it, the ledger of what pushes cost."""
