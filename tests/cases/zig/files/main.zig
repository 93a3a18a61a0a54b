//! What helpers in other files do to a reference is known here.
const py = @import("pyz3");
const memory = @import("tools/memory.zig");
const Makers = @import("tools/memory.zig").Makers;

fn released() !void {
    const text = try py.PyString.create("x");
    memory.release(text.obj);
}

fn releasedThere() !void {
    const text = try py.PyString.create("x");
    memory.handOn(text.obj);
}

fn onlyLookedAt() !void {
    const text = try py.PyString.create("x"); // expect: pyref/leak
    memory.look(text.obj);
}

fn releasedTwice() !void {
    const text = try py.PyString.create("x");
    defer text.obj.decref(); // expect: pyref/over-release
    memory.release(text.obj);
}

fn kept() !void {
    const text = try py.PyString.create("x");
    memory.keep(text.obj);
}

fn made() !void {
    const text = try memory.make(); // expect: pyref/leak
    _ = try text.asSlice();
}

fn madeThere() !void {
    const text = try memory.again(); // expect: pyref/leak
    _ = try text.asSlice();
}

fn madeByStruct() !void {
    const text = try Makers.make(); // expect: pyref/leak
    _ = try text.asSlice();
    const other = try Makers.make();
    defer other.obj.decref();
}

// What is made of a container of the other file is known there only.
fn wrapped() !void {
    const holder = try memory.Holder.init();
    defer holder.deinit();
}

fn gone() noreturn {
    memory.fail();
}

fn endsThere(flag: bool) !void {
    const text = try py.PyString.create("x");
    if (flag) memory.fail();
    text.obj.decref();
}
