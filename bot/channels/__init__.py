"""The messengers. Only the modules here know one; each imports its SDK when it is first used."""
