import { useEffect, useState } from 'react';
import { useRem } from './useRem';

/** From here on list and page stand side by side. The style sheets say the same. */
const WIDE_REM = 47.5;

/** Whether the window has room for two panes, at the user's text size. */
export function useWide(): boolean {
  const rem = useRem();
  // The answer, not the width: what asks is drawn anew when it changes, and not with every pixel.
  const [wide, setWide] = useState(() => document.body.clientWidth >= WIDE_REM * rem);
  useEffect(() => {
    const watcher = new ResizeObserver(() => setWide(document.body.clientWidth >= WIDE_REM * rem));
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, [rem]);
  return wide;
}
