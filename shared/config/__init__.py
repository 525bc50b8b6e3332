"""TOML file + environment -> one frozen Config, or every mistake at once."""

from shared.config.load import ConfigError, load_config
from shared.config.sections import Config

__all__ = ["Config", "ConfigError", "load_config"]
