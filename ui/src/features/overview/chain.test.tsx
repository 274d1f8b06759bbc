import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../test/window';

describe('the way to a tunnel', () => {
  it('shows what holds, where it ends with a way out, and what was not tried', async () => {
    const { user } = await openWindow('failed');
    const links = within(screen.getByTestId('chain')).getAllByTestId('chain-link');
    expect(links.map((link) => link.dataset.state)).toEqual([
      'holds',
      'holds',
      'holds',
      'broken',
      'unknown',
      'unknown',
    ]);
    expect(links[3]).toHaveTextContent(/broken.*Server.*No answer/);
    await user.click(screen.getByTestId('chain-way'));
    expect(await screen.findByTestId('edit-name')).toBeVisible();
  });

  it('has nothing to say while nothing is broken', async () => {
    await openWindow('connecting');
    expect(screen.queryByTestId('chain')).toBeNull();
  });
});
