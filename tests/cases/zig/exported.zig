// What Python calls: what a function returns is Python's, what it got is not its own.
const py = @import("pyz3");
const c = @cImport(@cInclude("Python.h"));
const root = @This();

pub fn argumentGivenBack(args: struct { x: py.PyObject }) py.PyObject {
    return args.x; // expect: pyref/borrowed-escapes
}

pub fn argumentInATuple(args: struct { x: py.PyObject }) struct { py.PyObject, u64 } {
    return .{ args.x, 1 }; // expect: pyref/borrowed-escapes
}

pub fn ownReference(args: struct { x: py.PyObject }) struct { py.PyObject, u64 } {
    args.x.incref();
    return .{ args.x, 1 };
}

pub fn newInATuple() !struct { py.PyObject, u64 } {
    return .{ (try py.PyString.create("a")).obj, 1 };
}

pub fn appendTakesItsReceiver(args: struct { left: py.PyString }) !py.PyString {
    const right = try py.PyString.create("right");
    defer right.obj.decref();
    args.left.obj.incref();
    return args.left.append(right);
}

pub const Counter = py.class(struct {
    const Self = @This();

    count: u64,

    pub fn __call__(self: *Self, args: struct { by: py.PyObject }) !py.PyObject {
        self.count += 1;
        return args.by; // expect: pyref/borrowed-escapes
    }
});

fn callback(self: ?*c.PyObject, object: ?*c.PyObject) callconv(.c) ?*c.PyObject {
    _ = self;
    const tuple = c.PyTuple_New(1) orelse return null; // expect: pyref/leak-on-error
    errdefer c.Py_DecRef(tuple); // expect: pyref/dead-errdefer
    if (c.PyObject_IsTrue(object) < 0) return null;
    return tuple;
}

fn borrowedHelper(x: py.PyObject) py.PyObject {
    return x;
}

comptime {
    py.rootmodule(root);
}
