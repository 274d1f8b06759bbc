import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { CONNECTED, TROUBLE } from '../../mock/states';
import { openWindow } from '../../test/window';

describe('the card', () => {
  it('connects with its one button and says what the button does next', async () => {
    const { user, called } = await openWindow('idle');
    expect(screen.getByTestId('state-label')).toHaveTextContent('Disconnected');
    await user.click(screen.getByTestId('primary-action'));
    expect(called('connect')).toEqual([['work']]);
    await waitFor(() => expect(screen.getByTestId('primary-action')).toHaveTextContent('Cancel'));
  });

  it('shows the five phases with the one that is under way', async () => {
    await openWindow('connecting');
    const phases = screen.getAllByTestId('phase');
    expect(phases.map((phase) => phase.dataset.progress)).toEqual(['done', 'done', 'active', 'ahead', 'ahead']);
    expect(phases[2]).toHaveAttribute('aria-current', 'step');
    expect(screen.getByTestId('state-sentence')).toHaveTextContent('Agreeing on keys with vpn.example.com.');
  });

  it('cancels while connecting, with the button and with Esc', async () => {
    const { user, called } = await openWindow('connecting');
    await user.keyboard('{Escape}');
    expect(called('disconnect')).toEqual([['work']]);
  });

  it('does not take the second click of a double click for a cancel', async () => {
    const { user, called } = await openWindow('idle');
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    await user.dblClick(screen.getByTestId('primary-action'));
    expect(called('connect')).toEqual([['work']]);
    expect(called('disconnect')).toEqual([]);
    // Later it is meant, also where the time of day was set back meanwhile.
    clock.mockReturnValue(2_000);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
    await user.click(screen.getByTestId('primary-action'));
    expect(called('disconnect')).toEqual([['work']]);
  });

  it('shows addresses, time and totals of a tunnel that is up', async () => {
    const { user, bridge } = await openWindow('connected');
    act(() =>
      bridge.traffic({
        profile: 'work',
        received: 1_234_000_000,
        sent: 56_000,
        receiveRate: 3_200_000,
        sendRate: 210_000,
        packets: ['12 received, 3 sent'],
        dropped: [],
      }),
    );
    expect(screen.getByTestId('received-total')).toHaveTextContent('1.2 GB');
    expect(screen.getByTestId('received-total')).toHaveAttribute('data-bytes', '1234000000');
    expect(screen.getByTestId('sent-total')).toHaveTextContent('56.0 kB');
    expect(screen.getByText('3.2 MB/s')).toBeVisible();
    expect(screen.getByRole('timer')).toHaveTextContent('00:42:1');
    await user.click(screen.getByTestId('details-toggle'));
    expect(screen.getAllByTestId('tunnel-address').map((address) => address.textContent)).toEqual([
      '10.8.0.6/24',
      'fd00:8::6/64',
    ]);
    expect(screen.getByTestId('packets')).toHaveTextContent('12 received, 3 sent');
    expect(screen.queryByTestId('dropped')).toBeNull();
  });

  it('says unasked what the tunnel does without, where that matters', async () => {
    const { user } = await openWindow('noted');
    expect(screen.getByTestId('details-toggle')).toHaveAttribute('aria-expanded', 'false');
    expect(screen.getByTestId('cautions')).toHaveTextContent(/name server 169\.254\.169\.254 is not used/);
    await user.click(screen.getByTestId('details-toggle'));
    const notes = screen.getAllByTestId('notes').map((each) => each.textContent);
    expect(notes).toHaveLength(2);
    expect(notes[1]).toContain('explicit-exit-notify');
    expect(screen.getByTestId('session-end')).toHaveTextContent('The server ends this session at 18:00.');
    expect(screen.getByTestId('pac-url')).toHaveTextContent('http://proxy.internal.example.com/proxy.pac');
    expect(screen.getByTestId('banner').textContent).toBe('Authorised users only.\nAll activity is logged.');
    await user.click(screen.getByRole('button', { name: 'Copy all' }));
    expect(await navigator.clipboard.readText()).toContain('All activity is logged.');
  });

  it('counts what the tunnel does without instead of filling the card', async () => {
    await openWindow('noted-often');
    const cautions = screen.getByTestId('cautions');
    expect(cautions).toHaveTextContent(/5.* things about this tunnel are not as they should be\./);
    expect(within(cautions).getAllByRole('listitem')).toHaveLength(4);
    expect(cautions).toHaveTextContent(/2.* more are under Details\./);
  });

  it('shows no note about a tunnel that has all it should', async () => {
    const { user } = await openWindow('connected');
    expect(screen.queryByTestId('cautions')).toBeNull();
    await user.click(screen.getByTestId('details-toggle'));
    for (const id of ['notes', 'session-end', 'pac-url', 'banner']) expect(screen.queryByTestId(id)).toBeNull();
  });

  it('says how packets are moved and what was dropped', async () => {
    const { user, bridge } = await openWindow('connected');
    const dropped = ['2 repeated or too late', '1 badly built'];
    const traffic = {
      profile: 'work',
      received: 5,
      sent: 5,
      receiveRate: 5,
      sendRate: 5,
      packets: ['7 received, 0 sent'],
      dropped,
    };
    act(() => bridge.traffic(traffic));
    await user.click(screen.getByTestId('details-toggle'));
    expect(screen.getAllByTestId('dropped').map((cause) => cause.textContent)).toEqual(dropped);
    expect(screen.getByTestId('data-path')).toHaveTextContent('UDP, in large batches');
    await user.click(screen.getByRole('button', { name: /Copy .*Dropped/ }));
    expect(await navigator.clipboard.readText()).toBe(dropped.join('\n'));
  });

  it('forgets the traffic of a tunnel that went down', async () => {
    const { bridge, model } = await openWindow('connected');
    act(() =>
      bridge.traffic({
        profile: 'work',
        received: 5,
        sent: 5,
        receiveRate: 5,
        sendRate: 5,
        packets: [],
        dropped: [],
      }),
    );
    expect(Object.keys(model.traffic.get())).toHaveLength(1);
    await act(() => bridge.disconnect('work'));
    expect(model.traffic.get()).toEqual({});
  });

  it('copies an address', async () => {
    const { user } = await openWindow('connected');
    await user.click(screen.getByTestId('details-toggle'));
    await user.click(screen.getByRole('button', { name: /Copy .*Addresses/ }));
    expect(await navigator.clipboard.readText()).toBe('10.8.0.6/24\nfd00:8::6/64');
    expect(screen.getByRole('button', { name: 'Copied' })).toBeVisible();
  });

  it('says a failure once, with advice, and the detail one click away', async () => {
    const { user, called } = await openWindow('failed');
    expect(screen.getByTestId('failure-title')).toHaveTextContent('vpn.example.com does not answer on UDP 1194.');
    expect(screen.queryByTestId('state-sentence')).toBeNull();
    expect(screen.getByText(/attempts=4/)).not.toBeVisible();
    await user.click(screen.getByTestId('failure-detail-toggle'));
    expect(screen.getByText(/attempts=4/)).toBeVisible();
    await user.click(screen.getByTestId('primary-action'));
    expect(called('connect')).toEqual([['work']]);
  });

  it('cannot be pressed while nothing can be done', async () => {
    const { user, called } = await openWindow('ending');
    expect(screen.getByTestId('primary-action')).toBeDisabled();
    await user.click(screen.getByTestId('primary-action'));
    expect(called('disconnect')).toEqual([]);
  });
});

