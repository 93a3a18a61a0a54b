var lib = (() => ({ area: (width, height) => width * height }))();
