import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FAILED } from '../../mock/states';
import { openWindow } from '../../test/window';

const password = () => screen.getByTestId<HTMLInputElement>('prompt-password');

describe('being asked', () => {
  it('names the profile and the server, starts at the first empty field, and ticks nothing', async () => {
    const { user, called } = await openWindow('prompt');
    expect(screen.getByRole('dialog')).toHaveTextContent(/Sign in to .*Work/);
    expect(screen.getByRole('dialog')).toHaveTextContent('vpn.example.com');
    await waitFor(() => expect(screen.getByTestId('prompt-username')).toHaveFocus());
    expect(screen.getByRole('checkbox')).not.toBeChecked();
    expect(screen.getByTestId('prompt-submit')).toBeDisabled();
    expect(screen.getByRole('dialog')).not.toHaveTextContent('not remembered');
    await user.keyboard('alice{Tab}s3cret{Enter}');
    expect(called('answer')).toEqual([
      [
        'work',
        1,
        { kind: 'credentials', username: 'alice', password: 's3cret', challenge: null, remember: false, group: false },
      ],
    ]);
  });

  it('keeps what was refused, selected, across the dialog closing and opening', async () => {
    const { user, bridge } = await openWindow('prompt');
    const first = bridge;
    await user.type(screen.getByTestId('prompt-username'), 'alice');
    await user.type(password(), 'wrong');
    await user.click(screen.getByRole('checkbox'));
    const asked = (await first.view()).prompt;
    await user.click(screen.getByTestId('prompt-submit'));
    act(() => first.push((view) => ({ ...view, prompt: asked && { ...asked, id: 2, refused: FAILED.refused } })));
    await waitFor(() => expect(password()).toHaveFocus());
    expect(password().value).toBe('wrong');
    expect([password().selectionStart, password().selectionEnd]).toEqual([0, 5]);
    expect(screen.getByTestId('prompt-username')).toHaveValue('alice');
    expect(screen.getByRole('checkbox')).toBeChecked();
    expect(screen.getByRole('alert')).toHaveTextContent('The server refused this password.');
  });

  it('shows the password only when told to', async () => {
    const { user } = await openWindow('prompt');
    expect(password()).toHaveAttribute('type', 'password');
    await user.click(screen.getByRole('button', { name: 'Show what is typed' }));
    expect(password()).toHaveAttribute('type', 'text');
  });

  it('uses a remembered password without having it', async () => {
    const { user, called } = await openWindow('prompt-known');
    expect(password()).toHaveValue('');
    expect(screen.getByTestId('prompt-username')).toHaveAttribute('readonly');
    await user.type(screen.getByTestId('prompt-response'), '123456');
    await user.click(screen.getByTestId('prompt-submit'));
    expect(called('answer')[0]?.[2]).toEqual({
      kind: 'credentials',
      username: 'alice',
      password: '',
      challenge: '123456',
      remember: true,
      group: false,
    });
  });

  it('begins at the code when the password is remembered', async () => {
    await openWindow('prompt-known');
    await waitFor(() => expect(screen.getByTestId('prompt-response')).toHaveFocus());
  });

  it('takes a one-time code out of what is pasted', async () => {
    const { user, called } = await openWindow('challenge');
    const field = screen.getByTestId('prompt-response');
    for (const pasted of ['123 456', '123-456', ' 123456\n', 'Your code is 123456.']) {
      await user.clear(field);
      await user.click(field);
      await user.paste(pasted);
      expect(field).toHaveValue('123456');
    }
    for (const answer of ['correct horse', 'a1b2c3', 'between 1234 and 5678', '12']) {
      await user.clear(field);
      await user.paste(answer);
      expect(field).toHaveValue(answer);
    }
    await user.keyboard('{Enter}');
    expect(called('answer')[0]?.[2]).toEqual({ kind: 'challenge', response: '12' });
  });

  it('sends an empty password, but only when that is meant', async () => {
    const { user, called } = await openWindow('prompt');
    await user.type(screen.getByTestId('prompt-username'), 'alice{Enter}');
    expect(called('answer')).toEqual([]);
    expect(password()).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(called('answer')[0]?.[2]).toMatchObject({ kind: 'credentials', username: 'alice', password: '' });
  });

  it('sends an empty answer to a question', async () => {
    const { user, called } = await openWindow('challenge');
    await user.click(screen.getByTestId('prompt-submit'));
    expect(called('answer')[0]?.[2]).toEqual({ kind: 'challenge', response: '' });
  });

  it('shows what has to be done elsewhere, with nothing to fill in', async () => {
    const { user, called } = await openWindow('confirm');
    const dialog = screen.getByRole('dialog');
    expect(dialog).toHaveTextContent('Approve the request on your phone.');
    expect(dialog.querySelector('input')).toBeNull();
    expect(screen.queryByTestId('prompt-submit')).toBeNull();
    expect(screen.getByTestId('prompt-waiting')).toHaveAttribute('role', 'status');
    await user.click(screen.getByTestId('prompt-cancel'));
    expect(called('answer')).toEqual([['work', 1, { kind: 'cancel' }]]);
  });

  it('cancels with Esc and with its button', async () => {
    const { user, called } = await openWindow('passphrase');
    await waitFor(() => expect(password()).toHaveFocus());
    await user.keyboard('{Escape}');
    expect(called('answer')).toEqual([['work', 1, { kind: 'cancel' }]]);
    expect(called('disconnect')).toEqual([]);
  });

  it('sends a passphrase', async () => {
    const { user, called } = await openWindow('passphrase');
    await user.type(password(), 'open sesame{Enter}');
    expect(called('answer')[0]?.[2]).toEqual({ kind: 'passphrase', passphrase: 'open sesame', remember: false });
  });

  it('asks the server’s question in its words', async () => {
    const { user, called } = await openWindow('challenge');
    expect(screen.getByRole('dialog')).toHaveTextContent('Enter the code that was sent to +41 79 *** ** 12.');
    await user.type(screen.getByTestId('prompt-response'), '42{Enter}');
    expect(called('answer')[0]?.[2]).toEqual({ kind: 'challenge', response: '42' });
  });

  it('names the host before the browser opens', async () => {
    const { user, called } = await openWindow('browser');
    expect(screen.getByTestId('prompt-host')).toHaveTextContent('login.example.com');
    await user.click(screen.getByTestId('prompt-submit'));
    expect(called('answer')[0]?.[2]).toEqual({ kind: 'open-browser' });
    expect(screen.getByRole('dialog')).toHaveTextContent('Waiting for the sign-in in the browser…');
    expect(screen.getByTestId('prompt-submit')).toBeEnabled();
  });

  it('asks a form field by field, begins at the first empty one, and sends only what was asked', async () => {
    const { user, called } = await openWindow('form');
    expect(screen.getByRole('dialog')).toHaveTextContent(/Sign in to .*Work.*Example Ltd remote access/);
    const username = screen.getByTestId('prompt-field-2');
    await waitFor(() => expect(username).toHaveFocus());
    expect(screen.getByRole('dialog')).toHaveTextContent('What you fill in here is not remembered.');
    expect(screen.getByRole('radio', { name: 'Employees' })).toBeChecked();
    expect(screen.getByTestId('prompt-submit')).toBeDisabled();
    await user.click(screen.getByRole('radio', { name: 'Suppliers' }));
    await user.type(username, 'alice{Tab}s3cret');
    expect(screen.getByTestId('prompt-field-3')).toHaveAttribute('type', 'password');
    await user.keyboard('{Enter}');
    expect(called('answer')).toEqual([
      [
        'work',
        1,
        {
          kind: 'form',
          values: [
            { id: 'group', value: 'suppliers' },
            { id: 'username', value: 'alice' },
            { id: 'password', value: 's3cret' },
            { id: 'comment', value: '' },
          ],
        },
      ],
    ]);
  });

  it('keeps what was typed into a form that was refused, and selects the password', async () => {
    const { user, bridge } = await openWindow('form');
    await user.type(screen.getByTestId('prompt-field-2'), 'alice');
    await user.type(screen.getByTestId('prompt-field-3'), 'wrong');
    await user.click(screen.getByTestId('prompt-submit'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await screen.findByTestId('prompt-refused');
    expect(screen.getByRole('alert')).toHaveTextContent(FAILED.refused.title);
    expect(screen.getByTestId('prompt-field-2')).toHaveValue('alice');
    const secret = screen.getByTestId<HTMLInputElement>('prompt-field-3');
    await waitFor(() => expect(secret).toHaveFocus());
    expect([secret.value, secret.selectionStart, secret.selectionEnd]).toEqual(['wrong', 0, 5]);
    // The next form is another question: nothing of this one is in it.
    act(() => bridge.push((view) => ({ ...view, prompt: view.prompt && { ...view.prompt, id: 9, refused: null } })));
    expect(screen.getByTestId('prompt-field-3')).toHaveValue('');
  });

  it('offers many options as a list, one as made, and names a field without a label', async () => {
    const { user } = await openWindow('form-long');
    const realm = screen.getByTestId('prompt-field-1');
    expect(realm).toHaveTextContent('Choose…');
    await waitFor(() => expect(realm).toHaveFocus());
    await user.keyboard('{Enter}');
    await user.click(screen.getByRole('option', { name: 'Lisbon' }));
    expect(realm).toHaveTextContent('Lisbon');
    expect(screen.getByRole('radiogroup', { name: /Domain.* .optional./ })).toBeVisible();
    expect(screen.getByLabelText(/Field .*5/)).toHaveAttribute('type', 'password');
    expect(screen.getByRole('radio', { name: 'Primary' })).toBeChecked();
  });

  it('shows a banner that has to be accepted, starting at its text', async () => {
    const { user, called } = await openWindow('banner');
    const text = screen.getByTestId('prompt-banner');
    expect(text).toHaveTextContent('TERMS OF USE');
    await waitFor(() => expect(text).toHaveFocus());
    await user.keyboard('{Enter}');
    expect(called('answer')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Accept' }));
    expect(called('answer')).toEqual([['work', 1, { kind: 'accept' }]]);
  });

  it('declines a banner', async () => {
    const { user, called } = await openWindow('banner-short');
    await user.click(screen.getByRole('button', { name: 'Decline' }));
    expect(called('answer')).toEqual([['work', 1, { kind: 'cancel' }]]);
  });

  it('remembers for the whole group, asked once', async () => {
    const { user, called } = await openWindow('prompt-group');
    expect(screen.getByTestId('prompt-group')).toHaveTextContent('nordish.example');
    await user.type(screen.getByTestId('prompt-password'), 's3cret{Enter}');
    expect(called('answer')[0]?.[2]).toMatchObject({ remember: true, group: true });
  });

  it('says nothing of a group for what is not remembered', async () => {
    const { user, called } = await openWindow('prompt-group');
    await user.click(screen.getByTestId('prompt-remember'));
    expect(screen.queryByTestId('prompt-group')).toBeNull();
    await user.type(screen.getByTestId('prompt-password'), 's3cret{Enter}');
    expect(called('answer')[0]?.[2]).toMatchObject({ remember: false, group: false });
  });
});
