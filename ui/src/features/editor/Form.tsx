import { Input, Label, Text, TextField } from 'react-aria-components';
import { Choice } from '../../components/Choice';
import { Tick } from '../../components/Tick';
import { useSay } from '../../text';
import type { EditForm } from '../../types';
import { CountField, LinesField } from './fields';
import { Servers } from './Servers';

interface Props {
  name: string;
  form: EditForm;
  onName: (name: string) => void;
  onForm: (form: EditForm) => void;
}

/** What people change in a profile. */
export function Form({ name, form, onName, onForm }: Props) {
  const say = useSay();
  const change = (part: Partial<EditForm>) => onForm({ ...form, ...part });
  return (
    <div className="edit-form">
      <TextField className="field" value={name} onChange={onName} maxLength={120} autoComplete="off" spellCheck="false">
        <Label>{say('edit-name')}</Label>
        <Input className="input" data-testid="edit-name" dir="auto" />
      </TextField>
      <Servers servers={form.servers} onChange={(servers) => change({ servers })} />
      {form.servers.length > 1 && (
        <Tick value={form.randomOrder} onChange={(randomOrder) => change({ randomOrder })} testId="edit-random">
          {say('edit-random')}
        </Tick>
      )}
      <TextField
        className="field"
        value={form.username ?? ''}
        onChange={(username) => change({ username: username === '' ? null : username })}
        autoComplete="off"
        spellCheck="false"
      >
        <Label>{say('edit-username')}</Label>
        <Input className="input" data-testid="edit-username" autoCapitalize="off" />
        <Text slot="description" className="field-hint">
          {say('edit-username-hint')}
        </Text>
      </TextField>
      <Choice
        label={say('edit-traffic')}
        value={form.traffic}
        onChange={(traffic) => change({ traffic })}
        testId="traffic"
        options={[
          { id: 'as-server-says', words: say('edit-traffic-as-server-says') },
          { id: 'everything', words: say('edit-traffic-everything') },
          { id: 'only-routes', words: say('edit-traffic-only-routes') },
        ]}
      />
      <LinesField
        label={say('edit-routes')}
        hint={say('edit-routes-hint')}
        value={form.routes}
        onChange={(routes) => change({ routes })}
        testId="edit-routes"
      />
      <LinesField
        label={say('edit-dns')}
        hint={say('edit-dns-hint')}
        value={form.dns}
        onChange={(dns) => change({ dns })}
        testId="edit-dns"
      />
      <LinesField
        label={say('edit-search')}
        hint={say('edit-search-hint')}
        value={form.search}
        onChange={(search) => change({ search })}
        testId="edit-search"
      />
      <div role="group" aria-labelledby="reconnect-title">
        <h2 id="reconnect-title" className="report-title">
          {say('edit-reconnect')}
        </h2>
        <div className="edit-pair">
          <CountField
            label={say('edit-reconnect-first')}
            value={form.reconnectFirst}
            onChange={(reconnectFirst) => change({ reconnectFirst })}
            digits={6}
            placeholder={say('edit-reconnect-own')}
            testId="edit-reconnect-first"
          />
          <CountField
            label={say('edit-reconnect-largest')}
            value={form.reconnectLargest}
            onChange={(reconnectLargest) => change({ reconnectLargest })}
            digits={6}
            placeholder={say('edit-reconnect-own')}
            testId="edit-reconnect-largest"
          />
        </div>
      </div>
    </div>
  );
}
