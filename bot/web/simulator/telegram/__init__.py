"""A fake Telegram: its Bot API with its limits, its updates by webhook or polling, and the phones of its people."""
