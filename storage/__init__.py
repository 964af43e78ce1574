"""What Nong Baht remembers: tables, sessions, the two queues, retention, backup. Imports nothing of `bot`."""
