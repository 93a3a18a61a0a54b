// CommonJS.
const { join } = require("path");
function f() {}
module.exports = { f, g: () => join(1) };
exports.h = class {};
