//! A thin layer over the C API, as bindings for Zig have it: the calls of the C API are here, their callers are not.
pub const c = @cImport({
    @cDefine("PY_SSIZE_T_CLEAN", {});
    @cInclude("Python.h");
});

pub const Object = *c.PyObject;

pub fn text(bytes: [:0]const u8) !Object {
    return c.PyUnicode_FromStringAndSize(bytes.ptr, @intCast(bytes.len)) orelse error.PythonError;
}

pub fn list() !Object {
    return c.PyList_New(0) orelse error.PythonError;
}

pub fn append(to: Object, item: Object) !void {
    if (c.PyList_Append(to, item) < 0) return error.PythonError;
}

pub fn release(object: Object) void {
    c.Py_DECREF(object);
}
