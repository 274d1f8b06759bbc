/** A profile while it is edited: form and text are two views of one text, which the shell reads and writes. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { asMessage, useModel } from '../../store';
import type { EditForm, EditView, MessageView } from '../../types';

/** Long enough not to read every letter, short enough to feel live. */
const PAUSE_MS = 300;

/** Whether the form has what the shell's types ask for. */
export function complete({ servers }: EditForm): boolean {
  return servers.every(({ host, port }) => host.trim() !== '' && port >= 1 && port <= 65_535);
}

interface State {
  /** What the shell last said. */
  view: EditView;
  name: string;
  text: string;
  form: EditForm;
  /** The form was changed and is not in the text yet. */
  formAhead: boolean;
  /** Why the form does not go into the text. */
  problem: MessageView | null;
  /** Grows when the form was replaced from outside of it. */
  generation: number;
}

export interface Edit extends State {
  dirty: boolean;
  setName: (name: string) => void;
  setText: (text: string) => void;
  setForm: (form: EditForm) => void;
  /** Takes the text as it was imported. */
  restore: () => Promise<boolean>;
  /** Writes and reads what is still on its way; gives what would be saved, or nothing if the form does not fit. */
  settle: () => Promise<{ name: string; text: string } | null>;
}

function start(view: EditView, generation: number): State {
  const { name, text, form, problem } = view;
  return { view, name, text, form, formAhead: false, problem, generation };
}

/** `null` until it is open; `onLost` when it cannot be. */
export function useEdit(profile: string, onLost: () => void): Edit | null {
  const model = useModel();
  const { bridge } = model;
  const [state, setState] = useState<State | null>(null);
  const [saved, setSaved] = useState({ name: '', text: '' });
  const latest = useRef(state);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Numbers what is asked, so that a late answer to an old question is dropped. */
  const asked = useRef(0);
  const lost = useRef(onLost);
  lost.current = onLost;

  const put = useCallback((change: (now: State) => State) => {
    if (latest.current === null) return;
    latest.current = change(latest.current);
    setState(latest.current);
  }, []);

  useEffect(() => {
    let gone = false;
    void model
      .run(
        bridge.editOpen(profile).then((view) => {
          if (gone) return;
          latest.current = start(view, 0);
          setState(latest.current);
          setSaved({ name: view.name, text: view.text });
        }),
      )
      .then((worked) => {
        if (!worked && !gone) lost.current();
      });
    return () => {
      gone = true;
      clearTimeout(timer.current);
    };
  }, [model, bridge, profile]);

  /** Asks the shell about what is here at this moment. */
  const ask = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const now = latest.current;
    if (now === null) return;
    const mine = ++asked.current;
    const { formAhead, form, text } = now;
    if (formAhead && !complete(form)) return;
    try {
      const view = await (formAhead ? bridge.editChange(profile, text, form) : bridge.editLook(profile, text));
      if (mine !== asked.current) return;
      put((before) => {
        const { problem } = view;
        // What is typed stays as it is typed; the other view follows it.
        if (!formAhead) return { ...before, view, form: view.form, problem, generation: before.generation + 1 };
        return problem === null
          ? { ...before, view, text: view.text, formAhead: false, problem }
          : { ...before, problem };
      });
    } catch (reason) {
      if (mine === asked.current) put((before) => ({ ...before, problem: asMessage(reason) }));
    }
  }, [bridge, profile, put]);

  const later = useCallback(() => {
    clearTimeout(timer.current);
    // What is under way answers a question that is old by now.
    asked.current += 1;
    timer.current = setTimeout(() => void ask(), PAUSE_MS);
  }, [ask]);

  const actions = useMemo(
    () => ({
      setName: (name: string) => put((now) => ({ ...now, name })),
      setText: (text: string) => {
        put((now) => ({ ...now, text, formAhead: false }));
        later();
      },
      setForm: (form: EditForm) => {
        put((now) => ({ ...now, form, formAhead: true }));
        later();
      },
      restore: () =>
        model.run(
          bridge.editRestore(profile).then((view) => {
            clearTimeout(timer.current);
            asked.current += 1;
            put((now) => ({ ...start(view, now.generation + 1), name: now.name }));
          }),
        ),
      settle: async () => {
        if (timer.current !== undefined || latest.current?.formAhead === true) await ask();
        const now = latest.current;
        return now === null || now.formAhead ? null : { name: now.name.trim(), text: now.text };
      },
    }),
    [model, bridge, profile, ask, later, put],
  );
  if (state === null) return null;
  const dirty = state.formAhead || state.name !== saved.name || state.text !== saved.text;
  return { ...state, ...actions, dirty };
}
