"""A privacy-preserving data preparation gateway: hospital records in, encrypted and audit-logged releases out."""

from typing import TYPE_CHECKING, Any

from gateway.version import __version__ as __version__

if TYPE_CHECKING:
    from gateway.opening import open_release as open_release



def __getattr__(name: str) -> Any:
    """`gateway.open_release` on first use, so that `import gateway` stays light."""
    if name == "open_release":
        from gateway.opening import open_release

        return open_release
    raise AttributeError(f"module 'gateway' has no attribute {name!r}")
