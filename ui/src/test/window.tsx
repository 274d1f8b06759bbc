/** Draws the whole window over the mock shell. */

import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../App';
import { type MockBridge, mockBridge } from '../mock/bridge';
import { Model, ModelContext } from '../store';
import { LocaleProvider } from '../i18n';

export interface OpenWindow {
  bridge: MockBridge;
  model: Model;
  user: ReturnType<typeof userEvent.setup>;
  /** Arguments of the calls of one command. */
  called: (command: string) => ReadonlyArray<readonly unknown[]>;
}

export async function openWindow(scenario: string): Promise<OpenWindow> {
  const bridge = mockBridge(scenario);
  const model = new Model(bridge);
  const user = userEvent.setup();
  render(
    <LocaleProvider>
      <ModelContext.Provider value={model}>
        <App />
      </ModelContext.Provider>
    </LocaleProvider>,
  );
  await act(async () => {
    await model.start();
    await bridge.ready();
  });
  return {
    bridge,
    model,
    user,
    called: (command) => bridge.calls.filter((call) => call.command === command).map((call) => call.args),
  };
}

/** Chooses from the menu of a row. */
export async function chooseInRow(user: OpenWindow['user'], profile: string, item: string): Promise<void> {
  const row = screen.getAllByTestId('profile-row').find((each) => each.dataset.profile === profile);
  if (row === undefined) throw new Error(`no row ${profile}`);
  await user.click(within(row).getByTestId('row-menu'));
  await user.click(screen.getByRole('menuitem', { name: item }));
}

/** Opens a profile in the editor. */
export async function openEditor(user: OpenWindow['user'], profile: string): Promise<void> {
  await chooseInRow(user, profile, 'Edit');
  await screen.findByTestId('edit-name');
}
