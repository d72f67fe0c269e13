#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""One TCP connection at which each line is answered:
    flow.py serve ADDRESS
    flow.py talk SOURCE ADDRESS     prints each answer; ends with status 1 if it breaks
    flow.py quit ADDRESS            the server ends
"""

import os
import socket
import sys
import threading
import time

PORT = 7777
QUIT = b"quit\n"


def serve(address):
    with socket.create_server((address, PORT), family=socket.AF_INET6) as server:
        while True:
            threading.Thread(target=echo, args=server.accept()[:1], daemon=True).start()


def echo(connection):
    with connection:
        while octets := connection.recv(4096):
            if octets == QUIT:
                os._exit(0)
            connection.sendall(octets)


def talk(source, address):
    with socket.create_connection((address, PORT), source_address=(source, 0)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = connection.makefile("r", encoding="ascii")
        number = 0
        while True:
            connection.sendall(f"{number}\n".encode())
            line = lines.readline()
            if line != f"{number}\n":
                sys.exit(f"broken: {line!r} instead of {number}")
            print(f"echo {number}", flush=True)
            number += 1
            time.sleep(0.05)


def stop(address):
    with socket.create_connection((address, PORT)) as connection:
        connection.sendall(QUIT)
        connection.recv(1)


if __name__ == "__main__":
    {"serve": serve, "talk": talk, "quit": stop}[sys.argv[1]](*sys.argv[2:])
