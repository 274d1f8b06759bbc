import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../mock/scenarios';
import { openWindow } from '../../test/window';
import { search } from './search';

const rows = () => screen.getAllByTestId('profile-row');
const row = (id: string) => {
  const found = rows().find((each) => each.dataset.profile === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};

describe('the profiles', () => {
  it('draws only the rows that can be seen of a thousand', async () => {
    await openWindow('many');
    expect(rows().length).toBeGreaterThan(5);
    expect(rows().length).toBeLessThan(60);
  });

  it('offers search from seven profiles on', async () => {
    await openWindow('idle');
    expect(screen.queryByTestId('search')).toBeNull();
  });

  it('finds by every word, without accents, and has a way back', async () => {
    const { user } = await openWindow('some');
    await user.keyboard('{Control>}f{/Control}');
    expect(screen.getByTestId('search')).toHaveFocus();
    await user.keyboard('zurich zrh1');
    await waitFor(() => expect(rows().map((each) => each.dataset.profile)).toEqual(['zurich']));
    await user.keyboard('x');
    await user.click(await screen.findByRole('button', { name: 'Show all profiles' }));
    await waitFor(() => expect(rows().length).toBe(8));
  });

  it('searches a thousand in a few milliseconds', () => {
    const { profiles } = scenario('many').view;
    // The best of several: a busy machine makes single measurements say little.
    const times = Array.from({ length: 10 }, () => {
      const begin = performance.now();
      expect(search(profiles, 'gw0999').map((profile) => profile.id)).toEqual(['p0999']);
      return performance.now() - begin;
    });
    expect(Math.min(...times)).toBeLessThan(20);
  });

  it('shows a row on the card when it is chosen, and connects it with Enter', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(row('home'));
    expect(screen.getByTestId('state-label').closest('section')).toHaveAttribute('data-profile', 'home');
    expect(called('connect')).toEqual([]);
    await user.keyboard('{Enter}');
    expect(called('connect')).toEqual([['home']]);
  });

  it('never disconnects with Enter', async () => {
    const { user, called } = await openWindow('connected');
    await user.click(row('work'));
    await user.keyboard('{Enter}');
    expect(called('disconnect')).toEqual([]);
  });

  it('renames in place with F2: Enter keeps, Esc drops', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(row('home'));
    await user.keyboard('{F2}');
    await waitFor(() => expect(screen.getByTestId('rename')).toHaveFocus());
    await user.keyboard('home 2{Home}My {ArrowLeft}{ArrowDown}{End}{Backspace}{Backspace}{Enter}');
    expect(called('renameProfile')).toEqual([['home', 'My home']]);
    await waitFor(() => expect(row('home')).toHaveTextContent('My home'));
    await waitFor(() => expect(row('home')).toHaveFocus());
    await user.keyboard('{F2}');
    await waitFor(() => expect(screen.getByTestId('rename')).toHaveFocus());
    await user.keyboard('x{Escape}');
    expect(called('renameProfile')).toHaveLength(1);
    expect(called('connect')).toEqual([]);
  });

  it('removes from the menu and takes it back', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(within(row('home')).getByTestId('row-menu'));
    await user.click(screen.getByRole('menuitem', { name: 'Remove' }));
    expect(called('removeProfile')).toEqual([['home']]);
    await waitFor(() => expect(rows().length).toBe(3));
    await user.click(screen.getByTestId('undo-remove'));
    expect(called('undoRemove')).toEqual([['home']]);
    await waitFor(() => expect(rows().length).toBe(4));
  });

  it('does not remove a tunnel that is up, and forgets only what is remembered', async () => {
    const { user, called } = await openWindow('connected');
    await user.click(within(row('work')).getByTestId('row-menu'));
    expect(screen.getByRole('menuitem', { name: 'Remove' })).toHaveAttribute('aria-disabled', 'true');
    await user.click(screen.getByRole('menuitem', { name: 'Forget sign-in' }));
    expect(called('forget')).toEqual([['work']]);
    await user.click(within(row('home')).getByTestId('row-menu'));
    expect(screen.getByRole('menuitem', { name: 'Forget sign-in' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('opens the menu of the row that has the focus with Shift+F10', async () => {
    const { user } = await openWindow('idle');
    await user.click(row('lab'));
    await user.keyboard('{Shift>}{F10}{/Shift}');
    expect(screen.getByRole('menu')).toBeVisible();
  });

  it('follows the primary profile when it changes by itself', async () => {
    const { user, bridge } = await openWindow('idle');
    await user.click(row('home'));
    act(() => bridge.push((view) => ({ ...view, primary: 'lab' })));
    expect(screen.getByTestId('state-label').closest('section')).toHaveAttribute('data-profile', 'lab');
  });
});