describe('while nothing is tried', () => {
  it('counts down to the next try, which the keyboard can have now', async () => {
    const { user, called } = await openWindow('waiting');
    const sentence = screen.getByTestId('state-sentence');
    expect(sentence).toHaveTextContent(/^Next try in .?1[12].? s: .* over TCP \(third try\).*\.$/);
    expect(sentence).toHaveAttribute('aria-live', 'off');
    screen.getByTestId('try-now').focus();
    await user.keyboard('{Enter}');
    expect(called('tryNow')).toEqual([['work']]);
    expect(screen.queryByTestId('try-now')).toBeNull();
  });

  it('waits for a network without a button that could not help', async () => {
    await openWindow('offline');
    expect(screen.getByTestId('state-label')).toHaveTextContent('Offline');
    expect(screen.getByTestId('state-sentence')).toHaveTextContent('Goes on by itself when there is one.');
    expect(screen.queryByTestId('try-now')).toBeNull();
    expect(screen.queryByTestId('failure')).toBeNull();
    expect(screen.getByTestId('primary-action')).toBeEnabled();
  });
});

describe('for those who listen', () => {
  it('announces states politely and failures at once', async () => {
    const { bridge } = await openWindow('idle');
    const set = (status: ReturnType<typeof CONNECTED>) =>
      act(() =>
        bridge.push((view) => ({
          ...view,
          profiles: view.profiles.map((each) => (each.id === 'work' ? { ...each, status } : each)),
        })),
      );
    set(CONNECTED({ name: 'Work', servers: '' }));
    expect(screen.getByTestId('live-polite')).toHaveTextContent(/Work.*: .*Connected.*All traffic goes through Work\./);
    set(TROUBLE({ title: 'The server hung up.', advice: 'Try later.', detail: '' }));
    expect(screen.getByTestId('live-assertive')).toHaveTextContent(/The server hung up\..*Try later\./);
    expect(screen.getByTestId('live-assertive')).toHaveAttribute('aria-live', 'assertive');
  });
});

