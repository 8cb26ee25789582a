"""Which liggare this is."""


def program_version() -> str:
    from importlib.metadata import version

    return version("liggare")
