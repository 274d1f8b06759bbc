/** Every scenario of the window against axe's rules; contrast is a matter of the tokens and is tested there. */

import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { openWindow } from './window';

const SCENARIOS = [
  'empty',
  'idle',
  'connecting',
  'connected',
  'failed',
  'some',
  'helper-missing',
  'keychain',
  'others',
  'prompt-refused',
  'prompt-known',
  'passphrase',
  'browser',
  'import-mixed',
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

  it('the log page', async () => {
    const { user } = await openWindow('idle');
    await user.keyboard('{Control>}l{/Control}');
    expect(await violations()).toEqual([]);
  });
});
