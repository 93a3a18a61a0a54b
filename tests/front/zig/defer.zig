// Deferred statements run on every way out of their block, last first.
fn order() !void {
    const a = try make(1);
    defer free(a);
    const b = try make(2);
    errdefer undo(b);
    try use(a, b);
}

fn blocks(n: usize) void {
    defer last();
    var i: usize = 0;
    while (i < n) : (i += 1) {
        defer each();
        if (i == 3) continue;
        if (i == 4) break;
        if (i == 5) return;
    }
}

fn value() u8 {
    const view = blk: {
        const s = make(1);
        defer free(s);
        break :blk look(s);
    };
    return view;
}

fn either() !u8 {
    errdefer undo(1);
    return make(2);
}

fn never() ?u8 {
    const a = make(3) catch return null;
    errdefer free(a);
    return a;
}

fn failing() !void {
    errdefer undo(1);
    if (bad()) return error.Bad;
    return Errors.Worse;
}
