"""What an operator sets, from the environment (prefix NONGBAHT_); the command line reads a .env file into it first."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything configurable; secrets never print."""

    # an empty value is none: an empty secret would let everybody in
    model_config = SettingsConfigDict(env_prefix="NONGBAHT_", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite+aiosqlite:///nongbaht.db"
    line_channel_secret: SecretStr | None = None
    line_channel_access_token: SecretStr | None = None
    line_api_url: str | None = None
    line_reserve_percent: int = Field(default=20, ge=0, le=100)
    """Share of the month's messages that is kept for what is urgent."""
    public_url: str | None = None
    """https address under which this machine is reached from outside, for files behind links."""
    telegram_token: SecretStr | None = None
    telegram_webhook_secret: SecretStr | None = None
    telegram_api_url: str | None = None
    timezone: str = "Asia/Bangkok"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the funds. Raises ZoneInfoNotFoundError for an unknown name."""
        return ZoneInfo(self.timezone)
