"""What can go wrong between a load and its readers; messages are Chinese and say what to do."""


class WarehouseError(Exception):
    """The warehouse cannot be opened, loaded, published or read; the message says why and what to do."""
