"""Object URLs made by Python."""
from js import URL, Blob, document
from pyscript import when


@when("click", "#save")
def save(event):
    link = document.createElement("a")
    link.href = URL.createObjectURL(Blob.new(["text"]))  # expect: objecturl/leak
    link.click()


@when("click", "#download")
def download(event):
    url = URL.createObjectURL(Blob.new(["text"]))
    link = document.createElement("a")
    link.href = url
    link.click()
    URL.revokeObjectURL(url)


def make(data):
    return URL.createObjectURL(Blob.new([data]))
