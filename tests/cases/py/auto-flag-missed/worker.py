from js import setTimeout

setTimeout(lambda: print("once"), 10)  # expect: callback/borrowed-escapes
