const c = @cImport({
    @cInclude("Python.h");
});

// proxylint: ignore-file[pyref/discarded] none of these matters here
export fn twice() void {
    _ = c.PyList_New(0);
    const list = c.PyList_New(1); // proxylint: ignore[pyref/leak] lives as long as the process
    _ = list;
    // proxylint: ignore[pyref/leak] the same
    const other = c.PyList_New(1);
    _ = other;
}
