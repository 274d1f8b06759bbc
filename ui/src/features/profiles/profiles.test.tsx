import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../mock/scenarios';
import { openWindow } from '../../test/window';
import { search } from './search';

/** Without the marks that keep a name's writing direction to itself. */
const text = (testId: string) => screen.getByTestId(testId).textContent.replace(/[\u2068\u2069]/g, '');
const heading = (wanted: string) => (content: string) => content.replace(/[\u2068\u2069]/g, '') === wanted;
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
    expect(called('removeProfiles')).toEqual([[['home']]]);
    await waitFor(() => expect(rows().length).toBe(3));
    await user.click(screen.getByTestId('undo-remove'));
    expect(called('undoRemove')).toEqual([[['home']]]);
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

  it('has a switch in each row, and sections with what is connected first', async () => {
    const { user, called } = await openWindow('sections');
    const first = rows().map((each) => each.dataset.profile);
    expect(first.slice(0, 2).sort()).toEqual(['customer', 'work']);
    const at = (id: string) => within(row(id)).getByRole('switch');
    expect(at('work')).toBeChecked();
    await user.click(at('work'));
    expect(called('disconnect')).toEqual([['work']]);
    expect(at('home')).not.toBeChecked();
    await user.click(at('home'));
    expect(called('connect')).toEqual([['home']]);
    expect(screen.getByText(heading('nordish.example · 11'))).toBeInTheDocument();
  });

  it('makes a favourite and puts it in its section', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(within(row('lab')).getByTestId('row-menu'));
    await user.click(screen.getByTestId('row-favourite'));
    expect(called('setFavourite')).toEqual([[['lab'], true]]);
    await waitFor(() => expect(screen.getByText(heading('Favourites · 1'))).toBeInTheDocument());
    expect(rows()[0]?.dataset.profile).toBe('lab');
  });

  it('chooses several with Ctrl, puts them into a group, and ends with Escape', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(row('home'));
    expect(screen.queryByTestId('action-bar')).toBeNull();
    await user.keyboard('{Control>}');
    await user.click(row('lab'));
    await user.keyboard('{/Control}');
    expect(text('action-bar')).toContain('2 selected');
    await user.click(screen.getByTestId('bar-group'));
    await user.type(screen.getByTestId('group-name'), 'Mine');
    await user.click(screen.getByTestId('group-save'));
    const [profiles, name] = called('setGroup')[0] ?? [];
    expect([...(profiles as string[])].sort()).toEqual(['home', 'lab']);
    expect(name).toBe('Mine');
    await waitFor(() => expect(screen.getByText(heading('Mine · 2'))).toBeInTheDocument());
    await user.click(row('lab'));
    await user.keyboard('{Shift>}{ArrowUp}{/Shift}');
    expect(screen.getByTestId('action-bar')).toBeVisible();
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('action-bar')).toBeNull();
  });

  it('removes with Del what is off, and all of it comes back', async () => {
    const { user, called } = await openWindow('connected');
    await user.click(row('home'));
    await user.keyboard('{Control>}a{/Control}{Delete}');
    const [gone] = called('removeProfiles')[0] ?? [];
    expect([...(gone as string[])].sort()).toEqual(['client-a', 'home', 'lab']);
    await waitFor(() => expect(rows().map((each) => each.dataset.profile)).toEqual(['work']));
    expect(text('toast')).toContain('3 profiles were removed.');
    await user.click(screen.getByTestId('undo-remove'));
    await waitFor(() => expect(rows().length).toBe(4));
  });

  it('ticks rows one by one, without keys', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(within(row('home')).getByTestId('row-menu'));
    await user.click(screen.getByTestId('row-select'));
    await user.click(row('lab'));
    expect(text('action-bar')).toContain('2 selected');
    await user.click(screen.getByTestId('bar-favourite'));
    expect(called('setFavourite')).toHaveLength(1);
    await user.click(screen.getByTestId('bar-close'));
    expect(screen.queryByTestId('action-bar')).toBeNull();
  });

  it('sorts as the setting says, and sets it', async () => {
    const { user, called } = await openWindow('idle');
    expect(rows().map((each) => each.dataset.profile)).toEqual(['client-a', 'home', 'lab', 'work']);
    await user.click(screen.getByTestId('sort'));
    await user.click(screen.getByTestId('sort-last-used'));
    expect(rows().map((each) => each.dataset.profile)).toEqual(['work', 'client-a', 'home', 'lab']);
    expect(called('setSetting')).toEqual([['sort', 'last-used']]);
  });
});
