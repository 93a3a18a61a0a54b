//! What a library around the C API does by the book, and what only looks like a mistake in it.
const py = @import("pyz3");
const ffi = py.ffi;

const root = @This();

// The frame that runs is borrowed: nobody releases it.
pub fn line() u32 {
    return py.PyFrame(root).get().?.lineNumber();
}

// No keyword arguments are null.
pub fn reshape(array: py.PyObject, shape: py.PyObject) !py.PyObject {
    const method = try array.get("reshape");
    defer method.decref();
    return py.call(root, py.PyObject, method, .{shape}, null);
}

// The file is the root module, and no type that a result is turned into.
pub fn traceback() !py.PyObject {
    const module = try py.import(root, "traceback");
    defer module.decref();
    const format = try module.get("format_exc");
    defer format.decref();
    return py.call0(@This(), format);
}

// An optional may be null without an error: nobody but C takes null for a failure.
pub fn cached(index: usize) ?*ffi.PyObject {
    if (index > 4) return null;
    return ffi.PyLong_FromSize_t(index);
}

// What the name held before is released as soon as there is another one.
pub fn descend(comptime names: anytype) !py.PyObject {
    var found = try py.import(root, "a");
    inline for (names) |name| {
        const outer = found;
        errdefer outer.decref();
        found = try outer.get(name);
        outer.decref();
    }
    return found;
}
