"""Texts that speak of proxylint: ignore[pyproxy/leak] and comments that mean something else."""
# proxylint: the linter that reads this
from js import document

# see https://example.org/proxylint:ignored
TEXT = "# proxylint: ignore[pyproxy/leak] in a string"


# proxylint: ignore[callback/borrowed-escapes] the decorator's line
@document.addEventListener("click", print) or (lambda f: f)
def ring(event):
    print(event)
