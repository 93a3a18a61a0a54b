// The C API by hand, as it should be: manual releases on each way out, steals, module start.
const std = @import("std");
const c = @cImport({
    @cDefine("PY_SSIZE_T_CLEAN", {});
    @cInclude("Python.h");
});

fn pairOf(a: f64, b: f64) ?*c.PyObject {
    const tuple = c.PyTuple_New(2) orelse return null;
    const first = c.PyFloat_FromDouble(a) orelse {
        c.Py_DecRef(tuple);
        return null;
    };
    if (c.PyTuple_SetItem(tuple, 0, first) < 0) {
        c.Py_DecRef(tuple);
        return null;
    }
    const second = c.PyFloat_FromDouble(b) orelse {
        c.Py_DecRef(tuple);
        return null;
    };
    if (c.PyTuple_SetItem(tuple, 1, second) != 0) {
        c.Py_DecRef(tuple);
        return null;
    }
    return tuple;
}

fn named(self: ?*c.PyObject, args: ?*c.PyObject) callconv(.c) ?*c.PyObject {
    _ = self;
    var name: ?*c.PyObject = null;
    if (c.PyArg_ParseTuple(args, "O", &name) == 0) return null;
    const dict = c.PyDict_New();
    if (dict == null) return null;
    const pair = pairOf(1, 2) orelse {
        c.Py_DECREF(dict);
        return null;
    };
    defer c.Py_DECREF(pair);
    if (c.PyDict_SetItem(dict, name, pair) < 0) {
        c.Py_DECREF(dict);
        return null;
    }
    return dict;
}

fn checksum(self: ?*c.PyObject, data: ?*c.PyObject) callconv(.c) ?*c.PyObject {
    _ = self;
    var view: c.Py_buffer = undefined;
    if (c.PyObject_GetBuffer(data, &view, c.PyBUF_SIMPLE) < 0) return null;
    defer c.PyBuffer_Release(&view);
    var sum: u64 = 0;
    const bytes: [*]const u8 = @ptrCast(view.buf);
    for (bytes[0..@intCast(view.len)]) |byte| sum += byte;
    return c.PyLong_FromUnsignedLongLong(sum);
}

fn itself(self: ?*c.PyObject, unused: ?*c.PyObject) callconv(.c) ?*c.PyObject {
    _ = unused;
    c.Py_IncRef(self);
    return self;
}

fn addNames(module: *c.PyObject) bool {
    inline for (.{ "one", "two" }, 0..) |name, i| {
        const value = c.PyLong_FromLong(i) orelse return false;
        if (c.PyModule_AddObject(module, name, value) < 0) {
            c.Py_DecRef(value);
            return false;
        }
    }
    return true;
}

fn withoutGil(work: *const fn () void) void {
    const state = c.PyEval_SaveThread();
    defer c.PyEval_RestoreThread(state);
    work();
}

fn notify(callback: *c.PyObject) void {
    const state = c.PyGILState_Ensure();
    defer c.PyGILState_Release(state);
    const result = c.PyObject_CallNoArgs(callback);
    if (result) |r| {
        c.Py_DecRef(r);
    } else {
        c.PyErr_Print();
    }
}

export fn PyInit_capi() ?*c.PyObject {
    const module = c.PyModule_Create(&definition) orelse return null;
    if (!addNames(module)) {
        c.Py_DecRef(module);
        return null;
    }
    return module;
}

var definition: c.PyModuleDef = undefined;
