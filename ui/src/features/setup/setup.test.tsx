/** The first start, a helper that cannot be used later, and what is wrong with this computer. */

import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FIRST, FIRST_WORKING, RUNNING } from '../../mock/helper';
import { openWindow } from '../../test/window';

describe('the first start', () => {
  it('asks one question, and OK enables the helper with its progress in place', async () => {
    const { user, bridge, called } = await openWindow('first-start');
    const page = screen.getByTestId('first-start');
    expect(page).toHaveTextContent('Adit extends the VPN capabilities of this computer.Do you want to enable this?');
    expect(screen.queryByTestId('empty-state')).toBeNull();
    expect(screen.queryByTestId('setup-trouble')).toBeNull();
    expect(screen.getByTestId('setup-accept')).toHaveFocus();
    expect(screen.getByTestId('setup-accept')).toHaveTextContent('OK');
    act(() => bridge.push((view) => ({ ...view, helper: FIRST_WORKING })));
    expect(screen.getByTestId('setup-progress')).toHaveTextContent('Waiting for the permission…');
    expect(screen.getByTestId('setup-accept')).toBeDisabled();
    expect(screen.getByTestId('setup-decline')).toBeDisabled();
    act(() => bridge.push((view) => ({ ...view, helper: FIRST })));
    await user.click(screen.getByTestId('setup-accept'));
    expect(called('startHelper')).toEqual([[]]);
    expect(screen.queryByTestId('first-start')).toBeNull();
    expect(screen.getByTestId('empty-state')).toBeVisible();
  });

  it('leaves import and list usable after Don’t Allow, and offers it again', async () => {
    const { user, called } = await openWindow('first-start');
    await user.click(screen.getByTestId('setup-decline'));
    expect(screen.queryByTestId('first-start')).toBeNull();
    expect(screen.getByTestId('empty-state')).toBeVisible();
    const strip = screen.getByTestId('helper-banner');
    expect(strip).toHaveTextContent('Connecting needs Adit’s helper, which is not enabled.');
    await user.click(within(strip).getByTestId('helper-way'));
    expect(called('startHelper')).toEqual([[]]);
    expect(screen.queryByTestId('helper-banner')).toBeNull();
    localStorage.removeItem('adit.setup.declined');
  });

  it('says who may do it where the system refuses', async () => {
    await openWindow('first-start-refused');
    expect(screen.getByTestId('setup-trouble')).toHaveTextContent('You may not start Adit’s helper on this computer.');
    expect(screen.getByTestId('setup-accept')).toBeEnabled();
  });

  it('says what to do where there is no helper to enable', async () => {
    const { user, called } = await openWindow('first-start-not-installed');
    expect(screen.getByTestId('setup-trouble')).toHaveTextContent('Adit’s helper is not installed in this system.');
    expect(screen.getByTestId('setup-accept')).toHaveTextContent('Check again');
    await user.click(screen.getByTestId('setup-accept'));
    expect(called('startHelper')).toEqual([[]]);
  });
});

describe('a helper that cannot be used', () => {
  it.each([
    ['helper-missing', 'Start it'],
    ['helper-failing', 'Start again'],
    ['helper-version', 'Restart it'],
  ])('%s has its own button', async (scenario, label) => {
    const { user, called } = await openWindow(scenario);
    expect(screen.queryByTestId('first-start')).toBeNull();
    const way = screen.getByTestId('helper-way');
    expect(way).toHaveTextContent(label);
    await user.click(way);
    expect(called('startHelper')).toEqual([[]]);
  });

  it('is quit when it is the window that is older', async () => {
    const { user, bridge, called } = await openWindow('helper-version');
    act(() => bridge.push((view) => ({ ...view, helper: { ...view.helper, way: 'quit' } })));
    await user.click(screen.getByTestId('helper-way'));
    expect(called('quit')).toEqual([[false]]);
    expect(called('startHelper')).toEqual([]);
  });
});

describe('checking this computer', () => {
  it('shows problems first, each with its way out', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(screen.getByTestId('menu'));
    await user.click(screen.getByTestId('menu-doctor'));
    const rows = await screen.findAllByTestId('examined-row');
    expect(rows.map((row) => row.dataset.level)).toEqual(['problem', 'notice', 'ok']);
    expect(rows[0]).toHaveTextContent('Start it again in Adit’s window.');
    expect(screen.getByTestId('doctor-page')).toHaveTextContent('One problem');
    await user.click(screen.getByTestId('doctor-again'));
    expect(called('examine')).toHaveLength(2);
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('doctor-page')).toBeNull();
  });

  it('is offered beside a helper that is away', async () => {
    const { user, bridge } = await openWindow('helper-missing');
    await user.click(screen.getByTestId('helper-doctor'));
    expect(await screen.findByTestId('doctor-page')).toBeVisible();
    act(() => bridge.push((view) => ({ ...view, helper: RUNNING })));
    expect(screen.getByTestId('doctor-page')).toBeVisible();
  });
});
