// The interpreter is kept in a member of something that is only known by its name
import { loadPyodide } from "pyodide";

const state = {};
async function init() {
  state.engine = await loadPyodide();
}
init();
addEventListener("click", () => {
  const data = state.engine.toPy({ a: 1 }); // expect: pyproxy/leak
  console.log(data.length);
});

export function App({ useRef, useEffect }) {
  const ref = useRef(null);
  useEffect(() => {
    (async () => {
      ref.current = await loadPyodide();
    })();
  }, []);
  const onClick = () => {
    const data = ref.current.toPy({ a: 1 }); // expect: pyproxy/leak
    console.log(data.length);
  };
  return { onClick };
}
