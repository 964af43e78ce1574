"""A faithful fake of the LINE platform and, on top, a page that feels like LINE on a phone."""
