import { useSyncExternalStore } from 'react';
import { useVisible } from './useVisible';

/**
 * Between two pictures of everything that moves, milliseconds. What costs is drawing the window anew, about a hundredth of a
 * processor core for each time in a second, whatever changed in it: so few pictures, and all that moves changes at once.
 */
export const MOTION = 400;
/** Whoever has not looked by then is not waiting for it: what moves stands still after so many milliseconds. */
export const MOTION_ENDS = 20_000;

const moving = new Set<() => void>();
let shown = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function move(): void {
  shown += 1;
  moving.forEach((changed) => changed());
}

function subscribe(changed: () => void): () => void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return stay();
  moving.add(changed);
  timer ??= setInterval(move, MOTION);
  const leave = () => {
    clearTimeout(end);
    moving.delete(changed);
    if (moving.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  const end = setTimeout(leave, MOTION_ENDS);
  return leave;
}

function stay(): () => void {
  return () => {};
}

/** Which picture of a motion of `pictures` is to be shown: the next one each time, while the window can be seen and no less motion is wanted. */
export function useMotion(pictures: number): number {
  const visible = useVisible();
  return useSyncExternalStore(visible ? subscribe : stay, () => shown) % pictures;
}
