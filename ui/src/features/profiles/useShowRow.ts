import { type RefObject, useEffect } from 'react';
import { GAP, PADDING } from './measures';
import type { Section } from './sections';

/** Where a row begins, in pixels from the top of what is scrolled. */
function topOf(sections: readonly Section[], profile: string | null, heading: number, row: number): number | null {
  let top = PADDING;
  for (const section of sections) {
    if (heading > 0) top += heading + GAP;
    const index = section.profiles.findIndex((each) => each.id === profile);
    if (index >= 0) return top + index * (row + GAP);
    top += section.profiles.length * (row + GAP);
  }
  return null;
}

/** The chosen row stays in sight when it changes, and when the card above grows and takes the room. */
export function useShowRow(
  box: RefObject<HTMLElement | null>,
  sections: readonly Section[],
  chosen: string | null,
  query: string,
  heading: number,
  row: number,
): void {
  // A changed query is the reason, not an ingredient
  useEffect(() => {
    const list = box.current?.querySelector('.profiles-list');
    if (list !== null && list !== undefined) list.scrollTop = 0;
  }, [box, query]);

  const top = topOf(sections, chosen, heading, row);
  useEffect(() => {
    const list = box.current?.querySelector('.profiles-list');
    if (list === null || list === undefined || top === null) return;
    const bottom = top + row + PADDING;
    const show = () => {
      if (top - PADDING < list.scrollTop) list.scrollTop = top - PADDING;
      else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    };
    // The list learns its length one frame after its size.
    const watcher = new ResizeObserver(() => requestAnimationFrame(show));
    watcher.observe(list);
    return () => watcher.disconnect();
  }, [box, top, row]);
}
