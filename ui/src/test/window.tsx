/** Draws the whole window over the double of the shell. */

import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../App';
import { type MockBridge, mockBridge } from '../bridge.mock';
import { Model, ModelContext } from '../store';
import { Words } from '../text';

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
    <Words>
      <ModelContext.Provider value={model}>
        <App />
      </ModelContext.Provider>
    </Words>,
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
