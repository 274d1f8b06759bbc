import { useEffect, useState } from 'react';

function read(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(size) && size > 0 ? size : 16;
}

/** How many pixels one rem is: the user's text size, for the few places that must calculate. */
export function useRem(): number {
  const [rem, setRem] = useState(read);
  useEffect(() => {
    const update = () => setRem(read());
    addEventListener('resize', update);
    return () => removeEventListener('resize', update);
  }, []);
  return rem;
}
