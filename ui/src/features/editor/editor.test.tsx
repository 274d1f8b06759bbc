import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ORIGINAL } from '../../mock/edits';
import { chooseInRow, openEditor, openWindow } from '../../test/window';
import type { EditForm } from '../../types';

const hosts = () => screen.getAllByTestId<HTMLInputElement>('edit-host').map(({ value }) => value);
const text = () => screen.getByTestId<HTMLTextAreaElement>('edit-text');
const gone = () => waitFor(() => expect(screen.queryByTestId('editor')).toBeNull());

async function editor() {
  const opened = await openWindow('idle');
  await openEditor(opened.user, 'work');
  return opened;
}

describe('the editor', () => {
  it('has nothing to save and nothing to ask while nothing was changed', async () => {
    const { user, called } = await editor();
    expect(screen.getByTestId('edit-save')).toBeDisabled();
    expect(hosts()).toEqual(['vpn1.example.com', 'vpn2.example.com', 'vpn1.example.com']);
    await user.keyboard('{Escape}');
    await gone();
    expect(called('editSave')).toEqual([]);
    // Back where it was opened from.
    await waitFor(() => expect(document.activeElement).toHaveAttribute('data-testid', 'row-menu'));
  });

  it('takes the focus from nobody who went on before the list was drawn', async () => {
    const { user } = await editor();
    const frames: FrameRequestCallback[] = [];
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
    await user.keyboard('{Escape}');
    await gone();
    const row = screen.getAllByTestId('profile-row').find(({ dataset }) => dataset.profile === 'home');
    if (row === undefined) throw new Error('no row');
    await user.click(within(row).getByTestId('row-menu'));
    for (let turn = 0; turn < 4; turn++) act(() => frames.splice(0).forEach((frame) => frame(performance.now())));
    expect(screen.getByRole('menu')).toContainElement(document.activeElement as HTMLElement);
  });

  it('changes a server in the form, and only that line of the text', async () => {
    const { user, called } = await editor();
    const [host] = screen.getAllByTestId('edit-host');
    if (host === undefined) throw new Error('no server');
    await user.clear(host);
    expect(screen.getByTestId('edit-save')).toBeDisabled();
    await user.type(host, 'new.example.com');
    await user.click(screen.getByTestId('edit-save'));
    await gone();
    expect(called('editSave')).toEqual([
      ['work', 'Work', ORIGINAL.replace('remote vpn1.example.com 1194', 'remote new.example.com 1194')],
    ]);
    expect(screen.getByTestId('toast')).toHaveTextContent(/Work.* was saved/);
  });

  it('moves, removes and adds servers by keyboard, says so, and keeps the focus with them', async () => {
    const { user, called } = await editor();
    const [first] = screen.getAllByTestId('edit-host');
    first?.focus();
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(hosts()).toEqual(['vpn2.example.com', 'vpn1.example.com', 'vpn1.example.com']);
    expect(screen.getAllByTestId('edit-host')[1]).toHaveFocus();
    expect(screen.getByText(/vpn1\.example\.com.* is server .*2.* of .*3/)).toBeInTheDocument();
    // At the top it cannot go further up: the focus goes to what it still can do.
    const up = screen.getAllByTestId('edit-up')[1];
    up?.focus();
    await user.keyboard('{Enter}');
    expect(hosts()).toEqual(['vpn1.example.com', 'vpn2.example.com', 'vpn1.example.com']);
    expect(screen.getAllByTestId('edit-down')[0]).toHaveFocus();
    screen.getAllByTestId('edit-remove')[2]?.focus();
    await user.keyboard('{Enter}');
    expect(screen.getAllByTestId('edit-remove')[1]).toHaveFocus();
    await user.click(screen.getByTestId('edit-add'));
    expect(screen.getAllByTestId('edit-host')[2]).toHaveFocus();
    await user.keyboard('vpn3.example.com');
    const added = screen.getAllByTestId('edit-server')[2];
    if (added === undefined) throw new Error('no third server');
    await user.clear(within(added).getByTestId('edit-port'));
    await user.type(within(added).getByTestId('edit-port'), '70000');
    expect(screen.getByTestId('edit-save')).toBeDisabled();
    await user.type(within(added).getByTestId('edit-port'), '{Backspace}{Backspace}');
    await user.click(within(added).getByTestId('edit-tcp'));
    await user.click(screen.getByTestId('edit-save'));
    await gone();
    const forms = called('editChange').map(([, , form]) => (form as EditForm).servers);
    expect(forms.at(-1)).toEqual([
      { host: 'vpn1.example.com', port: 1194, transport: 'udp' },
      { host: 'vpn2.example.com', port: 1194, transport: 'udp' },
      { host: 'vpn3.example.com', port: 700, transport: 'tcp' },
    ]);
  });

  it('says why the form does not fit, keeps what was typed, and does not save it', async () => {
    const { user, called } = await editor();
    await user.click(screen.getByTestId('traffic-everything'));
    await user.type(screen.getByTestId('edit-routes'), '10.0.0.0/8\nnonsense');
    expect(await screen.findByTestId('edit-problem')).toHaveTextContent('“nonsense” is not a network.');
    expect(screen.getByTestId('edit-routes')).toHaveValue('10.0.0.0/8\nnonsense');
    await user.click(screen.getByTestId('edit-save'));
    expect(called('editSave')).toEqual([]);
    await user.type(screen.getByTestId('edit-routes'), '{Backspace>8/}');
    await waitFor(() => expect(screen.queryByTestId('edit-problem')).toBeNull());
    await user.click(screen.getByTestId('edit-tab-text'));
    expect(text().value).toContain('redirect-gateway def1\nroute 10.0.0.0/8\n');
  });

  it('reads the text while it is typed, and leads from the report to its lines', async () => {
    const { user, called } = await editor();
    await user.click(screen.getByTestId('edit-tab-text'));
    await user.type(text(), 'up /tmp/evil{Enter}', { initialSelectionStart: 0, initialSelectionEnd: 0 });
    await waitFor(() => expect(screen.getByTestId('edit-verdict')).toHaveAttribute('data-verdict', 'reject'));
    expect(called('editLook').length).toBeLessThan(5);
    const refused = screen.getAllByTestId('report-line')[0];
    if (refused === undefined) throw new Error('no line');
    expect(refused).toHaveTextContent('would run a program');
    await user.click(within(refused).getByRole('button', { name: /Line/ }));
    await waitFor(() => expect(text()).toHaveFocus());
    expect([text().selectionStart, text().selectionEnd]).toEqual([0, 'up /tmp/evil'.length]);
    expect(screen.getByTestId('edit-line')).toHaveTextContent(/Line .*1.* · .*Refused/);
    expect(refused).toHaveAttribute('aria-current', 'true');
    // What the shell refuses to keep stays here.
    await user.click(screen.getByTestId('edit-save'));
    expect(await screen.findByTestId('edit-problem')).toHaveTextContent('cannot be used as it stands');
    await user.click(screen.getByTestId('edit-tab-form'));
    expect(hosts()).toHaveLength(3);
  });

  it('asks once before changes are left, and Esc stays', async () => {
    const { user, called } = await editor();
    await user.type(screen.getByTestId('edit-name'), ' 2');
    await user.keyboard('{Escape}');
    expect(screen.getByRole('alertdialog')).toHaveTextContent('Leave without saving?');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(screen.getByTestId('edit-name')).toHaveValue('Work 2');
    await user.click(screen.getByTestId('edit-back'));
    await user.click(screen.getByTestId('leave-save'));
    await gone();
    expect(called('editSave')).toEqual([['work', 'Work 2', ORIGINAL]]);
    await openEditor(user, 'work');
    await user.type(screen.getByTestId('edit-name'), '!');
    await user.click(screen.getByTestId('edit-cancel'));
    await user.click(screen.getByTestId('leave-confirm'));
    await gone();
    expect(called('editSave')).toHaveLength(1);
  });

  it('shows what changed since the import, and goes back to it', async () => {
    const { user, called } = await editor();
    await user.click(screen.getByTestId('edit-changes'));
    expect(await screen.findByTestId('changes-text')).toHaveTextContent('The profile is as it was imported.');
    await user.click(screen.getByTestId('changes-close'));
    await user.click(screen.getByTestId('edit-tab-text'));
    await user.type(text(), 'route-nopull{Enter}', { initialSelectionStart: 0, initialSelectionEnd: 0 });
    await user.click(screen.getByTestId('edit-save'));
    await gone();
    await openEditor(user, 'work');
    await user.click(screen.getByTestId('edit-changes'));
    expect(await screen.findByTestId('diff')).toHaveTextContent(/added: *route-nopull/);
    await user.click(screen.getByTestId('edit-restore'));
    await user.click(screen.getByTestId('edit-tab-text'));
    await waitFor(() => expect(text()).toHaveValue(ORIGINAL));
    await user.click(screen.getByTestId('edit-save'));
    await gone();
    expect(called('editSave').at(-1)).toEqual(['work', 'Work', ORIGINAL]);
  });

  it('is not left by the shortcuts of other pages', async () => {
    const { user } = await editor();
    await user.keyboard('{Control>}l{/Control}');
    expect(screen.getByTestId('editor')).toBeInTheDocument();
  });
});

describe('a row', () => {
  it('is duplicated, and the copy is chosen', async () => {
    const { user, called } = await openWindow('idle');
    await chooseInRow(user, 'work', 'Duplicate');
    expect(called('duplicateProfile')).toEqual([['work']]);
    await waitFor(() =>
      expect(screen.getByTestId('state-label').closest('section')).toHaveAttribute('data-profile', 'work-copy'),
    );
  });

  it('is exported after it was said what the file will hold', async () => {
    const { user, called } = await openWindow('idle');
    await chooseInRow(user, 'work', 'Export…');
    expect(screen.getByRole('dialog')).toHaveTextContent('with the keys in it');
    expect(called('exportProfile')).toEqual([]);
    await user.click(screen.getByTestId('export-confirm'));
    expect(called('exportProfile')).toEqual([['work']]);
  });
});
