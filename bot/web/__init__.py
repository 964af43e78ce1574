"""The ASGI side of the house: webhooks, console, simulator, health."""
