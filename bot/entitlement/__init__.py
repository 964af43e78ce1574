"""Which welfare a member has a right to, how much and why. Pure: rules in, findings out; no clock, no words for people."""
