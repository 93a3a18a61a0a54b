// A number that is read out of a borrowed object is no reference.
const py = @import("pydust");
const root = @This();

pub fn size(args: struct { object: py.PyObject }) !i64 {
    return try py.as(i64, args.object);
}

pub fn sizeByRoot(args: struct { object: py.PyObject }) !u32 {
    const value = try py.as(root, u32, args.object);
    return value;
}

pub fn entry(args: struct { table: py.PyDict(root) }) !?bool {
    return try args.table.getItem(bool, "on");
}
