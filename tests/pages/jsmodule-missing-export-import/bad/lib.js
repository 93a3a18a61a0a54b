import { measure } from "./shapes.js";

export const area = (width, height) => measure(width, height);
