export { area } from "./shapes.js";
