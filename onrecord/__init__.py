"""Who said what about which policy and which sector, with the sentence behind every fact."""

from importlib.metadata import version

__version__ = version("onrecord")
