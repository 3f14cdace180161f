"""Lists of words, one text file each. Lines that begin with # are comments."""

from pathlib import Path


def lines(name: str) -> list[str]:
    text = (Path(__file__).parent / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def words(name: str) -> list[str]:
    return [word for line in lines(name) for word in line.split()]
