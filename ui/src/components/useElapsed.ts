import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useVisible } from './useVisible';

/** Milliseconds since `value` came, by a clock that nobody sets; drawn again every `every` milliseconds while it can be seen. */
export function useElapsed(value: unknown, every: number): number {
  const came = useRef(0);
  const [elapsed, setElapsed] = useState(0);
  const visible = useVisible();
  useLayoutEffect(() => {
    came.current = performance.now();
    setElapsed(0);
  }, [value]);
  useEffect(() => {
    if (!visible) return;
    const tick = () => setElapsed(performance.now() - came.current);
    tick();
    const timer = setInterval(tick, every);
    return () => clearInterval(timer);
  }, [value, every, visible]);
  return elapsed;
}
