import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWindow } from '../test/window';
import { MOTION, MOTION_ENDS, useMotion } from './useMotion';
import { useNow } from './useNow';

const hide = (hidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
};

beforeEach(() => hide(false));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a window that is not seen', () => {
  it('has no timer, and the right time as soon as it is seen', () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const { result } = renderHook(() => useNow(1000));
    act(() => void vi.advanceTimersByTime(2000));
    expect([result.current, vi.getTimerCount()]).toEqual([1_002_000, 1]);
    hide(true);
    expect(vi.getTimerCount()).toBe(0);
    act(() => void vi.advanceTimersByTime(60_000));
    expect(result.current).toBe(1_002_000);
    hide(false);
    expect([result.current, vi.getTimerCount()]).toEqual([1_062_000, 1]);
  });

  it('says so to the shell, which sends no counters then, and moves nothing', async () => {
    const { called } = await openWindow('connected');
    expect(called('windowSeen')).toEqual([[true]]);
    hide(true);
    expect(document.documentElement.dataset['hidden']).toBe('');
    hide(false);
    expect(document.documentElement.dataset['hidden']).toBeUndefined();
    expect(called('windowSeen')).toEqual([[true], [false], [true]]);
  });
});

describe('a motion', () => {
  const moves = () => {
    vi.useFakeTimers();
    const { result } = renderHook(() => useMotion(4));
    const first = result.current;
    const after = () => (result.current - first + 4) % 4;
    act(() => void vi.advanceTimersByTime(2.5 * MOTION));
    return after;
  };

  it('runs through its pictures while the window is seen', () => {
    const after = moves();
    expect(after()).toBe(2);
    act(() => void vi.advanceTimersByTime(3 * MOTION));
    expect(after()).toBe(1);
    hide(true);
    expect(vi.getTimerCount()).toBe(0);
    hide(false);
    // The one that moves it, and the one that ends it
    expect(vi.getTimerCount()).toBe(2);
  });

  it('ends by itself, and begins anew with something new', () => {
    const after = moves();
    act(() => void vi.advanceTimersByTime(MOTION_ENDS));
    const last = after();
    expect(vi.getTimerCount()).toBe(0);
    act(() => void vi.advanceTimersByTime(3 * MOTION));
    expect(after()).toBe(last);
    const { result } = renderHook(() => useMotion(4));
    const first = result.current;
    act(() => void vi.advanceTimersByTime(1.5 * MOTION));
    expect((result.current - first + 4) % 4).toBe(1);
  });

  it('stands still for who wants less motion', () => {
    const matches = (query: string) => query === '(prefers-reduced-motion: reduce)';
    vi.spyOn(window, 'matchMedia').mockImplementation((query) => ({ matches: matches(query) }) as MediaQueryList);
    expect(moves()()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
