"""The fictional network that demo, simulator and transcripts talk to. Nothing here is true of any real fund."""
