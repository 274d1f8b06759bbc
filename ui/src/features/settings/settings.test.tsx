import { act, screen, waitFor } from '@testing-library/react';
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

async function openSettings(scenario = 'idle') {
  const opened = await openWindow(scenario);
  await opened.user.keyboard('{Control>},{/Control}');
  return opened;
}

/** Chooses from the list of a setting. */
async function pick(user: Awaited<ReturnType<typeof openWindow>>['user'], setting: string, option: string) {
  await user.click(screen.getByTestId(`setting-${setting}`));
  await user.click(screen.getByRole('option', { name: option }));
}

describe('settings', () => {
  it('open from the menu and with Ctrl+comma, and close with Esc', async () => {
    const { user } = await openWindow('idle');
    await user.click(screen.getByTestId('menu'));
    await user.click(screen.getByTestId('menu-settings'));
    expect(screen.getByTestId('settings-back')).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('settings-page')).toBeNull();
    await user.keyboard('{Control>},{/Control}');
    expect(screen.getByTestId('settings-page')).toBeVisible();
  });

  it('hold at once, each by its own key', async () => {
    const { user, called } = await openSettings();
    await pick(user, 'appearance', 'Dark');
    await pick(user, 'language', 'Français');
    await pick(user, 'language', 'As on this computer');
    await pick(user, 'notifications', 'Only what I did not do');
    await pick(user, 'tray-click', 'Opens this window');
    await pick(user, 'after-sleep', 'Stay disconnected');
    await pick(user, 'sort', 'Last used first');
    for (const key of ['desktop-proxy', 'remember', 'live-check', 'history', 'update-check'])
      await user.click(screen.getByTestId(`setting-${key}`));
    expect(called('setSetting')).toEqual([
      ['appearance', 'dark'],
      ['language', 'fr'],
      ['language', 'system'],
      ['notifications', 'not-mine'],
      ['tray-click', 'open-window'],
      ['after-sleep', 'disconnect'],
      ['sort', 'last-used'],
      ['desktop-proxy', false],
      ['remember', false],
      ['live-check', false],
      ['history', false],
      ['update-check', true],
    ]);
    expect(document.documentElement.dataset.appearance).toBe('dark');
  });

  it('are found by their words, also by what they can be', async () => {
    const { user } = await openSettings();
    const shown = () => [...document.querySelectorAll<HTMLElement>('[data-setting]')].map((row) => row.dataset.setting);
    await user.keyboard('{Control>}f{/Control}');
    await user.type(screen.getByTestId('settings-search'), 'LIGHT');
    await waitFor(() => expect(shown()).toEqual(['appearance']));
    await user.clear(screen.getByTestId('settings-search'));
    await user.type(screen.getByTestId('settings-search'), 'protect local');
    await waitFor(() => expect(shown()).toEqual(['lock-lan']));
    await user.type(screen.getByTestId('settings-search'), ' nonsense');
    await waitFor(() => expect(shown()).toEqual([]));
    await user.click(screen.getByRole('button', { name: 'Show all settings' }));
    await waitFor(() => expect(shown().length).toBeGreaterThan(15));
  });

  it('choose what comes back after a restart, and which profiles', async () => {
    const { user, called } = await openSettings();
    expect(screen.getByRole('radio', { name: /What was connected/ })).toBeChecked();
    expect(screen.queryByTestId('restore-profile-work')).toBeNull();
    await user.click(screen.getByTestId('restore-choice-chosen'));
    await user.click(screen.getByTestId('restore-profile-work'));
    await user.click(screen.getByTestId('restore-profile-home'));
    await user.click(screen.getByTestId('restore-profile-work'));
    await user.click(screen.getByTestId('restore-choice-nothing'));
    await user.click(screen.getByTestId('restore-at-login'));
    expect(called('setSetting')).toEqual([
      ['at-start', 'chosen'],
      ['at-start-profiles', ['work']],
      ['at-start-profiles', ['work', 'home']],
      ['at-start-profiles', ['home']],
      ['at-start', 'nothing'],
      ['at-login', true],
    ]);
  });

  it('are reset, and passwords forgotten, after a question', async () => {
    const { user, called } = await openSettings();
    await user.click(screen.getByTestId('setting-reset'));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(called('resetSettings')).toEqual([]);
    await user.click(screen.getByTestId('setting-reset'));
    await user.click(screen.getByTestId('setting-confirm'));
    expect(called('resetSettings')).toEqual([[]]);
    await user.click(screen.getByTestId('setting-forget'));
    await user.click(screen.getByTestId('setting-confirm'));
    expect(called('forget').length).toBeGreaterThan(0);
  });
});

describe('diagnostics', () => {
  it('shows every line before it is saved, without names and addresses unless they are ticked', async () => {
    const { user, called } = await openSettings();
    await user.click(screen.getByTestId('setting-diagnostics'));
    const lines = screen.getByTestId('diagnostics-lines');
    await waitFor(() => expect(lines).toHaveTextContent('[host-1]'));
    expect(lines).not.toHaveTextContent('10.8.0.6');
    const seen = lines.textContent;
    await user.click(screen.getByTestId('diagnostics-save'));
    expect(called('saveText')).toEqual([['diagnostics', `${seen}\n`]]);
    await user.click(screen.getByTestId('diagnostics-names'));
    await waitFor(() => expect(lines).toHaveTextContent('vpn.example.com'));
    await user.click(screen.getByTestId('diagnostics-addresses'));
    await waitFor(() => expect(lines).toHaveTextContent('10.8.0.6'));
    await user.keyboard('{Escape}');
    expect(screen.getByTestId('settings-page')).toBeVisible();
  });
});
