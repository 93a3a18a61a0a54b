export { area } from "./shape.js";
