// Imports are globals of their module; exports are listed.
import d, { a as b, "s-t" as c } from "./m";
import * as ns from "n";
export * from "o";
export * as p from "q";
export { e as f, default } from "r";
export { b, local as g };
export const { h, i: [j] } = ns;
export function k() {}
export class L { m() {} }
const local = d(c);
export default { run: () => k() };
