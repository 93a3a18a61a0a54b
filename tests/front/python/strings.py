f("a\tb" 'c', r"\d", b"x", f"{{x", f"a{b!r:>{c}}", "\x41\u20ac")
