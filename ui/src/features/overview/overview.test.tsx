import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../test/window';
import { SEVERAL } from '../../mock/overview';
import { ends } from './RoutePicture';

async function openDetails(scenario: string) {
  const opened = await openWindow(scenario);
  await opened.user.click(screen.getByTestId('details-toggle'));
  return opened;
}

const texts = (testId: string) => screen.getAllByTestId(testId).map((row) => row.textContent);

describe('what goes where', () => {
  it('lists networks and names with the tunnel that has them, and why', async () => {
    await openDetails('several');
    expect(texts('way-network')).toEqual([
      '10.20.0.0/16Zürich wants it too. Work was connected first.Work',
      '10.30.0.0/16Work wants 10.0.0.0/8, which includes it. The smaller network wins.Zürich',
      '172.16.0.0/12Zürich',
      'Everything elsedirectly',
    ]);
    expect(texts('way-name')[1]).toBe('*.zurich.example10.30.0.1, 10.30.0.2 through Zürich');
    expect(within(screen.getByTestId('panel-routes')).getByText('12 more networks')).toBeVisible();
  });

  it('draws each end once', async () => {
    expect(ends(SEVERAL.ways.networks).map(({ way, count }) => [way, count])).toEqual([
      ['Work', 1],
      ['Zürich', 2],
      ['directly', 1],
    ]);
    await openDetails('several');
    expect(within(screen.getByTestId('route-picture')).getAllByRole('listitem', { hidden: true })).toHaveLength(3);
  });
});

describe('what was looked at', () => {
  it('says when, and looks again when it is asked to', async () => {
    const { user, called } = await openDetails('connected');
    const panel = screen.getByTestId('panel-checked');
    expect(panel).toHaveAccessibleName(/^Checked \u2068?9\u2069? s ago$/);
    expect(within(panel).getByText('24 ms')).toBeVisible();
    expect(within(panel).queryByTestId('check-reconnect')).toBeNull();
    await user.click(within(panel).getByTestId('check-now'));
    expect(called('checkNow')).toEqual([['work']]);
    await waitFor(() => expect(panel).toHaveAccessibleName('Checked just now'));
  });

  it('says what is wrong, with what may be done', async () => {
    const { user, called } = await openDetails('faulty');
    const bad = screen.getAllByTestId('check-bad');
    expect(bad).toHaveLength(2);
    expect(bad[1]).toHaveTextContent('It leaves through wlan0.');
    await user.click(screen.getByTestId('check-reconnect'));
    expect(called('reconnect')).toEqual([['work']]);
  });
});

describe('an overlap', () => {
  it('is told before connecting, and closing it connects nothing', async () => {
    const { user, called } = await openWindow('overlap');
    const dialog = screen.getByRole('alertdialog', { name: 'Zürich and Work want the same networks' });
    expect(within(dialog).getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByTestId('overlap-both')).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(called('chooseOverlap')).toEqual([['cancel']]);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  it.each([
    ['overlap-both', 'both'],
    ['overlap-instead', 'instead'],
    ['overlap-cancel', 'cancel'],
  ])('%s chooses %s', async (button, choice) => {
    const { user, called } = await openWindow('overlap');
    await user.click(screen.getByTestId(button));
    expect(called('chooseOverlap')).toEqual([[choice]]);
  });
});

describe('the history of traffic', () => {
  it('shows an hour, today and the month, and can be cleared', async () => {
    const { user, called } = await openDetails('connected');
    await user.click(screen.getByTestId('span-hour'));
    expect(await screen.findByTestId('history-sum')).toHaveTextContent(/received, .* sent/);
    await user.click(screen.getByTestId('span-month'));
    const rows = await screen.findAllByTestId('month-row');
    expect(rows.map((row) => row.textContent)).toEqual(['Work18.4 GB2.1 GB', 'Zürich950 MB33.0 MB']);
    await user.click(screen.getByTestId('history-clear'));
    expect(called('clearHistory')).toEqual([[]]);
    await waitFor(() => expect(screen.getByTestId('history-sum')).toHaveTextContent('Nothing yet.'));
    await user.click(screen.getByTestId('span-minute'));
    expect(within(screen.getByTestId('panel-traffic')).getByRole('img')).toBeVisible();
    expect(screen.queryByTestId('history-month')).toBeNull();
  });
});
