export { runtime as py } from "./runtime.js";
export { release } from "./release.js";
export * from "./make.js";
