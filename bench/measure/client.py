"""A server that runs, and who asks it over HTTP."""
import json
import signal
import socket
import subprocess

from measure.program import Failure


class Server:
    """A server on a Unix socket and a free port, and what is asked of it."""

    def __init__(self, dormouse, *arguments):
        self.process = subprocess.Popen(
            [dormouse.binary, "serve", "--listen", "127.0.0.1:0", "--open-loopback", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dormouse.environment, text=True,
        )  # fmt: skip
        line = self.process.stdout.readline()
        if "listening on" not in line:
            raise Failure(f"dormouse serve does not listen: {line!r}")
        self.address = ("127.0.0.1", int(line.rsplit(":", 1)[1]))

    def resident_mib(self):
        for line in open(f"/proc/{self.process.pid}/status", encoding="ascii"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024

    def stop(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        self.process.wait(60)


class Client:
    """One connection that is kept."""

    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, method, path, body=None, headers=()):
        """Status and body of an answer."""
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(data)}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers)
        if body is not None:
            head += "Content-Type: application/json\r\n"
        self.socket.sendall(head.encode() + b"\r\n" + data)
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        lines = head.decode().lower().split("\r\n")
        length = next(int(x.split(":")[1]) for x in lines if x.startswith("content-length"))
        while len(self.rest) < length:
            self.more()
        answer, self.rest = self.rest[:length], self.rest[length:]
        return int(lines[0].split()[1]), answer

    def more(self):
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise ConnectionError("the server closed")
        self.rest += piece
