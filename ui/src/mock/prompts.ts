/** What servers ask in their own way. */

import type { Ask, AskField } from '../types';

type FormAsk = Extract<Ask, { kind: 'form' }>;

function field(id: string, label: string, kind: AskField['kind'], more: Partial<AskField> = {}): AskField {
  return { id, label, kind, value: '', required: true, ...more };
}

const choice = (...labels: string[]): AskField['kind'] => ({
  kind: 'choice',
  options: labels.map((label) => ({ value: label.toLowerCase(), label })),
});

const USERNAME = field('username', 'Username', { kind: 'text' });
const PASSWORD = field('password', 'Password', { kind: 'password' });

export const FORM: FormAsk = {
  kind: 'form',
  title: 'Example Ltd remote access',
  message: 'Please enter your username and password.',
  fields: [
    field('group', 'Group', choice('Employees', 'Contractors', 'Suppliers'), { value: 'employees' }),
    USERNAME,
    PASSWORD,
    field('comment', 'Ticket number', { kind: 'text' }, { required: false }),
  ],
};

const CITIES = 'Amsterdam Berlin Copenhagen Dublin Edinburgh Frankfurt Geneva Hamburg Innsbruck Jena Kraków Lisbon';

/** What no layout likes: many fields, long labels, a label that is missing, another script, a long list. */
export const LONG_FORM: FormAsk = {
  kind: 'form',
  title: 'Donaudampfschifffahrtsgesellschaft Zentralverwaltung, Fernzugang für Wartungsunternehmen',
  message:
    'First line of the message.\nSecond line: see https://helpdesk.internal.corporate.example.com/remote-access.',
  fields: [
    field('realm', 'Realm', choice(...CITIES.split(' '))),
    field(
      'domain',
      'Domain',
      choice('a-really-long-domain-without-any-break.internal.corporate.example.com', 'Local'),
      {
        required: false,
      },
    ),
    USERNAME,
    PASSWORD,
    field('pin', '', { kind: 'password' }),
    field('arabic', 'رمز التحقق', { kind: 'text' }),
    field('only', 'Gateway', choice('Primary')),
  ],
};

const PARAGRAPH =
  'This system is for authorised users only. Whoever uses it agrees that activity may be monitored and recorded, and that evidence of misuse may be handed to the authorities.';

export const BANNER = [
  'EXAMPLE LTD – TERMS OF USE',
  '',
  ...Array.from({ length: 9 }, (_, at) => `${at + 1}. ${PARAGRAPH}\n`),
  'Questions: helpdesk@example.com',
].join('\n');
