"""A connection to the server that can be cut where it hurts: before a request arrives, or before its answer does."""

import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

READY = b"Z\x00\x00\x00\x05"
"""How the server says that a transaction is over: this message, and one more byte."""


class Proxy:
    """Listens beside a server and passes on what is said, until something is to be lost."""

    def __init__(self, server):
        self._to = str(server.folder / ".s.PGSQL.5432")
        self.folder = Path(tempfile.mkdtemp(prefix="liggare-proxy-"))
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / ".s.PGSQL.5432"))
        self._listener.listen()
        self._words = b""
        self._answer = True
        self._for_good = False
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def lose_answer_to(self, words, *, for_good=False):
        """Cut the connection once the server has done what these words ask for."""
        self._words, self._answer, self._for_good = words, True, for_good

    def lose_request(self, words):
        """Cut the connection before these words arrive."""
        self._words, self._answer = words, False

    def close(self):
        self._for_good = True
        self._listener.close()
        shutil.rmtree(self.folder)

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._for_good and self.cuts:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._to)
                Link(self, client, server).start()

    def cut(self, said):
        """Whether this is where the connection breaks, and if so whether the request still arrives."""
        if not self._words or self._words not in said:
            return None
        self._words = b""
        self.cuts += 1
        return "after" if self._answer else "before"


class Link:
    """One connection through the proxy."""

    def __init__(self, proxy, client, server):
        self._proxy, self._client, self._server = proxy, client, server
        self._losing = threading.Event()

    def start(self):
        threading.Thread(target=self._requests, daemon=True).start()
        threading.Thread(target=self._answers, daemon=True).start()

    def _requests(self):
        with suppress(OSError):
            while said := self._client.recv(65536):
                cut = self._proxy.cut(said)
                if cut == "before":
                    break
                if cut == "after":
                    self._losing.set()
                self._server.sendall(said)
        if not self._losing.is_set():
            self._hang_up()

    def _answers(self):
        lost = b""
        with suppress(OSError):
            while said := self._server.recv(65536):
                if self._losing.is_set():
                    lost += said
                    if lost[-6:-1] == READY:
                        break
                else:
                    self._client.sendall(said)
        self._hang_up()

    def _hang_up(self):
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
