# SPDX-License-Identifier: GPL-2.0-only
"""What the stack knows of the MTU of a path."""

import socket

import netns

IPV6_MTU_DISCOVER, IPV6_MTU, IPV6_PMTUDISC_DO = 23, 24, 2  # of linux/in6.h


def path_mtu(ns, src, dst):
    """As a flow from src sees it."""
    s = netns.sock(ns, socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO)
    s.bind((src, 0))
    s.connect((dst, 9))
    mtu = s.getsockopt(socket.IPPROTO_IPV6, IPV6_MTU)
    s.close()
    return mtu
