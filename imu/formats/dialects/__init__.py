"""One module a dialect: how the files of an app or a sensor are recognised and read."""
