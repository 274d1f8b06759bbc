import { useEffect, useState } from 'react';
import { useRem } from './useRem';

/** From here on list and page stand side by side. The style sheets say the same. */
const WIDE_REM = 47.5;

/** Whether the window has room for two panes, at the user's text size. */
export function useWide(): boolean {
  const rem = useRem();
  const [width, setWidth] = useState(() => document.body.clientWidth);
  useEffect(() => {
    const watcher = new ResizeObserver(() => setWidth(document.body.clientWidth));
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, []);
  return width >= WIDE_REM * rem;
}
