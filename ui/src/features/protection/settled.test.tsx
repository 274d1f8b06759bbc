import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../test/window';

describe('what the organisation has settled', () => {
  it('cannot be chosen, and says by whom', async () => {
    const { user, called } = await openWindow('managed');
    await user.keyboard('{Control>},{/Control}');
    expect(await screen.findByTestId('lock-settled')).toHaveTextContent('Set by Example Ltd.');
    await user.click(screen.getByTestId('lock-off'));
    expect(called('setProtection')).toEqual([]);
    // The control: the local network is not settled.
    await user.click(screen.getByTestId('lock-lan'));
    expect(called('setProtection')).toHaveLength(1);
  });

  it('takes away the ways to bring a profile in, and says why', async () => {
    await openWindow('managed-empty');
    expect(screen.getByTestId('import')).toBeDisabled();
    expect(screen.getByTestId('import-settled')).toHaveTextContent(/Example Ltd does not allow them/);
    expect(screen.queryByTestId('import-choose')).toBeNull();
  });

  it('leaves a profile of the organisation as it is', async () => {
    const { user } = await openWindow('managed');
    const row = () => screen.getAllByTestId('profile-row').find((each) => each.dataset.profile === 'office');
    expect(row()).toHaveTextContent('From your organisation');
    const menu = row()?.querySelector<HTMLElement>('.row-menu');
    if (menu === null || menu === undefined) throw new Error('no menu');
    await user.click(menu);
    await waitFor(() => expect(screen.getByRole('menuitem', { name: /Remove/ })).toBeVisible());
    for (const name of [/Edit/, /Rename/, /Duplicate/, /Export/, /Remove/])
      expect(screen.getByRole('menuitem', { name })).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('menuitem', { name: /Connect/ })).not.toHaveAttribute('aria-disabled');
  });

  it('says the line and the way out where the policy cannot be used', async () => {
    await openWindow('policy-unusable');
    const note = screen.getByTestId('policy-unusable');
    expect(note).toHaveTextContent(/line 4 of \/etc\/adit\/policy\.toml/);
    expect(note).toHaveTextContent(/aditctl policy apply/);
    expect(note.closest('[role="alert"]')).not.toBeNull();
  });
});
