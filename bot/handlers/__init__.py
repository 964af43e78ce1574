"""One file per need; thin: read the turn, call a service, return a reply. Never sends."""
