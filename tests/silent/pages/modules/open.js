export * from "./shapes.js";
export * from "https://example.org/more.js";
