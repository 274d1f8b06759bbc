import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../test/window';

describe('leaving', () => {
  it('asks once when a tunnel would end', async () => {
    const { user, called } = await openWindow('connected');
    await user.keyboard('{Control>}q{/Control}');
    expect(called('quit')).toEqual([[false]]);
    expect(screen.getByRole('alertdialog')).toHaveTextContent(/Work.* is connected\. Quitting disconnects it\./);
    await user.click(screen.getByTestId('quit-confirm'));
    expect(called('quit')).toEqual([[false], [true]]);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('stays with Esc', async () => {
    const { user, bridge, called } = await openWindow('connected');
    act(() => bridge.askQuit(['Work', 'Home']));
    expect(screen.getByRole('alertdialog')).toHaveTextContent(/2.* tunnels are connected/);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(called('quit')).toEqual([]);
  });
});

describe('about', () => {
  it('tells version, licence and parts', async () => {
    const { user } = await openWindow('idle');
    await user.click(screen.getByTestId('menu'));
    await user.click(screen.getByTestId('menu-about'));
    const dialog = screen.getByRole('dialog');
    expect(dialog).toHaveTextContent(/Version .*0\.1\.0/);
    expect(dialog).toHaveTextContent('MIT OR Apache-2.0');
    expect(dialog).toHaveTextContent(/rustls 0\.23\.31/);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a command that fails', () => {
  it('says the shell’s sentence', async () => {
    const { user, bridge } = await openWindow('idle');
    bridge.connect = () => Promise.reject({ title: 'The helper went away.', advice: 'Start it again.', detail: '' });
    await user.click(screen.getByTestId('primary-action'));
    expect(await screen.findByRole('alert')).toHaveTextContent('The helper went away.Start it again.');
  });
});

describe('what comes back after a restart', () => {
  it('is one of three, and which profiles', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(screen.getByTestId('menu'));
    await user.click(screen.getByTestId('menu-restore'));
    expect(screen.getByRole('radio', { name: /What was connected/ })).toBeChecked();
    expect(screen.queryByTestId('restore-profile-work')).toBeNull();
    await user.click(screen.getByTestId('restore-choice-chosen'));
    await user.click(screen.getByTestId('restore-profile-work'));
    await user.click(screen.getByTestId('restore-profile-home'));
    await user.click(screen.getByTestId('restore-profile-work'));
    await user.click(screen.getByTestId('restore-choice-nothing'));
    expect(called('setRestore')).toEqual([
      ['chosen', []],
      ['chosen', ['work']],
      ['chosen', ['work', 'home']],
      ['chosen', ['home']],
      ['nothing', ['home']],
    ]);
    expect(screen.getByTestId('restore-at-login').closest('label')?.querySelector('input')).not.toBeChecked();
    await user.click(screen.getByTestId('restore-at-login'));
    expect(called('setAtLogin')).toEqual([[true]]);
  });
});
