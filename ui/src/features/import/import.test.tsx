import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { LINKED, offices, WARNED } from '../../mock/imports';
import { openWindow } from '../../test/window';

const sheet = () => screen.getByRole('dialog');
const rows = () => screen.getAllByTestId('import-row');
const noSheet = () => waitFor(() => expect(screen.queryByTestId('import-result')).toBeNull());

describe('bringing something in', () => {
  it('starts from the empty window, by every way', async () => {
    const { user, called } = await openWindow('empty');
    expect(screen.getByTestId('empty-state')).toBeVisible();
    await user.click(screen.getByTestId('empty-link'));
    await user.keyboard('{Escape}');
    await user.click(screen.getByTestId('empty-folder'));
    expect(called('importFolder')).toHaveLength(1);
    expect(screen.getByTestId('import-result')).toHaveTextContent('office.ovpn');
    expect(called('importConfirm')).toEqual([]);
  });

  it('starts with Ctrl+I and from the menu', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(screen.getByTestId('import'));
    await user.click(screen.getByTestId('import-files'));
    expect(called('importDialog')).toHaveLength(1);
    await user.click(screen.getByTestId('import-cancel'));
    await noSheet();
    await user.keyboard('{Control>}i{/Control}');
    expect(called('importDialog')).toHaveLength(2);
  });

  it('keeps nothing before the word of the user, then chooses it and offers to connect', async () => {
    const { user, called } = await openWindow('import-clean');
    expect(called('importConfirm')).toEqual([]);
    const name = screen.getByTestId('import-name');
    await user.clear(name);
    await user.type(name, 'Zurich');
    await user.click(screen.getByTestId('import-confirm'));
    expect(called('importConfirm')).toEqual([[[{ draft: 'work', name: 'Zurich', place: 'new' }]]]);
    await noSheet();
    expect(screen.getByTestId('state-label').closest('section')).toHaveAttribute('data-profile', 'new-work');
    expect(screen.getByTestId('toast')).toHaveTextContent('Zurich');
    expect(called('connect')).toEqual([]);
    await user.click(screen.getByTestId('import-connect'));
    expect(called('connect')).toEqual([['new-work']]);
  });

  it('takes its offer to connect back once the profile is connected from elsewhere', async () => {
    const { user, called } = await openWindow('import-clean');
    await user.click(screen.getByTestId('import-confirm'));
    await noSheet();
    expect(screen.getByTestId('import-connect')).toBeVisible();
    await user.click(screen.getByTestId('primary-action'));
    expect(called('connect')).toHaveLength(1);
    await waitFor(() => expect(screen.queryByTestId('toast')).toBeNull());
  });

  it('closes with Esc unasked when nothing was changed, and asks when something was', async () => {
    const { user, called, bridge } = await openWindow('import-clean');
    await user.keyboard('{Escape}');
    await noSheet();
    expect(called('importCancel')).toHaveLength(1);
    act(() => bridge.find([WARNED]));
    await user.type(screen.getByTestId('import-name'), '!');
    await user.keyboard('{Escape}');
    expect(screen.getByRole('alertdialog')).toHaveTextContent('Leave without importing?');
    await user.click(screen.getByTestId('leave-stay'));
    expect(screen.getByTestId('import-name')).toHaveValue('Customer North!');
    await waitFor(() => expect(screen.getByTestId('import-name')).toHaveFocus());
    await user.keyboard('{Escape}');
    await user.click(screen.getByTestId('leave-confirm'));
    await noSheet();
    expect(called('importCancel')).toHaveLength(2);
  });

  it('shows every line with its number, its verdict in a word, and why', async () => {
    const { user } = await openWindow('import-warned');
    const lines = () => screen.getAllByTestId('report-line');
    expect(lines().some((line) => line.dataset.verdict === 'used')).toBe(false);
    await user.click(screen.getByTestId('chip-used'));
    expect(lines()).toHaveLength(WARNED.lines.length);
    expect(lines().map((line) => Number(line.dataset.line))).toEqual(WARNED.lines.map(({ line }) => line));
    const lzo = lines().find((line) => line.dataset.line === '9');
    expect(lzo).toHaveTextContent(/Line .*9.*comp-lzo.*Warning .*never compresses/);
    for (const chip of ['used', 'ignored', 'replaced']) await user.click(screen.getByTestId(`chip-${chip}`));
    expect(lines().map((line) => line.dataset.verdict)).toEqual(['warning', 'warning']);
    expect(screen.getAllByTestId('report-finding')[0]).toHaveTextContent('Your certificate expires');
  });

  it('takes a fix with its reason and its lines, one or all', async () => {
    const { user, called } = await openWindow('import-warned');
    const [first] = screen.getAllByTestId('fix');
    if (first === undefined) throw new Error('no fix');
    await user.click(within(first).getByTestId('fix-diff'));
    const diff = within(first).getByTestId('diff');
    expect(diff).toHaveTextContent(/added: *data-ciphers/);
    await user.click(within(first).getByRole('switch'));
    expect(called('importFix')).toEqual([['client-a', 'data-ciphers-8', true]]);
    await waitFor(() => expect(within(first).getByRole('switch')).toBeChecked());
    await user.click(screen.getByTestId('fix-all'));
    expect(called('importFix')[1]).toEqual(['client-a', 'remote-cert-tls-10', true]);
    await waitFor(() => expect(screen.queryByTestId('fix-all')).toBeNull());
  });

  it('offers only to close what cannot be used', async () => {
    const { user, called } = await openWindow('import-refused');
    expect(screen.getByTestId('import-result')).toHaveAttribute('data-state', 'refused');
    expect(screen.queryByTestId('import-confirm')).toBeNull();
    expect(screen.getByTestId('import-cancel')).toHaveTextContent('Close');
    expect(screen.getByTestId('import-cancel')).toHaveFocus();
    await user.keyboard('{Enter}');
    await noSheet();
    expect(called('importConfirm')).toEqual([]);
  });

  it('finds the files that are missing, and then can be imported', async () => {
    const { user, called } = await openWindow('import-needing');
    expect(screen.getByTestId('import-confirm')).toBeDisabled();
    for (const file of ['ca.crt', 'lab.key']) {
      expect(screen.getByTestId('needs')).toHaveTextContent(file);
      const [find] = screen.getAllByTestId('need-find');
      if (find !== undefined) await user.click(find);
    }
    expect(called('importProvide')).toHaveLength(2);
    await waitFor(() => expect(screen.getByTestId('import-confirm')).toBeEnabled());
  });

  it('takes the address that a template lacks', async () => {
    const { user, called } = await openWindow('import-template');
    await user.type(screen.getByTestId('need-address'), ' vpn.example.org {Enter}');
    expect(called('importAnswer')).toEqual([['template', 'YOUR_SERVER_IP', 'vpn.example.org']]);
    await waitFor(() => expect(screen.getByTestId('import-facts')).toHaveTextContent('vpn.example.org'));
  });

  it('fetches what a link brought only when told to, and can be stopped', async () => {
    const { user, bridge, called } = await openWindow('import-link');
    expect(screen.getByTestId('import-headline')).toHaveTextContent('portal.example.com');
    expect(called('importFetch')).toEqual([]);
    bridge.fetching = new Promise(() => {});
    await user.click(screen.getByTestId('need-fetch'));
    expect(screen.getByRole('progressbar')).toBeInTheDocument();
    await user.click(screen.getByTestId('need-stop'));
    expect(called('importDrop')).toEqual([['linked']]);
    await noSheet();
    bridge.fetching = Promise.resolve();
    act(() => bridge.find([LINKED]));
    await user.click(screen.getByTestId('need-fetch'));
    await waitFor(() => expect(screen.getByTestId('import-confirm')).toBeEnabled());
  });

  it('never replaces unasked', async () => {
    const { user, called } = await openWindow('import-collision');
    expect(within(screen.getByTestId('place')).getByRole('radio', { name: 'Keep both' })).toBeChecked();
    expect(screen.getByTestId('import-name')).toHaveValue('Work (2)');
    await user.click(screen.getByTestId('place-replace'));
    expect(screen.getByTestId('import-name')).toHaveValue('Work');
    await user.click(screen.getByTestId('import-confirm'));
    expect(called('importConfirm')).toEqual([[[{ draft: 'colliding', name: 'Work', place: 'replace' }]]]);
  });

  it('leaves out what is here already unless told otherwise', async () => {
    await openWindow('import-same');
    expect(screen.getByTestId('import-confirm')).toBeDisabled();
    expect(within(screen.getByTestId('place')).getByRole('radio', { name: 'Leave this one out' })).toBeChecked();
  });

  it('lists many, says how many come and how many do not', async () => {
    const { user, called } = await openWindow('import-many');
    expect(screen.getByTestId('import-confirm')).toHaveTextContent(/Import .*37.* profiles/);
    expect(screen.getByTestId('import-note')).toHaveTextContent(/3.* cannot be used and are left out/);
    // By keyboard: down to the second, leave it out, look at it, and back.
    await waitFor(() => expect(rows()[0]).toHaveFocus());
    await user.keyboard('{ArrowDown} ');
    expect(rows()[1]).toHaveAttribute('data-taken', 'false');
    expect(screen.getByTestId('import-note')).toHaveTextContent('One is left out by your choice.');
    expect(screen.getByTestId('import-result')).toHaveAccessibleName('Site 002');
    await user.click(screen.getByTestId('import-confirm'));
    const [choices] = called('importConfirm')[0] as [Array<{ place: string }>];
    expect(choices).toHaveLength(40);
    expect(choices.filter(({ place }) => place === 'new')).toHaveLength(36);
    await noSheet();
    expect(screen.getByTestId('toast')).toHaveTextContent(/36.* profiles were imported/);
    expect(screen.queryByTestId('import-connect')).toBeNull();
  });

  it('draws only what can be seen of five hundred', async () => {
    await openWindow('import-500');
    expect(rows().length).toBeGreaterThan(5);
    expect(rows().length).toBeLessThan(60);
  });

  it('decides once for all that are here already', async () => {
    const { user, bridge, called } = await openWindow('idle');
    const [a, b, c] = offices(3);
    if (a === undefined || b === undefined || c === undefined) throw new Error('no offices');
    const here = { id: 'work', name: 'Work', same: false };
    act(() => bridge.find([{ ...a, existing: here }, { ...b, existing: { ...here, id: 'lab' } }, c]));
    await user.click(screen.getByTestId('place-replace'));
    await user.click(screen.getByTestId('place-all'));
    await user.click(screen.getByTestId('import-confirm'));
    const [choices] = called('importConfirm')[0] as [Array<{ place: string }>];
    expect(choices.map(({ place }) => place)).toEqual(['replace', 'replace', 'new']);
  });

  it('adds what comes in while it is open, and keeps what was decided', async () => {
    const { user, bridge } = await openWindow('import-clean');
    await user.type(screen.getByTestId('import-name'), ' 7');
    act(() => bridge.find([WARNED]));
    expect(rows()).toHaveLength(2);
    expect(rows()[0]).toHaveTextContent('Office 7');
  });

  it('closes when the shell closes it', async () => {
    const { model } = await openWindow('import-clean');
    act(() => model.showSheet({ drafts: [] }));
    await noSheet();
  });

  it('shows where to let go', async () => {
    await openWindow('drag');
    expect(screen.getByTestId('drop-overlay')).toHaveTextContent('Drop to import');
  });
});

