import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWindow } from '../test/window';
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
