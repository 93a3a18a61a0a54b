// Declared types: annotations, casts, aliases, members.
import type { PyodideInterface as Py, PyProxy } from "pyodide";
type Loaded = Awaited<ReturnType<typeof loadPyodide>>;
interface Props {
	py: Py | null; // may be absent
	readonly next?: Props
	on(x: number): void;
}
let py: Loaded, p: PyProxy | undefined, all: PyProxy[], either: PyProxy | string;
const box = useRef<PyProxy | null>(null);
const [held, hold] = useState<Py>();
class W<T> {
	private py: Py | null = null;
	constructor(private readonly p: PyProxy, q?: string) {}
	run(code: string): Promise<PyProxy | null> {
		return this.py!.run(code);
	}
}
function f({ py, next: { py: inner } }: Props, on: () => void): x is PyProxy {
	(p as unknown as PyProxy).destroy();
	(<PyProxy>p).destroy();
	box.current?.destroy();
	py satisfies Py;
}
declare const lib: Py;
enum E { A, B = "x" }
namespace N { export const inside = g(); }
abstract class X { abstract m(): void; }
