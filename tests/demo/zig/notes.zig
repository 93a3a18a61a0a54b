//! Notes on music, as a Zig extension. Every function that loses something has a twin that does not; `verdict:` says what
//! running test_notes.py under `proxylint verify` must show of the finding on its line.
const py = @import("py.zig");
const c = py.c;

const Args = ?*c.PyObject;

/// A temporary that nobody releases.
fn nameLength() !i64 {
    const name = c.PyUnicode_FromString("the name of a note") orelse return error.PythonError; // verdict: confirmed
    return @intCast(c.PyUnicode_GetLength(name));
}

fn nameLengthKept() !i64 {
    const name = c.PyUnicode_FromString("the name of a note") orelse return error.PythonError;
    defer c.Py_DECREF(name);
    return @intCast(c.PyUnicode_GetLength(name));
}

/// Appending does not take the item over.
fn chord() !*c.PyObject {
    const list = c.PyList_New(0) orelse return error.PythonError;
    errdefer c.Py_DECREF(list);
    const note = c.PyLong_FromLong(44000) orelse return error.PythonError; // verdict: confirmed
    if (c.PyList_Append(list, note) < 0) return error.PythonError;
    return list;
}

fn chordKept() !*c.PyObject {
    const list = c.PyList_New(0) orelse return error.PythonError;
    errdefer c.Py_DECREF(list);
    const note = c.PyLong_FromLong(44000) orelse return error.PythonError;
    defer c.Py_DECREF(note);
    if (c.PyList_Append(list, note) < 0) return error.PythonError;
    return list;
}

/// Without errdefer the list is lost when the pitch is no number; the tests pass one that is not.
fn scale(pitch: *c.PyObject) !*c.PyObject {
    const list = c.PyList_New(0) orelse return error.PythonError; // verdict: confirmed
    const number = c.PyLong_AsLong(pitch);
    if (number == -1) {
        return error.PythonError;
    }
    return list;
}

fn scaleKept(pitch: *c.PyObject) !*c.PyObject {
    const list = c.PyList_New(0) orelse return error.PythonError;
    errdefer c.Py_DECREF(list);
    const number = c.PyLong_AsLong(pitch);
    if (number == -1) {
        return error.PythonError;
    }
    return list;
}

/// Lost through the layer: acquired in another file, owned here.
fn titled() !i64 {
    const title = try py.text("a title of some length"); // verdict: confirmed
    return @intCast(c.PyUnicode_GetLength(title));
}

fn titledKept() !i64 {
    const title = try py.text("a title of some length");
    defer py.release(title);
    return @intCast(c.PyUnicode_GetLength(title));
}

/// No test calls it.
fn untested() !i64 {
    const name = c.PyUnicode_FromString("the name of no note") orelse return error.PythonError; // verdict: not reached
    return @intCast(c.PyUnicode_GetLength(name));
}

fn integer(result: anyerror!i64) ?*c.PyObject {
    return c.PyLong_FromLongLong(result catch return null);
}

fn object(result: anyerror!*c.PyObject) ?*c.PyObject {
    return result catch return null;
}

fn pyNameLength(_: Args, _: Args) callconv(.c) ?*c.PyObject {
    return integer(nameLength());
}
fn pyNameLengthKept(_: Args, _: Args) callconv(.c) ?*c.PyObject {
    return integer(nameLengthKept());
}
fn pyChord(_: Args, _: Args) callconv(.c) ?*c.PyObject {
    return object(chord());
}
fn pyChordKept(_: Args, _: Args) callconv(.c) ?*c.PyObject {
    return object(chordKept());
}
fn pyScale(_: Args, pitch: Args) callconv(.c) ?*c.PyObject {
    return object(scale(pitch.?));
}
fn pyScaleKept(_: Args, pitch: Args) callconv(.c) ?*c.PyObject {
    return object(scaleKept(pitch.?));
}
fn pyTitled(_: Args, _: Args) callconv(.c) ?*c.PyObject {
    return integer(titled());
}
fn pyTitledKept(_: Args, _: Args) callconv(.c) ?*c.PyObject {
    return integer(titledKept());
}
fn pyUntested(_: Args, _: Args) callconv(.c) ?*c.PyObject {
    return integer(untested());
}

fn method(name: [*c]const u8, function: c.PyCFunction, flags: c_int) c.PyMethodDef {
    return .{ .ml_name = name, .ml_meth = function, .ml_flags = flags, .ml_doc = null };
}

var methods = [_]c.PyMethodDef{
    method("name_length", pyNameLength, c.METH_NOARGS),
    method("name_length_kept", pyNameLengthKept, c.METH_NOARGS),
    method("chord", pyChord, c.METH_NOARGS),
    method("chord_kept", pyChordKept, c.METH_NOARGS),
    method("scale", pyScale, c.METH_O),
    method("scale_kept", pyScaleKept, c.METH_O),
    method("titled", pyTitled, c.METH_NOARGS),
    method("titled_kept", pyTitledKept, c.METH_NOARGS),
    method("untested", pyUntested, c.METH_NOARGS),
    .{ .ml_name = null, .ml_meth = null, .ml_flags = 0, .ml_doc = null },
};

var definition: c.PyModuleDef = undefined;

pub export fn PyInit_notes() ?*c.PyObject {
    definition = @import("std").mem.zeroes(c.PyModuleDef);
    definition.m_base.ob_base.ob_refcnt = 1;
    definition.m_name = "notes";
    definition.m_size = -1;
    definition.m_methods = &methods;
    return c.PyModule_Create2(&definition, c.PYTHON_API_VERSION);
}
