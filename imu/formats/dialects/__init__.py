"""One module for each dialect: how files of an app or a sensor are recognised and read."""
