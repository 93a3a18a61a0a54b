class A(B):
    size = 3
    other = size
    def __init__(self, a: "P | None", *rest, b: Optional[Q] = None, **kw):
        self.a = a
    @classmethod
    def make(cls): return cls
    @staticmethod
    def pure(a): pass
    @property
    @cached
    def p(self): return size
