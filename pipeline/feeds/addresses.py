"""Which addresses may be connected to: public ones, and those that an operator names."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from pipeline.errors import UsageError

Network = IPv4Network | IPv6Network

# IPv6 that carries an IPv4 address in its last 32 bits: translated (RFC 6052), mapped, compatible.
_CARRIERS = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0/96", "::/96")))

# What Python before 3.12.4 takes for public (RFC 6890), and all of IPv6 that nobody was given.
_NOT_PUBLIC = IPv4Network("192.0.0.0/24")
_GIVEN = IPv6Network("2000::/3")


def networks(cidrs: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks that `--allow-private` names.

    Raises:
        UsageError: One is no network.
    """
    found = []
    for cidr in cidrs:
        try:
            found.append(ip_network(cidr.strip()))
        except ValueError as error:
            raise UsageError(
                f"{cidr!r} is no network ({error})",
                where="--allow-private",
                mend="Write 10.1.0.0/16, or one address",
            ) from error
    return tuple(found)


def may_connect(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Say whether an address may be connected to: it is public, or in a network of `allowed`."""
    found = _plain(address)
    if any(found in network for network in allowed if network.version == found.version):
        return True
    given = found not in _NOT_PUBLIC if isinstance(found, IPv4Address) else found in _GIVEN
    return given and found.is_global and not found.is_multicast


def _plain(address: str) -> IPv4Address | IPv6Address:
    """Return an address without its zone, or the IPv4 address that leads where it does."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv4Address):
        return found
    if found.sixtofour is not None:
        return found.sixtofour
    if int(found) > 1 and any(found in network for network in _CARRIERS):
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found
