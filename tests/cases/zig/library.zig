//! What a library around the C API does wrong.
const py = @import("pyz3");
const c = @cImport(@cInclude("Python.h"));

const root = @This();

pub fn name() !py.PyString {
    return py.PyFrame(root).get().?.code().name(); // expect: pyref/leak
}

// The reference that a name is about to lose is lost only when getting the next one fails.
fn descend(comptime names: anytype) !py.PyObject {
    var found = try py.import(root, "a"); // expect: pyref/leak-on-error
    inline for (names) |part| {
        const outer = found;
        found = try outer.get(part); // expect: pyref/leak-on-error
        outer.decref();
    }
    return found;
}

// C takes null for a failure, and asks for the error.
fn slot(self: ?*c.PyObject) callconv(.c) ?*c.PyObject {
    if (c.PyObject_IsTrue(self) == 0) return null; // expect-note: pyerr/null-without-exception
    return c.PyLong_FromLong(1);
}
