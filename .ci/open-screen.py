"""Runs a command in a terminal of 100 columns, waits for its first screen, and leaves it with Ctrl+Q.

Fails when « Accueil » is not on the screen within 20 seconds, or when the command does not end well.
"""

import fcntl, os, pty, select, struct, sys, termios, time

process, terminal = pty.fork()
if process == 0:
    os.environ["TERM"] = "xterm-256color"
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])

drawn = b""
deadline = time.monotonic() + 20
while "Accueil".encode() not in drawn:
    if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
        sys.exit("Nothing was drawn.")
    drawn += os.read(terminal, 65536)
os.write(terminal, b"\x11")
try:
    while os.read(terminal, 65536):
        pass
except OSError:  # the terminal is closed
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
