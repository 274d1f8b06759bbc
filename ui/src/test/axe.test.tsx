/** Every scenario of the window against axe's rules; contrast is a matter of the tokens and is tested there. */

import { act, screen, waitFor } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { chooseInRow, openEditor, openWindow } from './window';

const SCENARIOS = [
  'empty',
  'idle',
  'connecting',
  'connected',
  'several',
  'faulty',
  'overlap',
  'noted',
  'noted-often',
  'failed',
  'held',
  'managed',
  'managed-empty',
  'policy-unusable',
  'held-trying',
  'held-portal',
  'let-out',
  'network-sign-in',
  'taken-away',
  'some',
  'sections',
  'helper-missing',
  'helper-failing',
  'first-start',
  'first-start-working',
  'first-start-refused',
  'first-start-not-installed',
  'keychain',
  'others',
  'prompt-refused',
  'prompt-known',
  'prompt-group',
  'passphrase',
  'confirm',
  'form-refused',
  'form-long',
  'banner',
  'browser',
  'import-clean',
  'import-warned',
  'import-refused',
  'import-page',
  'import-needing',
  'import-template',
  'import-link',
  'import-collision',
  'import-same',
  'import-awkward',
  'import-mixed',
  'import-many',
  'quit',
];

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

describe('accessibility', () => {
  it.each(SCENARIOS)('%s', async (scenario) => {
    await openWindow(scenario);
    expect(await violations()).toEqual([]);
  });

  it('the report with every line, and a diff', async () => {
    const { user } = await openWindow('import-warned');
    await user.click(screen.getByTestId('chip-used'));
    for (const diff of screen.getAllByTestId('fix-diff')) await user.click(diff);
    expect(screen.getAllByTestId('diff')).toHaveLength(2);
    expect(await violations()).toEqual([]);
  });

  it('the question before an import is left', async () => {
    const { user } = await openWindow('import-clean');
    await user.type(screen.getByTestId('import-name'), '!');
    await user.keyboard('{Escape}');
    expect(screen.getByRole('alertdialog')).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it.each(['text', 'link'])('pasting a %s', async (way) => {
    const { user, bridge } = await openWindow('idle');
    await user.click(screen.getByTestId('import'));
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId(`import-${way}`));
    await user.type(screen.getByTestId('paste-field'), 'https://vpn.example.com/');
    expect(await violations()).toEqual([]);
    bridge.fetching = new Promise(() => {});
    await user.click(screen.getByTestId('paste-submit'));
    expect(await violations()).toEqual([]);
  });

  it('the editor: form, text, problem, changes and leaving', async () => {
    const { user, model } = await openWindow('idle');
    await openEditor(user, 'work');
    expect(await violations()).toEqual([]);
    await user.type(screen.getByTestId('edit-routes'), 'nonsense');
    await screen.findByTestId('edit-problem');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('edit-tab-text'));
    await user.type(screen.getByTestId('edit-text'), 'up evil');
    await waitFor(() => expect(screen.getByTestId('edit-verdict')).toHaveAttribute('data-verdict', 'reject'));
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('edit-changes'));
    await screen.findByTestId('changes-text');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('changes-close'));
    await user.click(screen.getByTestId('edit-cancel'));
    expect(screen.getByRole('alertdialog')).toBeVisible();
    expect(await violations()).toEqual([]);
    act(() => model.toast({ kind: 'imported', count: 1, name: 'Work', profile: 'work', remark: '' }));
    expect(await violations()).toEqual([]);
  });

  it('the question before an export', async () => {
    const { user } = await openWindow('idle');
    await chooseInRow(user, 'work', 'Export…');
    expect(screen.getByRole('dialog')).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it.each(['idle', 'managed', 'helper-missing', 'keychain'])('settings: %s', async (scenario) => {
    const { user } = await openWindow(scenario);
    await user.keyboard('{Control>},{/Control}');
    await user.click(screen.getByTestId('restore-choice-chosen'));
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('setting-reset'));
    expect(screen.getByRole('alertdialog')).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('diagnostics', async () => {
    const { user } = await openWindow('idle');
    await user.keyboard('{Control>},{/Control}');
    await user.click(screen.getByTestId('setting-diagnostics'));
    await waitFor(() => expect(screen.getByTestId('diagnostics-lines')).toHaveTextContent('Versions'));
    expect(await violations()).toEqual([]);
  });

  it('the networks of a profile', async () => {
    const { user } = await openWindow('idle');
    await chooseInRow(user, 'work', 'Networks…');
    await user.click(screen.getByTestId('network-choice-not-on'));
    expect(screen.getByRole('dialog')).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('the log page', async () => {
    const { user } = await openWindow('idle');
    await user.keyboard('{Control>}l{/Control}');
    expect(await violations()).toEqual([]);
  });
});
