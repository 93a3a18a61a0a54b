const py = @import("pyz3");

pub fn release(object: py.PyObject) void {
    object.decref();
}

pub fn again() !py.PyString {
    return py.PyString.create("y");
}
