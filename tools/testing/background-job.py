"""Runs a program as a job in the background of a new terminal, types a line, and brings the job to the foreground.

Prints "stopped" where the terminal stops the job, otherwise what the job writes.
"""
import fcntl
import os
import pty
import select
import signal
import sys
import termios
import time

LIMIT_S = 50


def await_text(master: int, job: int, text: bytes, written: bytes) -> bytes:
    deadline = time.monotonic() + LIMIT_S
    while text not in written:
        if time.monotonic() > deadline:
            raise SystemExit(f"no {text!r} in {written!r}")
        pid, status = os.waitpid(job, os.WNOHANG | os.WUNTRACED)
        if pid == job:
            print("stopped" if os.WIFSTOPPED(status) else "ended", flush=True)
            raise SystemExit(0)
        if select.select([master], [], [], 0.1)[0]:
            written += os.read(master, 4096)
    return written


master, slave = pty.openpty()
os.setsid()
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
# The terminal of this session, with this process in the foreground.
fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
job = os.fork()
if job == 0:
    os.setpgid(0, 0)
    for descriptor in range(3):
        os.dup2(slave, descriptor)
    os.execv(sys.argv[1], sys.argv[1:])
try:
    written = await_text(master, job, b"begun", b"")
    os.write(master, b"for the shell\n")
    # The job would be stopped by now.
    for _ in range(10):
        time.sleep(0.1)
        await_text(master, job, b"", written)
    os.read(slave, 4096)
    os.tcsetpgrp(slave, job)
    os.write(master, b"for the job\n")
    await_text(master, job, b"read for the job", b"")
    print("read", flush=True)
finally:
    os.kill(job, signal.SIGKILL)