describe('pasting', () => {
  it('takes a profile, offers a link, and leaves words alone', async () => {
    const { user, called } = await openWindow('empty');
    await user.paste('vpn.example.com');
    await user.paste('Dear all,\nthe server is down.\n');
    expect(called('importText')).toEqual([]);
    await user.paste('https://vpn.example.com/profile?token=secret');
    expect(screen.getByTestId('paste-field')).toHaveValue('https://vpn.example.com/profile?token=secret');
    expect(screen.getByTestId('paste-status')).toHaveTextContent('vpn.example.com');
    expect(called('importUrl')).toEqual([]);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('paste-field')).toBeNull());
    await user.paste('client\nremote vpn.example.com 1194\n');
    expect(called('importText')).toEqual([['Pasted profile', 'client\nremote vpn.example.com 1194\n']]);
  });

  it('fetches a link, says from where, and can be stopped', async () => {
    const { user, bridge, called } = await openWindow('idle');
    await user.click(screen.getByTestId('import'));
    await user.click(screen.getByTestId('import-link'));
    expect(screen.getByTestId('paste-submit')).toBeDisabled();
    let arrive = () => {};
    bridge.fetching = new Promise((done) => {
      arrive = done;
    });
    await user.type(screen.getByTestId('paste-field'), 'openvpn://import-profile/https://portal.example.com/p{Enter}');
    expect(screen.getByTestId('paste-status')).toHaveTextContent(/Fetching from .*portal\.example\.com/);
    expect(screen.getByRole('progressbar')).toBeInTheDocument();
    await user.click(screen.getByTestId('paste-cancel'));
    expect(screen.queryByRole('progressbar')).toBeNull();
    await act(async () => arrive());
    // What arrives after that is not wanted any more.
    expect(called('importDrop')).toEqual([['client-a']]);
    expect(screen.queryByTestId('import-result')).toBeNull();
    bridge.fetching = Promise.resolve();
    await user.click(screen.getByTestId('paste-submit'));
    await waitFor(() => expect(screen.getByTestId('import-result')).toBeInTheDocument());
  });

  it('says why a link is not taken, and keeps it', async () => {
    const { user } = await openWindow('idle');
    await user.click(screen.getByTestId('import'));
    await user.click(screen.getByTestId('import-link'));
    await user.type(screen.getByTestId('paste-field'), 'http://portal.example.com/p{Enter}');
    expect(await screen.findByTestId('paste-refused')).toHaveTextContent('This link is not safe.');
    expect(screen.getByTestId('paste-field')).toHaveValue('http://portal.example.com/p');
  });

  it('takes a text that is typed or pasted into its field', async () => {
    const { user, called } = await openWindow('idle');
    await user.click(screen.getByTestId('import'));
    await user.click(screen.getByTestId('import-text'));
    await user.click(screen.getByTestId('paste-field'));
    await user.paste('client\nremote a 1\n');
    await user.click(screen.getByTestId('paste-submit'));
    expect(called('importText')).toEqual([['Pasted profile', 'client\nremote a 1\n']]);
    await waitFor(() => expect(sheet()).toHaveTextContent('customer-north-2019.ovpn'));
  });
});
