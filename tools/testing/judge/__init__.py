# SPDX-License-Identifier: GPL-2.0-only
"""The judge of handovers: what the packets on the links say.

It is given what the network was told to be and to do (plan), and the packets
of every link (capture, or a Sniffer inside a scenario). Nothing that the modules
or the traffic programs say of themselves makes a verdict good; where they
contradict the packets, that is a fault of its own (claims).

    packets   octets -> Packet; Sight: one packet at one place
    capture   files of dumpcap -> sights; Mobility Headers as tshark reads them
    plan      what the network, the streams and the moves were told to be
    streams   the way of each packet of a stream: lost where, twice, how late
    signals   advertisement, Binding Updates and their answers of each handover
    credit    what an access router may send to an address that is not proven
    verdict   all of it compared with the limits
    claims    events, counters and reports of programs, compared with the packets
"""
