import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { LOG_LINES } from '../../store';
import { openWindow } from '../../test/window';

const line = (number: number, text: string) => ({ number, unixMs: number, level: 'info', profile: null, text });
const lines = () => document.querySelectorAll('.log-line').length;

describe('the log', () => {
  it('opens with Ctrl+L, reads what there is, and closes with Esc', async () => {
    const { user } = await openWindow('idle');
    await user.keyboard('{Control>}l{/Control}');
    await waitFor(() => expect(lines()).toBe(180));
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('log-page')).toBeNull();
    expect(screen.getByTestId('primary-action')).toBeVisible();
  });

  it('adds lines as they come, and fetches those it missed', async () => {
    const { user, bridge } = await openWindow('idle');
    await user.keyboard('{Control>}l{/Control}');
    await waitFor(() => expect(lines()).toBe(180));
    act(() => bridge.log([line(241, 'one more')]));
    expect(lines()).toBe(181);
    const burst = Array.from({ length: 700 }, (_, index) => line(242 + index, `burst ${index}`));
    await act(async () => bridge.log(burst, burst.slice(-1)));
    await waitFor(() => expect(lines()).toBe(881));
  });

  it('keeps a bounded number of lines', async () => {
    const { user, bridge } = await openWindow('idle');
    await user.keyboard('{Control>}l{/Control}');
    await waitFor(() => expect(lines()).toBe(180));
    act(() => bridge.log(Array.from({ length: 3000 }, (_, index) => line(241 + index, 'flood'))));
    expect(lines()).toBe(LOG_LINES);
  });

  it('filters by words and copies what is shown', async () => {
    const { user } = await openWindow('idle');
    await user.keyboard('{Control>}l{/Control}');
    await waitFor(() => expect(lines()).toBe(180));
    await user.type(screen.getByTestId('log-filter'), 'error auth_failed');
    await waitFor(() => expect(lines()).toBe(30));
    await user.click(screen.getByRole('button', { name: 'Copy all' }));
    const copied = (await navigator.clipboard.readText()).split('\n');
    expect(copied).toHaveLength(30);
    expect(copied[0]).toBe(
      '2026-03-03T09:00:04.380Z error [Work] authentication failed: the server answered AUTH_FAILED',
    );
  });

  it('shows what matters, or everything, and saves what is shown', async () => {
    const { user, called } = await openWindow('idle');
    await user.keyboard('{Control>}l{/Control}');
    await waitFor(() => expect(lines()).toBe(180));
    expect(document.querySelector('.log-line[data-level="debug"]')).toBeNull();
    const show = async (level: string) => {
      await user.click(screen.getByTestId('log-level'));
      await user.click(screen.getByRole('option', { name: level }));
    };
    await show('Everything');
    await waitFor(() => expect(lines()).toBe(240));
    await show('Failures');
    await waitFor(() => expect(lines()).toBe(30));
    await user.click(screen.getByTestId('log-save'));
    const [what, text] = called('saveText')[0] ?? [];
    expect(what).toBe('log');
    expect(String(text).trimEnd().split('\n')).toHaveLength(30);
    await show('Without details');
  });
});
