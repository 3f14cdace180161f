"""How much memory a command takes at most."""

# manage.py that prints its peak resident memory (kB) last. VmHWM counts this process only; ru_maxrss would
# include the memory of the process that started it.
MEASURED = (
    "import atexit, re, runpy, sys;"
    "status = lambda: open('/proc/self/status').read();"
    "peak = lambda: print(re.search(r'VmHWM:\\s*(\\d+)', status())[1], file=sys.stderr);"
    "atexit.register(peak); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
)
