"""Which welfare a member has a right to, how much and why. Pure: no clock, no words for people."""
