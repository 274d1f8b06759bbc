import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { chooseInRow, openWindow } from '../../test/window';

describe('the networks of a profile', () => {
  it('are learned from a server in them, whose key is shown before it is kept', async () => {
    const { user, called } = await openWindow('idle');
    await chooseInRow(user, 'work', 'Networks…');
    expect(screen.getByRole('radio', { name: 'Everywhere' })).toBeChecked();
    expect(screen.queryByTestId('network-server')).toBeNull();
    await user.click(screen.getByTestId('network-choice-not-on'));
    expect(screen.getByTestId('network-save')).toBeDisabled();
    await user.type(screen.getByRole('textbox'), 'office');
    await user.click(screen.getByTestId('network-learn'));
    expect(await screen.findByTestId('network-refused')).toHaveTextContent('This is not the address of a server.');
    await user.clear(screen.getByRole('textbox'));
    await user.type(screen.getByRole('textbox'), '192.168.1.1');
    await user.click(screen.getByTestId('network-learn'));
    expect(await screen.findByTestId('network-key')).toHaveTextContent('a5a5a5a5 a5a5a5a5');
    await user.click(screen.getByTestId('network-save'));
    const proof = { server: '192.168.1.1:443', key: 'a5'.repeat(32) };
    expect(called('setNetwork')).toEqual([['work', { rule: 'not-on', proof }]]);
    await waitFor(() => expect(screen.queryByTestId('network')).toBeNull());
    await chooseInRow(user, 'work', 'Networks…');
    expect(screen.getByRole('radio', { name: /Not on a network/ })).toBeChecked();
    await user.click(screen.getByTestId('network-choice-everywhere'));
    await user.click(screen.getByTestId('network-save'));
    expect(called('setNetwork')[1]).toEqual(['work', null]);
  });
});
