"""The commands of `nongbaht`, one file each; heavy imports wait inside them so that --help is quick."""
