/** What jsdom lacks and the window uses. */

import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// A busy machine takes its time to draw; what never comes still ends the test.
configure({ asyncUtilTimeout: 10_000 });

class NoResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
vi.stubGlobal('ResizeObserver', NoResizes);

// Virtualised lists draw what fits; without a layout nothing would.
const size = { clientWidth: 420, clientHeight: 640, offsetWidth: 420, offsetHeight: 640 };
for (const [name, value] of Object.entries(size)) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
}
/** Nobody wants anything of what is asked. */
window.matchMedia = () => ({ matches: false }) as MediaQueryList;
Element.prototype.scrollIntoView = () => {};
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  localStorage.clear();
});
