"""Which welfare a member has a right to, how much and why: rules in, findings out. Pure: no clock, no storage, no words for people."""
