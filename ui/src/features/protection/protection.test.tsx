import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openWindow } from '../../test/window';
import { HELD, HELD_TRYING, OPEN } from '../../mock/protection';

afterEach(() => vi.useRealTimers());

describe('traffic that is held back', () => {
  it('says its cause first, and is let out with one press', async () => {
    const { user, called } = await openWindow('held');
    expect(screen.getByTestId('held')).toHaveTextContent(/^Traffic is held back because “Work” is not connected\./);
    expect(screen.getByTestId('held').closest('[role="alert"]')).not.toBeNull();
    await user.click(screen.getByTestId('let-out'));
    expect(called('letOut')).toEqual([[]]);
    expect(screen.queryByTestId('held')).toBeNull();
    await user.click(screen.getByTestId('hold-again'));
    expect(called('setProtection')).toEqual([['while-wanted', true, true]]);
    expect(screen.getByTestId('held')).toBeVisible();
  });

  it('connects again what is not on the card, which has its own button for that', async () => {
    const { user, bridge, called } = await openWindow('held');
    expect(screen.queryByTestId('reconnect')).toBeNull();
    act(() => bridge.push((view) => ({ ...view, protection: { ...HELD, reconnect: 'home' } })));
    await user.click(screen.getByTestId('reconnect'));
    expect(called('connect')).toEqual([['home']]);
  });

  it('tells all that is let out in one note, which one button ends', async () => {
    const { bridge } = await openWindow('held');
    const exceptions = ['The browser of ann can reach the internet until 14:03.', 'The sign-in page until 14:05.'];
    act(() => bridge.push((view) => ({ ...view, protection: { ...HELD, portal: true, exceptions } })));
    expect(screen.getAllByTestId('exception')).toHaveLength(1);
    for (const exception of exceptions) expect(screen.getByTestId('exception')).toHaveTextContent(exception);
    expect(screen.getAllByTestId('close-portal')).toHaveLength(1);
  });

  it('is told where to look when the firewall does not hold', async () => {
    const { user } = await openWindow('taken-away');
    await user.click(screen.getByRole('button', { name: 'See why in the log' }));
    expect(screen.getByTestId('log-page')).toBeVisible();
  });

  it('is not told at once while the connection is tried, so that nothing jumps', async () => {
    const { bridge } = await openWindow('connecting');
    vi.useFakeTimers();
    const tell = (protection: typeof HELD) => {
      act(() => bridge.push((view) => ({ ...view, protection })));
    };
    tell(HELD_TRYING);
    act(() => void vi.advanceTimersByTime(1900));
    expect(screen.queryByTestId('held')).toBeNull();
    act(() => void vi.advanceTimersByTime(200));
    expect(screen.getByTestId('held')).toBeVisible();
    expect(screen.queryByTestId('reconnect')).toBeNull();
    expect(screen.getByTestId('let-out')).toBeVisible();
    tell(OPEN);
    expect(screen.queryByTestId('held')).toBeNull();
    tell(HELD);
    expect(screen.getByTestId('held')).toBeVisible();
  });

  it('opens the sign-in page of the network, and ends that early', async () => {
    const { user, called } = await openWindow('held');
    await user.click(screen.getByTestId('open-portal'));
    expect(called('openPortal')).toEqual([[]]);
    expect(screen.getByTestId('exception')).toHaveTextContent('14:05');
    expect(screen.queryByTestId('open-portal')).toBeNull();
    await user.click(screen.getByTestId('close-portal'));
    expect(called('closePortal')).toEqual([[]]);
    expect(screen.queryByTestId('exception')).toBeNull();
  });

  it('says what another program takes away, and that the lock does not hold', async () => {
    await openWindow('taken-away');
    expect(screen.getByTestId('taken-away')).toHaveTextContent('37 times');
    expect(screen.getByTestId('protection-failed')).toBeVisible();
  });
});

describe('the choice', () => {
  it('is three plain lines and two switches, each at once', async () => {
    const { user, called } = await openWindow('idle');
    await user.keyboard('{Control>},{/Control}');
    expect(within(screen.getByTestId('lock')).getAllByRole('radio')).toHaveLength(3);
    expect(within(screen.getByTestId('lock')).getByRole('radio', { name: /recommended/ })).toBeChecked();
    await user.click(screen.getByTestId('lock-always'));
    await user.click(screen.getByTestId('lock-lan'));
    await user.click(screen.getByTestId('sign-in-check'));
    expect(called('setProtection')).toEqual([
      ['always', true, true],
      ['always', false, true],
      ['always', false, false],
    ]);
    expect(screen.getByTestId('protection-now')).toHaveTextContent('Nothing is held back.');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('settings-page')).toBeNull());
  });

  it('says when it cannot be made', async () => {
    const { user } = await openWindow('helper-missing');
    await user.keyboard('{Control>},{/Control}');
    expect(screen.getByTestId('protection')).toHaveTextContent('helper keeps this choice');
    expect(within(screen.getByTestId('protection')).queryAllByRole('radio')).toEqual([]);
  });
});

describe('a network that wants a sign-in', () => {
  it('says so, and opens its page', async () => {
    const { user, called } = await openWindow('network-sign-in');
    expect(screen.getByTestId('network-sign-in')).toHaveTextContent('This network wants you to sign in first.');
    await user.click(screen.getByTestId('network-sign-in-open'));
    expect(called('openPortal')).toEqual([[]]);
  });
});
