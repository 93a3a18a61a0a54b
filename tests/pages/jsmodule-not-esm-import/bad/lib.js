import "./shapes.js";

export const area = (width, height) => width * height;
