import { useEffect, useState } from 'react';
import { useVisible } from './useVisible';

/**
 * Which picture of a motion of `pictures` is to be shown, changing every `every` milliseconds while the window can be seen and the
 * person has not asked for less motion. Not a style sheet's animation: the web view computes that one sixty times a second, however
 * few steps it has, and two of them took a tenth of a processor core.
 */
export function useMotion(pictures: number, every: number): number {
  const [picture, setPicture] = useState(0);
  const visible = useVisible();
  useEffect(() => {
    if (!visible || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setInterval(() => setPicture((shown) => (shown + 1) % pictures), every);
    return () => clearInterval(timer);
  }, [visible, pictures, every]);
  return picture;
}
