"""Small facts are recorded after whatever a stream has, and when."""

from store_samples import renamed


def append(log, *numbers, stream="organisation"):
    """Record small facts after whatever the stream has."""
    version = log.version(stream)
    entries = [(stream, version + at, renamed(number)) for at, number in enumerate(numbers, 1)]
    return log.append(entries, {stream: version})


def instants(log):
    return [recorded.recorded_at for recorded in log.facts()]
