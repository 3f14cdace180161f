"""How much memory a command takes at most."""

# manage.py with its greatest resident memory (kB) as the last thing it says: VmHWM begins anew with the
# process, where ru_maxrss also counts what the process that started it was using.
MEASURED = (
    "import atexit, re, runpy, sys;"
    "status = lambda: open('/proc/self/status').read();"
    "peak = lambda: print(re.search(r'VmHWM:\\s*(\\d+)', status())[1], file=sys.stderr);"
    "atexit.register(peak); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
)