describe('the strip at the foot', () => {
  it('says one message after the other in the place of what it says at rest', async () => {
    const { model, user } = await openWindow('idle');
    const strip = screen.getByTestId('strip');
    expect(strip).toHaveTextContent('Drop .ovpn files anywhere to import them');
    act(() => model.toast({ kind: 'forgotten', name: 'Home' }));
    act(() => model.toast({ kind: 'removed', profiles: ['lab'], name: 'Lab' }));
    expect(screen.getAllByTestId('toast')).toHaveLength(1);
    expect(strip).toHaveTextContent(/Lab/);
    expect(strip).not.toHaveTextContent('Drop');
    await user.click(within(strip).getByRole('button', { name: /Close|Dismiss/ }));
    expect(strip).toHaveTextContent(/Home/);
    await user.click(within(strip).getByRole('button', { name: /Close|Dismiss/ }));
    expect(strip).toHaveTextContent('Drop');
  });

  it('says how things stand where the card is not seen', async () => {
    const { user } = await openWindow('connected');
    await user.keyboard('{Control>}l{/Control}');
    expect(screen.getByTestId('strip')).toHaveTextContent(/Work.*: .*Connected/);
  });
});

describe('notices', () => {
  it('tells that the helper is away, why, and where to look', async () => {
    const { user, bridge } = await openWindow('helper-missing');
    act(() => bridge.push((view) => ({ ...view, helper: { ...view.helper, way: 'none' } })));
    const banner = screen.getByTestId('helper-banner');
    expect(banner).toHaveTextContent('Adit’s helper is not running.');
    expect(screen.getByTestId('primary-action')).toBeDisabled();
    expect(screen.getByTestId('primary-action')).toHaveTextContent('Connect');
    await user.click(within(banner).getByRole('button', { name: 'See why in the log' }));
    expect(screen.getByTestId('log-page')).toBeVisible();
  });

  it('lets the keychain notice be dismissed', async () => {
    const { user } = await openWindow('keychain');
    expect(screen.getByTestId('keychain-notice')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('keychain-notice')).toBeNull();
  });

  it('shows connections of others without any button on them', async () => {
    await openWindow('others');
    const others = screen.getByTestId('others');
    expect(others).toHaveTextContent(/University.*anna.*Connected/);
    expect(within(others).queryByRole('button')).toBeNull();
  });
});
