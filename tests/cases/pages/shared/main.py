def click(event):
    print(event)


on("add", click)
window.setTimeout(click, 10)  # expect: callback/borrowed-escapes
