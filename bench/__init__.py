"""`make bench`: the whole way of a message measured over HTTP, beside an echo on the LINE SDK, on the same machine."""
