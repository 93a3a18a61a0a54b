from pyodide.ffi import create_proxy


def start(target):
    for _ in range(3):
        target.addEventListener("x", create_proxy(print))  # verdict: confirmed callback/leak
        create_proxy(print).destroy()  # verdict: refuted callback/leak
