import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../test/window';

describe('importing', () => {
  it('starts from the empty window', async () => {
    const { user, called } = await openWindow('empty');
    expect(screen.getByTestId('empty-state')).toBeVisible();
    await user.click(screen.getByTestId('import-choose'));
    expect(called('importDialog')).toHaveLength(1);
    expect(screen.getByTestId('import-result')).toHaveTextContent('work.ovpn');
  });

  it('starts with Ctrl+I', async () => {
    const { user, called } = await openWindow('idle');
    await user.keyboard('{Control>}i{/Control}');
    expect(called('importDialog')).toHaveLength(1);
  });

  it('reports several files, refusals first, with lines and the way out', async () => {
    await openWindow('import-mixed');
    const dialog = screen.getByRole('dialog');
    expect(dialog).toHaveTextContent(/2.* profiles imported, .*2.* files not/);
    const results = screen.getAllByTestId('import-result');
    expect(results.map((result) => result.dataset.imported)).toEqual(['false', 'false', 'true', 'true']);
    const [legacy] = results;
    if (legacy === undefined) throw new Error('no result');
    expect(legacy).toHaveTextContent(/Line .*31.*up \/etc\/openvpn\/up\.sh/);
    expect(legacy).toHaveTextContent('Ask whoever gave you the profile for one without them.');
    expect(within(dialog).queryByTestId('import-connect')).toBeNull();
  });

  it('speaks of one file in the singular', async () => {
    await openWindow('import-refused');
    expect(screen.getByRole('dialog')).toHaveTextContent('The file was not imported');
    expect(screen.getByRole('dialog')).toHaveTextContent('One line is not used');
  });

  it('offers to connect the only one, and closes with Esc', async () => {
    const { user, called } = await openWindow('import-clean');
    await user.click(screen.getByTestId('import-connect'));
    expect(called('connect')).toEqual([['work']]);
    expect(screen.queryByTestId('import-result')).toBeNull();
  });

  it('takes a pasted profile, but not a pasted word', async () => {
    const { user, called } = await openWindow('empty');
    await user.paste('vpn.example.com');
    expect(called('importText')).toEqual([]);
    await user.paste('client\nremote vpn.example.com 1194\n');
    expect(called('importText')).toEqual([['Pasted profile', 'client\nremote vpn.example.com 1194\n']]);
  });

  it('shows where to let go', async () => {
    await openWindow('drag');
    expect(screen.getByTestId('drop-overlay')).toHaveTextContent('Drop to import');
  });
});
