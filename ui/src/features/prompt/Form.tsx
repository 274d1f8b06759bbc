import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { useModel } from '../../store';
import type { Ask, AskField } from '../../types';
import { FormField } from './FormField';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';

/** What a field starts with: a choice between one thing is made. */
function startValue(field: AskField): string {
  const [only, ...others] = field.kind.kind === 'choice' ? field.kind.options : [];
  return only !== undefined && others.length === 0 && field.required ? only.value : field.value;
}

/** The field to begin at: the first empty one; after a refusal a password, which is what is most often wrong. */
function startAt(fields: readonly AskField[], values: readonly string[], refused: boolean): number {
  const password = refused ? fields.findIndex(({ kind }) => kind.kind === 'password') : -1;
  const empty = fields.findIndex((_, at) => values[at] === '');
  return [password, empty].find((at) => at >= 0) ?? 0;
}

/** Fields that the server made up, asked in one dialog. */
export function Form({ prompt, ask, answer, busy, cancel }: QuestionProps<Extract<Ask, { kind: 'form' }>>) {
  const t = useTranslation();
  const { typed } = useModel();
  const refused = prompt.refused !== null;
  const before = refused ? typed.get(prompt.profile)?.values : undefined;
  const [values, setValues] = useState(() => ask.fields.map((field) => before?.[field.id] ?? startValue(field)));
  const list = useRef<HTMLDivElement>(null);
  const first = useRef(startAt(ask.fields, values, refused));

  useEffect(() => {
    const field = list.current?.children[first.current];
    const target =
      field?.querySelector<HTMLElement>('input:checked') ?? field?.querySelector<HTMLElement>('input, button');
    target?.focus();
    if (target instanceof HTMLInputElement) target.select();
  }, []);

  const submit = () => {
    const filled = ask.fields.map(({ id }, at) => ({ id, value: values[at] ?? '' }));
    typed.set(prompt.profile, {
      values: Object.fromEntries(filled.map(({ id, value }) => [id, value])),
      remember: false,
    });
    answer({ kind: 'form', values: filled });
  };
  return (
    <PromptForm
      prompt={prompt}
      title={t('prompt-credentials', { name: prompt.profileName })}
      submit={t('prompt-submit-credentials')}
      busy={busy}
      incomplete={ask.fields.some(({ required }, at) => required && values[at] === '')}
      onSubmit={submit}
      onCancel={cancel}
    >
      {(ask.title !== '' || ask.message !== '') && (
        <div className="prompt-message selectable">
          {ask.title !== '' && <p className="prompt-question">{ask.title}</p>}
          {ask.message !== '' && <p className="prompt-lines">{ask.message}</p>}
        </div>
      )}
      <div className="prompt-fields" ref={list}>
        {ask.fields.map((field, at) => (
          <div key={field.id}>
            <FormField
              field={field}
              number={at + 1}
              value={values[at] ?? ''}
              onChange={(value) => setValues((all) => all.with(at, value))}
              invalid={refused}
            />
          </div>
        ))}
      </div>
      <p className="dialog-text">{t('prompt-form-not-kept')}</p>
    </PromptForm>
  );
}
