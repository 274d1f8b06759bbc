import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { Button, Input, Label, TextField, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { EditServer, EditTransport } from '../../types';
import { CountField } from './fields';

const NEW: EditServer = { host: '', port: 1194, transport: 'udp' };
const TRANSPORTS = ['udp', 'tcp'] as const satisfies readonly EditTransport[];

interface Row {
  id: number;
  server: EditServer;
}

interface Props {
  servers: readonly EditServer[];
  onChange: (servers: EditServer[]) => void;
}

/** The servers in the order in which they are tried. Alt with an arrow moves the one that has the focus. */
export function Servers({ servers, onChange }: Props) {
  const t = useTranslation();
  const [rows, setRows] = useState<readonly Row[]>(() => servers.map((server, id) => ({ id, server })));
  const [spoken, setSpoken] = useState('');
  const next = useRef(servers.length);
  const box = useRef<HTMLDivElement>(null);
  /** Where the focus goes when the rows are drawn: the row, and the parts of it that may take it, best first. */
  const focus = useRef<{ id: number; parts: readonly string[] } | null>(null);

  useLayoutEffect(() => {
    const wanted = focus.current;
    if (wanted === null) return;
    focus.current = null;
    const find = (part: string) =>
      box.current?.querySelector<HTMLElement>(`[data-row="${wanted.id}"] [data-part="${part}"]:not(:disabled)`);
    const found = wanted.parts.map(find).find((element) => element instanceof HTMLElement);
    (found ?? box.current?.querySelector<HTMLElement>('[data-part="add"]'))?.focus();
  }, [rows]);

  const set = (changed: readonly Row[]) => {
    setRows(changed);
    onChange(changed.map(({ server }) => server));
  };
  const change = (id: number, part: Partial<EditServer>) =>
    set(rows.map((row) => (row.id === id ? { id, server: { ...row.server, ...part } } : row)));
  const move = (index: number, by: -1 | 1, part: string) => {
    const row = rows[index];
    const to = index + by;
    if (row === undefined || to < 0 || to >= rows.length) return;
    const without = rows.filter(({ id }) => id !== row.id);
    focus.current = { id: row.id, parts: [part, by < 0 ? 'down' : 'up'] };
    set([...without.slice(0, to), row, ...without.slice(to)]);
    setSpoken(t('edit-server-moved', { host: row.server.host, place: to + 1, count: rows.length }));
  };
  const remove = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    const beside = rows[index + 1] ?? rows[index - 1];
    focus.current = { id: beside?.id ?? -1, parts: ['remove', 'host'] };
    set(rows.filter(({ id }) => id !== row.id));
    setSpoken(t('edit-server-removed', { host: row.server.host }));
  };
  const add = () => {
    const id = next.current++;
    focus.current = { id, parts: ['host'] };
    set([...rows, { id, server: NEW }]);
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    const part = (event.target as HTMLElement).dataset.part ?? 'host';
    move(index, event.key === 'ArrowUp' ? -1 : 1, part);
  };
  return (
    <div className="servers" ref={box} role="group" aria-labelledby="servers-title">
      <h2 id="servers-title" className="report-title">
        {t('edit-servers')}
      </h2>
      <ol className="server-list">
        {rows.map(({ id, server }, index) => (
          <li
            key={id}
            className="server"
            data-row={id}
            data-testid="edit-server"
            onKeyDownCapture={(event) => onKeyDown(event, index)}
          >
            <TextField
              className="field server-host"
              value={server.host}
              onChange={(host) => change(id, { host: host.trim() })}
              autoComplete="off"
              spellCheck="false"
              isInvalid={server.host === ''}
            >
              <Label>{t('edit-server-host', { place: index + 1 })}</Label>
              <Input className="input" data-part="host" data-testid="edit-host" autoCapitalize="off" dir="ltr" />
            </TextField>
            <div className="server-port">
              <CountField
                label={t('edit-server-port')}
                value={server.port}
                onChange={(port) => change(id, { port: port ?? 0 })}
                digits={5}
                invalid={server.port < 1 || server.port > 65_535}
                testId="edit-port"
              />
            </div>
            <ToggleButtonGroup
              className="segments"
              aria-label={t('edit-server-transport')}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[server.transport]}
              onSelectionChange={(keys) => {
                const chosen = TRANSPORTS.find((transport) => keys.has(transport));
                if (chosen !== undefined) change(id, { transport: chosen });
              }}
            >
              {TRANSPORTS.map((transport) => (
                <ToggleButton key={transport} id={transport} className="segment" data-testid={`edit-${transport}`}>
                  {t(`transport-${transport}`)}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
            <div className="server-ways">
              <Button
                className="button quiet icon"
                data-part="up"
                data-testid="edit-up"
                aria-label={t('edit-server-up', { host: server.host })}
                isDisabled={index === 0}
                onPress={() => move(index, -1, 'up')}
              >
                <ArrowUp size="1rem" aria-hidden />
              </Button>
              <Button
                className="button quiet icon"
                data-part="down"
                data-testid="edit-down"
                aria-label={t('edit-server-down', { host: server.host })}
                isDisabled={index === rows.length - 1}
                onPress={() => move(index, 1, 'down')}
              >
                <ArrowDown size="1rem" aria-hidden />
              </Button>
              <Button
                className="button quiet icon"
                data-part="remove"
                data-testid="edit-remove"
                aria-label={t('edit-server-remove', { host: server.host })}
                isDisabled={rows.length === 1}
                onPress={() => remove(index)}
              >
                <Trash2 size="1rem" aria-hidden />
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <Button className="button" data-part="add" data-testid="edit-add" onPress={add}>
        <Plus size="1rem" aria-hidden />
        {t('edit-server-add')}
      </Button>
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
}
