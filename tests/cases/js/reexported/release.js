export function release(proxy) {
  proxy?.destroy?.();
}
