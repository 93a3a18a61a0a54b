// the form that bundlers give a universal module
(function (global, factory) {
  typeof exports === "object" && typeof module !== "undefined"
    ? factory(exports)
    : typeof define === "function" && define.amd
      ? define(["exports"], factory)
      : ((global = typeof globalThis !== "undefined" ? globalThis : global || self), factory((global.shapes = {})));
})(this, function (exports) {
  exports.area = (width, height) => width * height;
});
