fn fine() void {
    one();
}

fn broken() void {
    two(1 2 };
}

const Empty = struct {};

fn after() void {
    three();
}
