"""What every part stands on: parameters, random streams, log, statistics, network, spread, world."""
