"""Which addresses may be connected to."""

import pytest

from pipeline.errors import UsageError
from pipeline.feeds.addresses import may_connect, networks


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "0.0.0.0", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1",
        "233.252.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd00:ec2::254", "ff02::1", "ff0e::1", "4000::1", "2001:db8::1",
        # the same behind IPv6
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::1",
    ],
)  # fmt: skip
def test_what_is_not_public_is_refused(address):
    assert not may_connect(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "172.15.255.255",
        "172.32.0.0",
        "2606:4700::1111",
        "::ffff:1.1.1.1",
        "2002:101:101::",
    ],
)
def test_what_is_public_is_taken(address):
    assert may_connect(address)


def test_a_network_that_is_allowed_is_taken_and_no_other():
    allowed = networks(["127.0.0.1", "10.1.0.0/16", "fd00::/8"])
    for address in ("127.0.0.1", "::ffff:127.0.0.1", "10.1.2.3", "fd00::5", "1.1.1.1"):
        assert may_connect(address, allowed)
    for address in ("127.0.0.2", "10.2.0.0", "fe80::1", "::1"):
        assert not may_connect(address, allowed)


@pytest.mark.parametrize("cidr", ["10.1.0.1/16", "localhost", "", "10.0.0.0/33"])
def test_what_is_no_network_is_usage(cidr):
    with pytest.raises(UsageError, match="is no network"):
        networks([cidr])
