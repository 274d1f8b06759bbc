import { useEffect, useState } from 'react';
import { useVisible } from './useVisible';

/** The wall clock in milliseconds, drawn again every `every` milliseconds while `active` and the window can be seen. */
export function useNow(every: number, active = true): number {
  const [now, setNow] = useState(Date.now);
  const runs = useVisible() && active;
  useEffect(() => {
    if (!runs) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every, runs]);
  return now;
}
