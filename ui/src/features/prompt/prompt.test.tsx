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
    await user.keyboard('alice{Tab}s3cret{Enter}');
    expect(called('answer')).toEqual([
      ['work', 1, { kind: 'credentials', username: 'alice', password: 's3cret', challenge: null, remember: false }],
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
    });
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
});
