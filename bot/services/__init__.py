"""What the network does, in its own words; rows in, plain values out."""
