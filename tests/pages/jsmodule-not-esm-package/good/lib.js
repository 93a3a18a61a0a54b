import { area as measure } from "shapes";

export const area = (width, height) => measure(width, height);
