import { loadPyodide as start } from "pyodide";

export const runtime = await start({ stdout: console.log });
export default runtime;
