"""From the outbox to the messengers: the way of a message, the pump that sends it, the ledger of what pushes cost."""
